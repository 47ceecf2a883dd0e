using System.Text;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>
/// The list of libraries that ldconfig leaves at <c>/etc/ld.so.cache</c> (glibc sysdeps/generic/dl-cache.h), in the old format, the new one, or
/// the old one with the new one behind it. Looked up exactly as ld.so does (elf/dl-cache.c <c>search_cache</c>), so that a file that is not sorted
/// gives the same answers as it gives the loader.
/// </summary>
internal sealed class LdSoCache
{
    private const int OldHeaderSize = 16;
    private const int OldEntrySize = 12;
    private const int NewHeaderSize = 48;
    private const int NewEntrySize = 24;
    private const uint ExtensionMagic = 0xeaa42174;

    private readonly byte[] content;
    private readonly bool bigEndian;
    private readonly int entries;
    private readonly int entrySize;
    private readonly int count;
    private readonly int strings;
    private readonly string[] hardwareNames;

    private LdSoCache(byte[] content, bool bigEndian, int entries, int entrySize, int count, int strings, string[] hardwareNames)
    {
        this.content = content;
        this.bigEndian = bigEndian;
        this.entries = entries;
        this.entrySize = entrySize;
        this.count = count;
        this.strings = strings;
        this.hardwareNames = hardwareNames;
    }

    /// <summary>How many libraries it lists.</summary>
    public int Count => count;

    /// <summary>Reads a cache.</summary>
    /// <param name="content">The file.</param>
    /// <param name="bigEndian">The byte order of the machine that is to use it.</param>
    /// <returns>The cache, or null when ld.so would pass over the file: another format, counts that do not fit, the other byte order.</returns>
    public static LdSoCache? Read(byte[] content, bool bigEndian)
    {
        if (content.AsSpan().StartsWith("glibc-ld.so.cache1.1"u8)) return ReadNew(content, 0, bigEndian);
        if (content.Length <= OldHeaderSize || !content.AsSpan().StartsWith("ld.so-1.7.0"u8)) return null;
        ByteReader header = new(content, new FileOffset(0), bigEndian, "struct cache_file") { Position = 12 };
        uint libraries = header.ReadUInt32();
        if (libraries > (content.Length - OldHeaderSize) / OldEntrySize) return null;
        int end = OldHeaderSize + ((int)libraries * OldEntrySize);

        // ALIGN_CACHE: struct cache_file_new holds 64-bit numbers and so is aligned to 8 on the machines of today.
        int aligned = (end + 7) & ~7;
        return content.AsSpan(Math.Min(aligned, content.Length)).StartsWith("glibc-ld.so.cache1.1"u8)
            ? ReadNew(content, aligned, bigEndian)
            : new LdSoCache(content, bigEndian, OldHeaderSize, OldEntrySize, (int)libraries, end, []);
    }

    /// <summary>The file listed for a library.</summary>
    /// <param name="name">The name a binary asks for, such as <c>libm.so.6</c>.</param>
    /// <param name="flags">The kind of library wanted: the value of <c>_DL_CACHE_DEFAULT_ID</c> on the target.</param>
    /// <param name="hardware">The names of the <c>glibc-hwcaps</c> subdirectories the target uses, best first; empty for a loader that knows none.</param>
    /// <param name="legacy">What the CPU answers to among the subdirectories that loaders up to 2.36 know.</param>
    /// <returns>The path as listed, or null when nothing suitable is.</returns>
    public string? Find(string name, int flags, IReadOnlyList<string> hardware, LegacyCapabilities legacy = default)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(name);
        int left = 0, right = count - 1;
        while (left <= right)
        {
            int middle = (left + right) / 2;
            if (!TryString(Key(middle), out ReadOnlySpan<byte> key)) return null;
            int order = Compare(wanted, key);
            if (order == 0) return Best(wanted, middle, flags, hardware, legacy);
            if (order < 0) left = middle + 1;
            else right = middle - 1;
        }

