using System.Buffers.Binary;
using System.IO.Compression;

namespace Assay.Primitives;

/// <summary>Reads one member of a zip archive into memory. What the archive says of it only limits what is taken, and is compared with what comes.</summary>
internal static class ZipReader
{
    private const int HeaderLength = 30, FirstBuffer = 64 << 10;

    /// <summary>The content of a member.</summary>
    /// <param name="source">The archive.</param>
    /// <param name="member">The member.</param>
    /// <param name="limit">How many bytes may be inflated.</param>
    /// <param name="problem">Why there is none, lower case, no full stop; null when there is.</param>
    public static byte[]? Content(ByteSource source, ZipMember member, long limit, out string? problem)
    {
        problem = member.IsEncrypted ? "is encrypted"
            : member.Method is not (0 or 8) ? $"is compressed with method {member.Method}; expected 0 (stored) or 8 (deflated)"
            : member.Size > limit ? $"has {member.Size} bytes; at most {limit} are inflated"
            : null;
        if (problem is not null) return null;
        byte[] header = source.ReadUpTo(member.HeaderOffset, HeaderLength);
        if (header.Length < HeaderLength || !header.AsSpan().StartsWith("PK\x03\x04"u8))
        {
            problem = $"has no local header at 0x{member.HeaderOffset:x}";
            return null;
        }

        int nameLength = BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(26));
        long start = member.HeaderOffset + HeaderLength + nameLength + BinaryPrimitives.ReadUInt16LittleEndian(header.AsSpan(28));
        if (TextDecoding.Utf8OrLatin1(source.ReadUpTo(member.HeaderOffset + HeaderLength, nameLength)) != member.Name) problem = "has another name in its local header";
        else if (member.PackedSize > source.Length - start) problem = $"takes {member.PackedSize} bytes at 0x{start:x}, beyond the end of the archive";
        if (problem is not null) return null;
        byte[]? content = member.Method == 0 ? Stored(source, member, start, out problem) : Inflated(source, member, start, out problem);
        if (content is null || Crc32.Of(content) == member.Checksum) return content;
        problem = "does not have the CRC-32 that the archive gives it";
        return null;
    }

    private static byte[]? Stored(ByteSource source, ZipMember member, long start, out string? problem)
    {
        byte[] content = member.Size == member.PackedSize ? source.ReadUpTo(start, member.Size) : [];
        problem = content.Length == member.Size ? null : $"is said to have {member.Size} bytes, and {(content.Length == 0 ? member.PackedSize : content.Length)} are there";
        return problem is null ? content : null;
    }

    private static byte[]? Inflated(ByteSource source, ZipMember member, long start, out string? problem)
    {
        problem = null;
        using ByteSourceStream packed = new(source, start, member.PackedSize);
        using DeflateStream stream = new(packed, CompressionMode.Decompress);

        // The buffer grows with what comes, so a size that lies costs nothing; one byte more than it shows that there is more.
        byte[] buffer = new byte[Math.Min(member.Size + 1, FirstBuffer)];
        int length = 0;
        try
        {
            while (true)
            {
                int read = stream.Read(buffer, length, buffer.Length - length);
                if (read == 0) break;
                length += read;
                if (length > member.Size) break;
                if (length == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(member.Size + 1, 2L * buffer.Length));
            }
        }
        catch (InvalidDataException)
        {
            problem = $"is no deflate stream after {length} bytes";
            return null;
        }

        if (length == member.Size) return buffer.Length == length ? buffer : buffer[..length];
        problem = $"is said to have {member.Size} bytes, and its stream gives {(length > member.Size ? "more" : length)}";
        return null;
    }
}
