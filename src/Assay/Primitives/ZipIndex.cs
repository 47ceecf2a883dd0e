using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Assay.Primitives;

/// <summary>
/// The central directory of a zip archive (PKWARE APPNOTE 6.3, sections 4.3.12 to 4.3.16), found from the end of the file as every installer finds it. Reading it
/// touches no member.
/// </summary>
public sealed class ZipIndex
{
    private const int EndLength = 22, LocatorLength = 20, WideEndLength = 56, EntryLength = 46;

    // The largest directories seen have some 20,000 members and 3 MB; what is far beyond that is not made to be installed.
    private const int LargestDirectory = 64 << 20, MostMembers = 400_000;

    private ZipIndex(ImmutableArray<ZipMember> members, string? fault, ImmutableArray<string> problems)
    {
        Members = members;
        Fault = fault;
        Problems = problems;
    }

    /// <summary>The members in the order of the directory; duplicates are all in it.</summary>
    public ImmutableArray<ZipMember> Members { get; }

    /// <summary>Why it is no archive that can be read at all, lower case, no full stop; null when the directory was read.</summary>
    public string? Fault { get; }

    /// <summary>What is odd about the archive as a whole, one line each.</summary>
    public ImmutableArray<string> Problems { get; }

    /// <summary>Reads the directory.</summary>
    /// <param name="source">The archive.</param>
    public static ZipIndex Read(ByteSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        long tailStart = Math.Max(0, source.Length - EndLength - ushort.MaxValue);
        byte[] tail = source.ReadUpTo(tailStart, source.Length - tailStart);
        int at = tail.Length < EndLength ? -1 : tail.AsSpan(0, tail.Length - EndLength + 4).LastIndexOf("PK\x05\x06"u8);
        if (at < 0) return Refused("has no end record of a zip archive; expected PK\\x05\\x06 in its last 65557 bytes");
        ReadOnlySpan<byte> end = tail.AsSpan(at);
        long endPosition = tailStart + at;
        ulong count = BinaryPrimitives.ReadUInt16LittleEndian(end[10..]);
        ulong size = BinaryPrimitives.ReadUInt32LittleEndian(end[12..]);
        ulong offset = BinaryPrimitives.ReadUInt32LittleEndian(end[16..]);
        if (BinaryPrimitives.ReadUInt16LittleEndian(end[4..]) is > 0 and < ushort.MaxValue) return Refused("is one part of an archive in several files");
        if (WideEnd(source, endPosition) is { } wide)
        {
            endPosition = wide.Position;
            (count, size, offset) = (wide.Count, wide.Size, wide.Offset);
        }

        if (size > LargestDirectory) return Refused($"has a central directory of {size} bytes; at most {LargestDirectory} are read");
        long start = endPosition - (long)size;
        if (start < 0 || offset > (ulong)start) return Refused($"has a central directory of {size} bytes at 0x{offset:x}, which does not end at its end record at 0x{endPosition:x}");
        byte[] directory = source.ReadUpTo(start, (long)size);
        return Entries(directory, count, start, start - (long)offset);
    }

    private static ZipIndex Entries(byte[] directory, ulong count, long start, long prefix)
    {
        ImmutableArray<ZipMember>.Builder members = ImmutableArray.CreateBuilder<ZipMember>();
        List<string> problems = [];
        if (prefix > 0) problems.Add($"the archive starts at 0x{prefix:x}; expected at 0x0");
        int at = 0;
        while (at < directory.Length)
        {
            ReadOnlySpan<byte> record = directory.AsSpan(at);
            if (record.Length < EntryLength || !record.StartsWith("PK\x01\x02"u8)) return Refused($"central directory at 0x{start + at:x}: expected an entry, found {(record.Length < EntryLength ? "its end" : "other bytes")}");
            int name = BinaryPrimitives.ReadUInt16LittleEndian(record[28..]);
            int extra = BinaryPrimitives.ReadUInt16LittleEndian(record[30..]);
            int comment = BinaryPrimitives.ReadUInt16LittleEndian(record[32..]);
            if (record.Length < EntryLength + name + extra + comment) return Refused($"central directory at 0x{start + at:x}: an entry reaches beyond the directory");
            if (members.Count == MostMembers) return Refused($"has more than {MostMembers} members");
            members.Add(Entry(record, name, extra, prefix));
            at += EntryLength + name + extra + comment;
        }

        if ((ulong)members.Count != count) problems.Add($"its end record counts {count} members, the central directory has {members.Count}");
        return new ZipIndex(members.ToImmutable(), null, [.. problems]);
    }

