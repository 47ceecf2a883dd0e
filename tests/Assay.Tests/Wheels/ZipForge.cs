using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Assay.Primitives;

namespace Assay.Tests.Wheels;

/// <summary>Writes zip archives byte by byte, those that no tool would write among them (PKWARE APPNOTE 6.3).</summary>
internal sealed class ZipForge
{
    private readonly List<Member> members = [];

    /// <summary>What stands before the archive.</summary>
    public byte[] Prefix { get; init; } = [];

    /// <summary>True to write the records of zip64, with every number in its 64-bit form.</summary>
    public bool IsWide { get; init; }

    /// <summary>Adds a member.</summary>
    public ZipForge Add(Member member)
    {
        members.Add(member);
        return this;
    }

    /// <summary>Adds a deflated text.</summary>
    public ZipForge Add(string name, string text = "") => Add(new Member(name, Encoding.UTF8.GetBytes(text)));

    /// <summary>The archive.</summary>
    public byte[] Build()
    {
        using MemoryStream archive = new();
        using MemoryStream directory = new();
        foreach (Member member in members)
        {
            byte[] packed = member.Packed ?? (member.Method == 8 ? Deflated(member.Content) : member.Content);
            byte[] name = Encoding.UTF8.GetBytes(member.Name), local = Encoding.UTF8.GetBytes(member.LocalName ?? member.Name);
            long offset = archive.Length;
            uint checksum = member.Checksum ?? Crc32.Of(member.Content);
            long size = member.Size ?? member.Content.Length, packedSize = member.PackedSize ?? packed.Length;
            byte[] extra = IsWide ? [1, 0, 24, 0, .. Number(size, 8), .. Number(packedSize, 8), .. Number(offset, 8)] : [];
            byte[] sizes = IsWide ? [.. Number(-1, 4), .. Number(-1, 4)] : [.. Number(packedSize, 4), .. Number(size, 4)];
            byte[] head = [.. Number(20, 2), .. Number(member.Flags, 2), .. Number(member.Method, 2), 0, 0, 0x21, 0, .. Number(checksum, 4), .. sizes];
            archive.Write([.. "PK\x03\x04"u8, .. head, .. Number(local.Length, 2), 0, 0, .. local, .. packed]);
            directory.Write([.. "PK\x01\x02"u8, 20, 3, .. head, .. Number(name.Length, 2), .. Number(extra.Length, 2), 0, 0, 0, 0, 0, 0, .. Number((long)member.Mode << 16, 4), .. Number(IsWide ? -1 : member.Offset ?? offset, 4), .. name, .. extra]);
        }

        long start = archive.Length;
        archive.Write(directory.ToArray());
        if (IsWide)
        {
            long record = archive.Length + Prefix.Length;
            archive.Write([.. "PK\x06\x06"u8, .. Number(44, 8), 45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0, .. Number(members.Count, 8), .. Number(members.Count, 8), .. Number(directory.Length, 8), .. Number(start, 8)]);
            archive.Write([.. "PK\x06\x07"u8, 0, 0, 0, 0, .. Number(record, 8), 1, 0, 0, 0]);
        }

        archive.Write([.. "PK\x05\x06"u8, 0, 0, 0, 0, .. Number(IsWide ? -1 : members.Count, 2), .. Number(IsWide ? -1 : members.Count, 2), .. Number(IsWide ? -1 : directory.Length, 4), .. Number(IsWide ? -1 : start, 4), 0, 0]);
        return [.. Prefix, .. archive.ToArray()];
    }

    private static byte[] Number(long value, int width)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes[..width];
    }

    private static byte[] Deflated(byte[] content)
    {
        using MemoryStream stream = new();
        using (DeflateStream deflate = new(stream, CompressionLevel.Optimal)) deflate.Write(content);
        return stream.ToArray();
    }

    /// <summary>A member; what is null is written as it should be.</summary>
    internal sealed record Member(string Name, byte[] Content)
    {
        public ushort Method { get; init; } = 8;

        public ushort Flags { get; init; }

        public int Mode { get; init; } = 0x81a4;

        public string? LocalName { get; init; }

        public byte[]? Packed { get; init; }

        public uint? Checksum { get; init; }

        public long? Size { get; init; }

        public long? PackedSize { get; init; }

        public long? Offset { get; init; }
    }
}
