using System.Buffers.Binary;
using System.Text.Json;
using Assay.Binaries.Elf;

namespace Assay.Snapshots;

/// <summary>A GNU hash table as what it is made from: the names of the symbols, in their order, and four numbers. Of 64-bit little-endian files.</summary>
/// <param name="Start">Where the table is in the file.</param>
/// <param name="Symbols">Where the symbol table is in the file.</param>
/// <param name="Names">Where the names are in the file.</param>
/// <param name="Count">How many symbols there are.</param>
/// <param name="Buckets">How many buckets.</param>
/// <param name="First">The first symbol that is hashed.</param>
/// <param name="FilterWords">How many words the Bloom filter has.</param>
/// <param name="Shift">The shift of its second hash.</param>
internal sealed record ElfHashTable(long Start, long Symbols, long Names, int Count, int Buckets, int First, int FilterWords, int Shift)
{
    private const int SymbolSize = 24, FixedPart = 16, MostWords = 1 << 22, MostLetters = 1 << 26;

    /// <summary>The size of the table in bytes.</summary>
    public long Length => FixedPart + (8L * FilterWords) + (4L * Buckets) + (4L * (Count - First));

    /// <summary>The table of a file, when it can be made anew from the rest.</summary>
    /// <param name="image">The file.</param>
    /// <param name="content">What was read of it.</param>
    public static ElfHashTable? Of(ElfImage image, SnapshotContent content)
    {
        if (image.FileOffsetOf(ElfConstants.DT_GNU_HASH) is not { } start || image.FileOffsetOf(ElfConstants.DT_SYMTAB) is not { } symbols || image.FileOffsetOf(ElfConstants.DT_STRTAB) is not { } names) return null;
        byte[] head = new byte[FixedPart];
        if (content.Read(start, head) != FixedPart) return null;
        ElfHashTable table = new(start, symbols, names, image.Symbols.Count, Number(head, 0), Number(head, 4), Number(head, 8), Number(head, 12));
        if (!table.IsSound || table.Count <= table.First) return null;
        byte[] stored = new byte[table.Length];
        return content.Covers(start, table.Length) && content.Read(start, stored) == stored.Length && table.Make(content) is { } made && made.AsSpan().SequenceEqual(stored) ? table : null;

        static int Number(byte[] bytes, int at) => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
    }

    /// <summary>True when the numbers are those of a table of some size, and not made up to fill the memory.</summary>
    public bool IsSound => Start >= 0 && Symbols >= 0 && Names >= 0 && Count is > 0 and < MostWords && Buckets is > 0 and < MostWords && First > 0 && First <= Count && FilterWords is > 0 and < MostWords
        && (8L * FilterWords) + (4L * Buckets) <= (64L * Count) + 4096 && (FilterWords & (FilterWords - 1)) == 0 && Shift is >= 0 and < 32;

    /// <summary>Makes the table (the layout is that of binutils, bfd/elflink.c, elf_gnu_hash_process_symidx); null when the rest does not hold what it is made from.</summary>
    /// <param name="content">The rest of the file.</param>
    public byte[]? Make(SnapshotContent content)
    {
        // The symbols are there before the table is made: what is made is no larger than a fraction of them, but for the filter, whose size is bounded.
        if (!IsSound || !content.Covers(Symbols, (long)Count * SymbolSize)) return null;
        byte[] symbols = new byte[Count * SymbolSize], table = new byte[Length], name = new byte[1 << 14];
        _ = content.Read(Symbols, symbols);
        Write(0, Buckets);
        Write(4, First);
        Write(8, FilterWords);
        Write(12, Shift);
        int filter = FixedPart, buckets = filter + (8 * FilterWords), chains = buckets + (4 * Buckets);
        uint before = 0;
        long left = MostLetters;
        for (int index = First; index < Count; index++)
        {
            if (Hash(content, Names + BinaryPrimitives.ReadUInt32LittleEndian(symbols.AsSpan(index * SymbolSize)), name, ref left) is not { } hash) return null;
            Span<byte> word = table.AsSpan(filter + (8 * (int)((hash / 64) & (uint)(FilterWords - 1))), 8);
            BinaryPrimitives.WriteUInt64LittleEndian(word, BinaryPrimitives.ReadUInt64LittleEndian(word) | (1UL << (int)(hash & 63)) | (1UL << (int)((hash >> Shift) & 63)));
            uint bucket = hash % (uint)Buckets;
            bool isFirst = index == First || bucket != before % (uint)Buckets;
            if (isFirst) Write(buckets + (4 * (int)bucket), index);
            if (isFirst && index > First) table[chains + (4 * (index - 1 - First))] |= 1;
            BinaryPrimitives.WriteUInt32LittleEndian(table.AsSpan(chains + (4 * (index - First))), hash & ~1u);
            before = hash;
        }

        if (Count > First) table[chains + (4 * (Count - 1 - First))] |= 1;
        return table;

        void Write(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(table.AsSpan(at), value);
    }

    /// <summary>Writes the numbers.</summary>
    public void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject("gnu_hash");
        writer.WriteNumber("at", Start);
        writer.WriteNumber("symbols", Symbols);
        writer.WriteNumber("names", Names);
        writer.WriteNumber("count", Count);
        writer.WriteNumber("buckets", Buckets);
        writer.WriteNumber("first", First);
        writer.WriteNumber("filter", FilterWords);
        writer.WriteNumber("shift", Shift);
        writer.WriteEndObject();
    }

    /// <summary>Reads the numbers.</summary>
    public static ElfHashTable Read(JsonElement json) => new(json.GetProperty("at").GetInt64(), json.GetProperty("symbols").GetInt64(), json.GetProperty("names").GetInt64(), json.GetProperty("count").GetInt32(),
        json.GetProperty("buckets").GetInt32(), json.GetProperty("first").GetInt32(), json.GetProperty("filter").GetInt32(), json.GetProperty("shift").GetInt32());

    private static uint? Hash(SnapshotContent content, long start, byte[] buffer, ref long left)
    {
        // Most names are short; the buffer holds the longest that C++ makes.
        for (int size = 256; size <= buffer.Length; size *= 8)
        {
            int wanted = (int)Math.Min(size, content.EndOfPiece(start) - start);
            if (wanted <= 0 || content.Read(start, buffer.AsSpan(0, wanted)) is not { } read) return null;
            int end = buffer.AsSpan(0, read).IndexOf((byte)0);
            if (end < 0) continue;
            if ((left -= end) < 0) return null;
            uint hash = 5381;
            foreach (byte letter in buffer.AsSpan(0, end)) hash = (hash * 33) + letter;
            return hash;
        }

        return null;
    }
}
