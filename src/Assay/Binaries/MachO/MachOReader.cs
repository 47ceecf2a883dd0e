using System.Buffers.Binary;
using System.Collections.Immutable;
using Assay.Primitives;
using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>Reads the headers of a Mach-O file, thin or fat.</summary>
internal static class MachOReader
{
    /// <summary>The first read; load commands of extension modules rarely need a second one.</summary>
    private const int HeadLength = 4096;

    /// <summary>More load commands than any real image has (kernel collections, the largest known, stay below a tenth of it).</summary>
    private const uint CommandsLimit = 4 << 20;

    /// <summary>Reads what the headers say.</summary>
    /// <param name="source">The file; owned by the result.</param>
    public static BinaryFile Read(ByteSource source)
    {
        Span<byte> start = stackalloc byte[4];
        uint magic = source.Read(0, start) == 4 ? BinaryPrimitives.ReadUInt32BigEndian(start) : 0;
        FaultLog fileFaults = new();
        ImmutableArray<MachOImage> images = magic switch
        {
            FAT_MAGIC or FAT_MAGIC_64 => ReadFat(source, magic, fileFaults),
            0xbebafeca or 0xbfbafeca => Swapped(magic, fileFaults),
            _ => [ReadImage(source, new FileOffset(0), source.Length, null)],
        };
        return new BinaryFile(BinaryFormat.MachO, source.Length, [.. images], fileFaults.All, source);
    }

    private static ImmutableArray<MachOImage> ReadFat(ByteSource source, uint magic, FaultLog faults)
    {
        ImmutableArray<FatArchitecture> entries = FatHeader.Read(source, magic, faults);
        ImmutableArray<MachOImage>.Builder images = ImmutableArray.CreateBuilder<MachOImage>(entries.Length);
        foreach (FatArchitecture entry in entries)
        {
            long available = entry.Offset.Value >= source.Length ? 0 : source.Length - entry.Offset.Value;
            images.Add(ReadImage(source, entry.Offset, (long)Math.Min((ulong)available, entry.Size), entry));
        }

        return images.ToImmutable();
    }

    private static ImmutableArray<MachOImage> Swapped(uint magic, FaultLog faults)
    {
        faults.Add(new BinaryFault(new FileOffset(0), "fat_header", "a big-endian magic", $"0x{magic:x8}"));
        return [];
    }

    private static MachOImage ReadImage(ByteSource source, FileOffset start, long length, FatArchitecture? entry)
    {
        FaultLog faults = new();
        byte[] head = source.ReadUpTo(start.Value, Math.Min(length, HeadLength));
        uint magic = head.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(head);
        (bool known, bool bigEndian, bool wide) = magic switch
        {
            MH_MAGIC => (true, true, false),
            MH_MAGIC_64 => (true, true, true),
            0xcefaedfe => (true, false, false),
            0xcffaedfe => (true, false, true),
            _ => (false, false, false),
        };
        MachOSlice slice = new(source, start, length, bigEndian, wide, faults);
        LoadCommandReader commands = new(slice);
        if (!known)
        {
            faults.Add(new BinaryFault(start, "mach_header", "MH_MAGIC or MH_MAGIC_64", head.Length < 4 ? $"{head.Length} bytes" : $"0x{magic:x8}"));
            return new MachOImage(slice, entry, new MachOHeader(false, entry?.CpuType ?? 0, entry?.CpuSubtype ?? 0, 0, 0, 0, 0), commands);
        }

        MachOHeader header = faults.Guard(new MachOHeader(false, entry?.CpuType ?? 0, entry?.CpuSubtype ?? 0, 0, 0, 0, 0), () => ReadHeader(slice, head));
        if (entry is not null && header.IsReadable && (entry.CpuType != header.CpuType || entry.CpuSubtype != header.CpuSubtype))
        {
            faults.Add(new BinaryFault(
                entry.RecordOffset, "fat_arch", $"the slice's cputype 0x{header.CpuType:x} and cpusubtype 0x{header.CpuSubtype:x}", $"0x{entry.CpuType:x} and 0x{entry.CpuSubtype:x}"));
        }

        if (header.IsReadable) commands.ReadAll(header, Commands(slice, header, head));
        return new MachOImage(slice, entry, header, commands);
    }

    private static MachOHeader ReadHeader(MachOSlice slice, byte[] head)
    {
        ByteReader reader = slice.Reader(head, 0, slice.Wide ? "mach_header_64" : "mach_header");
        reader.Skip(4);
        MachOHeader header = new(
            true, reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt32());
        if (slice.Wide) reader.Skip(4);
        return header;
    }

    private static ReadOnlyMemory<byte> Commands(MachOSlice slice, MachOHeader header, byte[] head)
    {
        int start = MachOHeader.SizeOf(slice.Wide);
        uint size = header.CommandsSize;
        if (size > CommandsLimit)
        {
            slice.Faults.Add(new BinaryFault(slice.Start, "mach_header", $"sizeofcmds of at most {CommandsLimit}", $"{size}"));
            size = CommandsLimit;
        }

        return start + size <= head.Length ? head.AsMemory(start, (int)size) : slice.Fetch(start, size, "load commands");
    }
}
