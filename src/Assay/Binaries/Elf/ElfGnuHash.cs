using System.Buffers.Binary;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>
/// The table of DT_GNU_HASH: a Bloom filter that rejects most names at once, buckets, and chains that end in an odd hash. Only symbols from
/// <see cref="FirstHashed"/> on are in it. Layout as in glibc's elf/dl-lookup.c and _dl_setup_hash.
/// </summary>
internal sealed class ElfGnuHash
{
    private const int FixedPart = 16;

    private readonly ElfTable table;
    private readonly bool wide;
    private readonly uint filterWords;
    private readonly int shift;
    private readonly uint bucketCount;
    private readonly long buckets;
    private readonly long chains;

    private ElfGnuHash(ElfWindow window, bool wide)
    {
        this.wide = wide;
        ByteReader reader = window.Table.Reader("DT_GNU_HASH");
        bucketCount = reader.ReadUInt32();
        FirstHashed = reader.ReadUInt32();
        filterWords = reader.ReadUInt32();
        shift = (int)(reader.ReadUInt32() & 31);
        if ((filterWords & (filterWords - 1)) != 0 || filterWords == 0) reader.Fail("a Bloom filter of a power of two words", $"{filterWords}");
        buckets = FixedPart + (filterWords * (wide ? 8L : 4L));
        chains = buckets + (bucketCount * 4L);
        window.Ensure(chains);
        table = window.Table;

        uint last = 0;
        for (long i = 0; i < bucketCount; i++) last = Math.Max(last, U32(buckets + (i * 4)));
        if (last == 0) return;
        if (last < FirstHashed) reader.Fail($"buckets that start at symbol {FirstHashed} or later", $"{last}");

        // The longest chain starts in the highest bucket; its odd hash is the last of the table, and so tells how many symbols there are.
        long end = last;
        do
        {
            window.Ensure(chains + ((end - FirstHashed + 1) * 4));
            table = window.Table;
        }
        while ((U32(chains + ((end++ - FirstHashed) * 4)) & 1) == 0);
        SymbolCount = end;
    }

    /// <summary>The index of the first symbol in the table; all before it are undefined or local.</summary>
    public uint FirstHashed { get; }

    /// <summary>How many symbols the symbol table has, or 0 when no symbol is hashed, which tells nothing.</summary>
    public long SymbolCount { get; }

    /// <summary>Reads the table.</summary>
    /// <param name="view">The file.</param>
    /// <param name="pointer">The value of DT_GNU_HASH.</param>
    /// <param name="firstGuess">How long it probably is, in bytes.</param>
    public static ElfGnuHash Read(ElfFileView view, ElfPointer pointer, long firstGuess) => new(new ElfWindow(view, pointer, firstGuess), view.Wide);

    /// <summary>False when no symbol has this hash; true when there may be one.</summary>
    /// <param name="hash">The GNU hash of the name.</param>
    public bool MayHold(uint hash)
    {
        int bits = wide ? 64 : 32;
        long at = FixedPart + ((hash / (uint)bits) & (filterWords - 1)) * (wide ? 8L : 4L);
        ulong word = wide ? U64(at) : U32(at);
        return ((word >> (int)(hash & (bits - 1))) & (word >> (int)((hash >> shift) & (bits - 1))) & 1) != 0;
    }

    /// <summary>The first symbol of the chain that a hash belongs to, or 0 when there is none.</summary>
    /// <param name="hash">The GNU hash of the name.</param>
    public uint ChainStart(uint hash)
    {
        if (bucketCount == 0 || !MayHold(hash)) return 0;
        uint start = U32(buckets + (hash % bucketCount * 4L));
        return start < FirstHashed ? 0 : start;
    }

    /// <summary>The stored hash of a symbol: equal to the hash of its name but for the last bit, which is set at the end of the chain.</summary>
    /// <param name="symbol">The index of the symbol, from <see cref="FirstHashed"/> on.</param>
    public uint ChainWord(uint symbol) => U32(chains + ((symbol - FirstHashed) * 4L));

    // Everything outside the bytes reads as an odd number: it matches nothing by chance and ends every walk.
    private uint U32(long at)
    {
        if (at < 0 || at > table.Length - 4) return 1;
        ReadOnlySpan<byte> word = table.Bytes.Span.Slice((int)at, 4);
        return table.BigEndian ? BinaryPrimitives.ReadUInt32BigEndian(word) : BinaryPrimitives.ReadUInt32LittleEndian(word);
    }

    private ulong U64(long at)
    {
        if (at < 0 || at > table.Length - 8) return 0;
        ReadOnlySpan<byte> word = table.Bytes.Span.Slice((int)at, 8);
        return table.BigEndian ? BinaryPrimitives.ReadUInt64BigEndian(word) : BinaryPrimitives.ReadUInt64LittleEndian(word);
    }
}
