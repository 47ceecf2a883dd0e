using System.Buffers.Binary;
using Assay.Binaries.Elf;
using Assay.Binaries.MachO;
using Assay.Binaries.Pe;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Binaries;

/// <summary>The way into all readers: looks at the first bytes and lets the right one read.</summary>
public static class BinaryFiles
{
    /// <summary>Reads the headers of a file. Tables that only some callers need are read when asked for.</summary>
    /// <param name="source">The file; owned by the result from now on.</param>
    /// <returns>What the file says. A file of no known format has <see cref="BinaryFormat.Unknown"/>, no image and one fault that says what it looks like.</returns>
    public static BinaryFile Read(ByteSource source)
    {
        Span<byte> magic = stackalloc byte[64];
        magic = magic[..source.Read(0, magic)];
        BinaryFile file = FormatOf(magic) switch
        {
            BinaryFormat.Elf => ElfReader.Read(source),
            BinaryFormat.MachO => MachOReader.Read(source),
            BinaryFormat.Pe => PeReader.Read(source),
            _ => new BinaryFile(BinaryFormat.Unknown, source.Length, [], [new BinaryFault(new FileOffset(0), "magic", "an ELF, Mach-O or PE file", LooksLike(magic))], source),
        };
        for (int number = 0; number < file.Images.Length; number++) file.Images[number].Origin = (source, file.Images.Length == 1 ? "" : $"{number}: ");
        return file;
    }

    /// <summary>The format that the first bytes promise.</summary>
    /// <param name="head">The first bytes of the file, as many as there are.</param>
    public static BinaryFormat FormatOf(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\x7f"u8) && head[1..].StartsWith("ELF"u8)) return BinaryFormat.Elf;
        if (head.StartsWith("MZ"u8)) return BinaryFormat.Pe;
        if (head.Length < 4) return BinaryFormat.Unknown;

        // mach-o/loader.h MH_MAGIC, MH_MAGIC_64 and mach-o/fat.h FAT_MAGIC, FAT_MAGIC_64, in both byte orders. A Java class file shares
        // FAT_MAGIC; its next four bytes hold a version of 45 or more where a fat file counts a handful of slices (file(1) does the same).
        return BinaryPrimitives.ReadUInt32BigEndian(head) switch
        {
            0xfeedface or 0xfeedfacf or 0xcefaedfe or 0xcffaedfe or 0xbebafeca or 0xbfbafeca or 0xcafebabf => BinaryFormat.MachO,
            0xcafebabe => head.Length >= 8 && BinaryPrimitives.ReadUInt32BigEndian(head[4..]) >= 45 ? BinaryFormat.Unknown : BinaryFormat.MachO,
            _ => BinaryFormat.Unknown,
        };
    }

    /// <summary>The format that binaries of a system have.</summary>
    internal static BinaryFormat FormatOf(OperatingSystemKind system) => system switch
    {
        OperatingSystemKind.MacOs => BinaryFormat.MachO,
        OperatingSystemKind.Windows => BinaryFormat.Pe,
        _ => BinaryFormat.Elf,
    };

    private static string LooksLike(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty) return "an empty file";
        if (head.StartsWith("version https://git-lfs"u8)) return "a Git LFS pointer";
        if (head.StartsWith("!<arch>\n"u8)) return "a static archive";
        if (head.StartsWith("PK\x03\x04"u8)) return "a zip archive";
        if (head.StartsWith("#!"u8)) return "a script";
        if (head.TrimStart("\t\r\n "u8).StartsWith("<"u8)) return "markup (HTML or XML)";
        if (head.Length >= 2 && head[0] == 0x1f && head[1] == 0x8b) return "a gzip file";
        if (head.IndexOfAnyExceptInRange((byte)0, (byte)0) < 0) return "zero bytes";
        if (head.IndexOfAnyExcept(Printable) < 0) return "text";
        return "the bytes " + Convert.ToHexStringLower(head[..Math.Min(head.Length, 8)]);
    }

    private static readonly System.Buffers.SearchValues<byte> Printable =
        System.Buffers.SearchValues.Create([.. "\t\r\n"u8, .. Enumerable.Range(32, 95).Select(code => (byte)code)]);
}
