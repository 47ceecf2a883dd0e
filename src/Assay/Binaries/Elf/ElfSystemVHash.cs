using System.Buffers.Binary;

namespace Assay.Binaries.Elf;

/// <summary>The table of DT_HASH: buckets and one chain entry per symbol (System V gABI, "Hash Table").</summary>
internal sealed class ElfSystemVHash
{
    private readonly ElfTable table;
    private readonly int entrySize;
    private readonly uint bucketCount;

    private ElfSystemVHash(ElfFileView view, ElfPointer pointer)
    {
        // The entries are 64-bit on s390x and Alpha only (bits/elfclass.h of those ports).
        entrySize = view.Wide && view.Header.Machine is ElfConstants.EM_S390 or ElfConstants.EM_ALPHA ? 8 : 4;
        table = view.ReadAt(pointer, (ulong)entrySize * 2);
        if (table.Length < entrySize * 2) table.Reader("DT_HASH").Fail($"{entrySize * 2} bytes", $"{table.Length}");
        bucketCount = Entry(0);
        SymbolCount = Entry(1);
        table = view.ReadWholeAt(pointer, (ulong)entrySize * (2UL + bucketCount + (ulong)SymbolCount));
    }

    /// <summary>How many symbols the symbol table has, as the table claims.</summary>
    public long SymbolCount { get; }

    public static ElfSystemVHash Read(ElfFileView view, ElfPointer pointer) => new(view, pointer);

    /// <summary>The first symbol of the chain that a hash belongs to, or 0 when there is none.</summary>
    /// <param name="hash">The System V hash of the name.</param>
    public uint ChainStart(uint hash) => bucketCount == 0 ? 0 : Entry(2 + (hash % bucketCount));

    /// <summary>The next symbol of a chain, or 0 at its end. A chain may be a circle: the caller counts.</summary>
    /// <param name="symbol">The index of a symbol.</param>
    public uint Next(uint symbol) => symbol >= SymbolCount ? 0 : Entry(2L + bucketCount + symbol);

    private uint Entry(long index)
    {
        long at = index * entrySize;
        if (at > table.Length - entrySize) return 0;
        ReadOnlySpan<byte> bytes = table.Bytes.Span.Slice((int)at, entrySize);
        if (entrySize == 4) return table.BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        return (uint)Math.Min(uint.MaxValue, table.BigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes));
    }
}
