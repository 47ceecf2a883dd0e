using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>
/// The bytes of an ELF file by offset and, through its PT_LOAD segments, by address - the way ld.so sees them. Small reads near the start of the file are
/// served from the one read that fetched the headers.
/// </summary>
internal sealed class ElfFileView(ByteSource source, ReadOnlyMemory<byte> head, ElfHeader header, FaultLog faults)
{
    /// <summary>How much the first read fetches, in bytes: headers, notes and, in a small file, the symbol tables.</summary>
    public const int HeadSize = 16384;

    /// <summary>No table is read further than this, whatever the file says; the largest seen in the wild is a tenth of it.</summary>
    public const long TableLimit = 256L << 20;

    public ElfHeader Header => header;

    public FaultLog Faults => faults;

    public bool Wide => header.Wide;

    public int WordSize => header.Wide ? 8 : 4;

    public long Length { get; } = source.Length;

    public ImmutableArray<ElfSegment> Segments { get; set; } = [];

    /// <summary>The bytes at an offset: as many of those asked for as the file has.</summary>
    /// <param name="offset">The offset; may come from the file.</param>
    /// <param name="count">The number of bytes; may come from the file.</param>
    public ElfTable Read(FileOffset offset, ulong count)
    {
        long bounded = (long)Math.Min(count, (ulong)TableLimit);
        if (offset.Value >= 0 && offset.Value < head.Length && Math.Min(bounded, Length - offset.Value) <= head.Length - offset.Value)
            return new ElfTable(head.Slice((int)offset.Value, (int)Math.Min(bounded, head.Length - offset.Value)), offset, header.BigEndian);
        return new ElfTable(source.ReadUpTo(offset.Value, bounded), offset, header.BigEndian);
    }

    /// <summary>Copies bytes of the file; fewer than asked for at its end.</summary>
    /// <param name="offset">Where they start.</param>
    /// <param name="destination">Where they go.</param>
    public int Copy(long offset, Span<byte> destination) => source.Read(offset, destination);

    /// <summary>Where an address is in the file. Of segments that overlap, the last is what ld.so leaves mapped.</summary>
    /// <param name="address">The address.</param>
    /// <param name="offset">The offset of that byte.</param>
    /// <param name="available">How many bytes follow in the same segment and in the file.</param>
    public bool TryMap(VirtualAddress address, out FileOffset offset, out long available)
    {
        for (int i = Segments.Length - 1; i >= 0; i--)
        {
            ElfSegment segment = Segments[i];
            if (!segment.IsLoad || address.Value < segment.Address.Value) continue;
            ulong into = address.Value - segment.Address.Value;
            if (into >= segment.FileSize || into > long.MaxValue) continue;
            long at = unchecked(segment.Offset.Value + (long)into);
            if (segment.Offset.Value < 0 || at < 0 || at >= Length) continue;
            offset = new FileOffset(at);
            available = (long)Math.Min(segment.FileSize - into, (ulong)(Length - at));
            return true;
        }

        offset = default;
        available = 0;
        return false;
    }

    /// <summary>The bytes at an address: as many of those asked for as its segment and the file have. Throws when no segment holds the address.</summary>
    /// <param name="pointer">The address.</param>
    /// <param name="count">The number of bytes.</param>
    public ElfTable ReadAt(ElfPointer pointer, ulong count)
    {
        if (!TryMap(pointer.Address, out FileOffset offset, out long available))
            throw new MalformedInputException(pointer.Origin, pointer.Record, "an address inside a PT_LOAD and inside the file", pointer.Address.ToString());
        return Read(offset, Math.Min(count, (ulong)available));
    }

    /// <summary>Like <see cref="ReadAt"/>, and notes a fault when the bytes end early.</summary>
    /// <param name="pointer">The address.</param>
    /// <param name="count">The number of bytes the table has.</param>
    public ElfTable ReadWholeAt(ElfPointer pointer, ulong count)
    {
        ElfTable table = ReadAt(pointer, count);
        if ((ulong)table.Length < count) faults.Add(new BinaryFault(table.Offset, pointer.Record, $"{count} bytes", $"{table.Length}"));
        return table;
    }
}
