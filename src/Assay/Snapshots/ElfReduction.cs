using System.Buffers.Binary;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>
/// Makes the tables of an ELF file small: what only its code would need, which a snapshot does not hold, is made all alike, and the hash table is left out, for it follows from the names.
/// The reader of a snapshot refuses to follow code, so nobody takes what is alike for what it was.
/// </summary>
internal static class ElfReduction
{
    private const int SymbolSize = 24, RelocationSize = 24, ObjectType = 1, FunctionType = 2;

    /// <summary>The stretches of a file in their short form.</summary>
    /// <param name="content">What was read of it.</param>
    /// <param name="personal">What is taken out of it.</param>
    /// <param name="hash">The hash table that was left out, or null.</param>
    /// <returns>The stretches, or null when the file is no whole one of the usual kind.</returns>
    public static List<(long Start, byte[] Bytes)>? Reduce(SnapshotContent content, PersonalBytes personal, out ElfHashTable? hash)
    {
        hash = null;
        if (content.Pieces is not [{ Start: 0 } head, ..] || !head.Bytes.AsSpan().StartsWith("\u007fELF"u8)) return null;
        try
        {
            using BinaryFile file = BinaryFiles.Read(new KeptSource(content));
            if (file.Images is not [ElfImage image] || !image.Header.Wide || image.Header.BigEndian || image.LoadsBeyondEnd || file.Faults.Any()) return null;
            List<(long Start, byte[] Bytes)> pieces = [.. content.Pieces.Select(piece => (piece.Start, (byte[])[.. piece.Bytes]))];
            BlankCode(image, pieces);
            Relocations(image, pieces);
            Symbols(image, pieces);
            hash = ElfHashTable.Of(image, content);
            if (hash is not null) Cut(pieces, hash.Start, hash.Length);
            bool isCleaned = false;
            foreach ((_, byte[] bytes) in pieces) isCleaned |= personal.Clean(bytes);

            // A symbol that was renamed has another hash, and its old place in the table.
            if (isCleaned && hash is not null)
            {
                hash = null;
                return null;
            }

            return file.Faults.Any() ? null : pieces;
        }
        catch (Exception error) when (error is NotRecordedException or MalformedInputException or ArgumentException or IndexOutOfRangeException)
        {
            // A table was never read: the file was looked at from outside only, and is small as it is.
            hash = null;
            return null;
        }
    }

    // Code that came along with the headers.
    private static void BlankCode(ElfImage image, List<(long Start, byte[] Bytes)> pieces)
    {
        foreach (ElfSegment segment in image.Segments)
        {
            // Where tables and code share a segment they are not told apart.
            if (!segment.IsLoad || (segment.Flags & ElfConstants.PF_X) == 0 || segment.Offset.Value == 0) continue;
            long from = segment.Offset.Value, to = from + (long)segment.FileSize;
            if (image.Segments.Any(other => !other.IsLoad && other.FileSize > 0 && other.Offset.Value < to && other.Offset.Value + (long)other.FileSize > from)) continue;
            foreach ((long start, byte[] bytes) in pieces)
            {
                long low = Math.Max(from, start), high = Math.Min(to, start + bytes.Length);
                if (low < high) bytes.AsSpan((int)(low - start), (int)(high - low)).Clear();
            }
        }
    }

    // All that are relative move one and the same word by the same: there are as many, of the same type, in the same place of the table.
    private static void Relocations(ElfImage image, List<(long Start, byte[] Bytes)> pieces)
    {
        uint relative = image.Header.Machine switch
        {
            ElfConstants.EM_X86_64 => ElfConstants.R_X86_64_RELATIVE,
            ElfConstants.EM_AARCH64 => ElfConstants.R_AARCH64_RELATIVE,
            _ => uint.MaxValue,
        };
        if (relative == uint.MaxValue || image.FileOffsetOf(ElfConstants.DT_RELA) is not { } table || image.Dynamic.Value(ElfConstants.DT_RELASZ) is not { } size) return;
        Span<byte> bytes = At(pieces, table, (long)Math.Min(size, int.MaxValue));
        Span<byte> first = default;
        for (int at = 0; at + RelocationSize <= bytes.Length; at += RelocationSize)
        {
            if (BinaryPrimitives.ReadUInt64LittleEndian(bytes[(at + 8)..]) != relative) continue;
            if (first.IsEmpty) first = bytes.Slice(at, RelocationSize);
            else first.CopyTo(bytes[at..]);
        }
    }

    // elf.h, Elf64_Sym: functions and data lie where the first of them lies, and functions have no size.
    private static void Symbols(ElfImage image, List<(long Start, byte[] Bytes)> pieces)
    {
        if (image.FileOffsetOf(ElfConstants.DT_SYMTAB) is not { } table) return;
        Span<byte> bytes = At(pieces, table, (long)image.Symbols.Count * SymbolSize);
        Span<ulong> first = [0, 0, 0];
        for (int at = 0; at + SymbolSize <= bytes.Length; at += SymbolSize)
        {
            Span<byte> symbol = bytes.Slice(at, SymbolSize);
            ulong value = BinaryPrimitives.ReadUInt64LittleEndian(symbol[8..]);
            int type = symbol[4] & 15;
            if (type is not (ObjectType or FunctionType) || value == 0 || BinaryPrimitives.ReadUInt16LittleEndian(symbol[6..]) == ElfConstants.SHN_UNDEF) continue;
            if (first[type] == 0) first[type] = value;
            BinaryPrimitives.WriteUInt64LittleEndian(symbol[8..], first[type]);
            if (type == FunctionType) symbol[16..].Clear();
        }
    }

    private static Span<byte> At(List<(long Start, byte[] Bytes)> pieces, long start, long length)
    {
        foreach ((long begin, byte[] bytes) in pieces)
            if (start >= begin && start - begin <= bytes.Length - length) return bytes.AsSpan((int)(start - begin), (int)length);
        return default;
    }

    private static void Cut(List<(long Start, byte[] Bytes)> pieces, long start, long length)
    {
        int found = pieces.FindIndex(piece => start >= piece.Start && start - piece.Start <= piece.Bytes.Length - length);
        if (found < 0) return;
        (long begin, byte[] bytes) = pieces[found];
        int into = (int)(start - begin);
        pieces[found] = (begin, bytes[..into]);
        pieces.Insert(found + 1, (start + length, bytes[(into + (int)length)..]));
    }
}