    private static ZipMember Entry(ReadOnlySpan<byte> record, int nameLength, int extraLength, long prefix)
    {
        ulong size = BinaryPrimitives.ReadUInt32LittleEndian(record[24..]);
        ulong packed = BinaryPrimitives.ReadUInt32LittleEndian(record[20..]);
        ulong offset = BinaryPrimitives.ReadUInt32LittleEndian(record[42..]);
        ReadOnlySpan<byte> wide = Wide(record.Slice(EntryLength + nameLength, extraLength));

        // APPNOTE 4.5.3: the 64-bit fields stand in this order, and only those whose short form is full of ones.
        Widen(ref size, ref wide);
        Widen(ref packed, ref wide);
        Widen(ref offset, ref wide);
        return new ZipMember(
            TextDecoding.Utf8OrLatin1(record.Slice(EntryLength, nameLength)),
            BinaryPrimitives.ReadUInt16LittleEndian(record[8..]),
            BinaryPrimitives.ReadUInt16LittleEndian(record[10..]),
            BinaryPrimitives.ReadUInt32LittleEndian(record[16..]),
            Signed(packed),
            Signed(size),
            Signed(offset) is var position && position > long.MaxValue - prefix ? long.MaxValue : position + prefix,
            BinaryPrimitives.ReadUInt32LittleEndian(record[38..]));
    }

    private static long Signed(ulong number) => (long)Math.Min(number, long.MaxValue);

    private static ReadOnlySpan<byte> Wide(ReadOnlySpan<byte> extra)
    {
        while (extra.Length >= 4)
        {
            int length = BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]);
            if (length > extra.Length - 4) return [];
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) == 1) return extra.Slice(4, length);
            extra = extra[(4 + length)..];
        }

        return [];
    }

    private static void Widen(ref ulong number, ref ReadOnlySpan<byte> wide)
    {
        if (number != uint.MaxValue || wide.Length < 8) return;
        number = BinaryPrimitives.ReadUInt64LittleEndian(wide);
        wide = wide[8..];
    }

    // The record stands right before its locator; where it says it stands counts only when nothing was put before the archive.
    private static WideRecord? WideEnd(ByteSource source, long endPosition)
    {
        byte[] locator = source.ReadUpTo(endPosition - LocatorLength, LocatorLength);
        if (locator.Length < LocatorLength || !locator.AsSpan().StartsWith("PK\x06\x07"u8)) return null;
        foreach (long position in (ReadOnlySpan<long>)[endPosition - LocatorLength - WideEndLength, Signed(BinaryPrimitives.ReadUInt64LittleEndian(locator.AsSpan(8)))])
        {
            byte[] record = source.ReadUpTo(position, WideEndLength);
            if (record.Length < WideEndLength || !record.AsSpan().StartsWith("PK\x06\x06"u8)) continue;
            return new WideRecord(
                position,
                BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(32)),
                BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(40)),
                BinaryPrimitives.ReadUInt64LittleEndian(record.AsSpan(48)));
        }

        return null;
    }

    private static ZipIndex Refused(string fault) => new([], fault, []);

    private readonly record struct WideRecord(long Position, ulong Count, ulong Size, ulong Offset);
}