        return null;
    }

    /// <summary>The order of the list: digits compare as numbers (elf/dl-cache.c <c>_dl_cache_libcmp</c>).</summary>
    /// <param name="first">A name.</param>
    /// <param name="second">Another name.</param>
    internal static int Compare(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        int one = 0, two = 0;
        while (one < first.Length)
        {
            byte a = first[one], b = two < second.Length ? second[two] : (byte)0;
            bool digitA = a is >= (byte)'0' and <= (byte)'9', digitB = b is >= (byte)'0' and <= (byte)'9';
            if (digitA && digitB)
            {
                int valueA = Number(first, ref one), valueB = Number(second, ref two);
                if (valueA != valueB) return valueA - valueB;
            }
            else if (digitA)
            {
                return 1;
            }
            else if (digitB)
            {
                return -1;
            }
            else if (a != b)
            {
                return a - b;
            }
            else
            {
                one++;
                two++;
            }
        }

        return two < second.Length ? -second[two] : 0;
    }

    private static int Number(ReadOnlySpan<byte> text, ref int position)
    {
        int value = 0;
        while (position < text.Length && text[position] is >= (byte)'0' and <= (byte)'9') value = unchecked((value * 10) + text[position++] - '0');
        return value;
    }

    private static LdSoCache? ReadNew(byte[] content, int start, bool bigEndian)
    {
        if (content.Length - start <= NewHeaderSize) return null;
        ByteReader header = new(content.AsSpan(start), new FileOffset(start), bigEndian, "struct cache_file_new") { Position = 20 };
        uint libraries = header.ReadUInt32();
        header.Skip(4);
        byte order = header.ReadByte();
        header.Skip(3);
        uint extension = header.ReadUInt32();
        if (libraries > (content.Length - start - NewHeaderSize) / NewEntrySize) return null;

        // Low bits of flags: 0 written by an ldconfig that did not say, 2 little-endian, 3 big-endian.
        return order != 0 && (order & 3) != (bigEndian ? 3 : 2)
            ? null
            : new LdSoCache(content, bigEndian, start + NewHeaderSize, NewEntrySize, (int)libraries, start, HardwareNames(content, start, extension, bigEndian));
    }

    private static string[] HardwareNames(byte[] content, int strings, uint extension, bool bigEndian)
    {
        if (extension == 0 || extension % 4 != 0 || extension > content.Length - 8) return [];
        ByteReader reader = new(content, new FileOffset(0), bigEndian, "struct cache_extension") { Position = (int)extension };
        if (reader.ReadUInt32() != ExtensionMagic) return [];
        uint sections = reader.ReadUInt32();
        if (sections > reader.Remaining / 16) return [];
        for (uint section = 0; section < sections; section++)
        {
            uint tag = reader.ReadUInt32();
            reader.Skip(4);
            uint offset = reader.ReadUInt32(), size = reader.ReadUInt32();
            if (offset > content.Length || size > content.Length - offset) return [];
            if (tag != 1 || size % 4 != 0) continue;
            string[] names = new string[size / 4];
            ByteReader indices = reader.Slice(offset, size, "glibc-hwcaps");
            for (int i = 0; i < names.Length; i++) names[i] = Text(content, strings + (long)indices.ReadUInt32()) ?? "";
            return names;
        }

        return [];
    }

    private string? Best(ReadOnlySpan<byte> wanted, int found, int flags, IReadOnlyList<string> hardware, LegacyCapabilities legacy)
    {
        int first = found;
        while (first > 0 && TryString(Key(first - 1), out ReadOnlySpan<byte> before) && Compare(wanted, before) == 0) first--;
        string? best = null;
        int bestRank = int.MaxValue;
        for (int index = first; index < count; index++)
        {
            if (index > found && (!TryString(Key(index), out ReadOnlySpan<byte> key) || Compare(wanted, key) != 0)) break;
            ByteReader entry = Entry(index);
            int entryFlags = entry.ReadInt32();
            entry.Skip(4);
            uint value = entry.ReadUInt32();
            if (entryFlags != flags || Text(content, strings + (long)value) is not { } path) continue;
            int rank = int.MaxValue;
            if (entrySize == NewEntrySize)
            {
                entry.Skip(4);
                ulong capabilities = entry.ReadUInt64();
                if (IsNamed(capabilities))
                {
                    rank = Rank(capabilities, hardware);
                    if (rank < bestRank) (best, bestRank) = (path, rank);
                    continue;
                }

                // Entries with a named subdirectory stand before all others, so the first plain one ends the choice. Other non-zero values are the
                // bits of the subdirectories that glibc 2.37 dropped.
                if (best is not null) break;
                if (!legacy.Fits(capabilities)) continue;
            }

            return path;
        }

        return best;
    }

    // Bit 62 alone, besides the ten bits of the ISA level and the index in the lower half.
    private static bool IsNamed(ulong capabilities) => (capabilities >> 32 & ~0x3ffUL) == 1UL << 30;

    private int Rank(ulong capabilities, IReadOnlyList<string> hardware)
    {
        uint index = (uint)capabilities;
        if (index >= hardwareNames.Length) return int.MaxValue;
        for (int rank = 0; rank < hardware.Count; rank++)
            if (hardware[rank] == hardwareNames[index]) return rank;
        return int.MaxValue;
    }

    private ByteReader Entry(int index) => new(content.AsSpan(entries + (index * entrySize), entrySize), new FileOffset(entries + (index * entrySize)), bigEndian, "struct file_entry");

    private uint Key(int index)
    {
        ByteReader entry = Entry(index);
        entry.Skip(4);
        return entry.ReadUInt32();
    }

    private bool TryString(uint index, out ReadOnlySpan<byte> text)
    {
        text = default;
        long start = strings + (long)index;
        if (start >= content.Length) return false;
        ReadOnlySpan<byte> rest = content.AsSpan((int)start);
        int end = rest.IndexOf((byte)0);
        text = end < 0 ? rest : rest[..end];
        return true;
    }

    private static string? Text(byte[] content, long start)
    {
        if (start >= content.Length) return null;
        ReadOnlySpan<byte> rest = content.AsSpan((int)start);
        int end = rest.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
    }
}
