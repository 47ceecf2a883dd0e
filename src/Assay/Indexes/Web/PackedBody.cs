using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Assay.Primitives;

namespace Assay.Indexes.Web;

/// <summary>A body unpacked. The base library may take a cut stream for a short one, so the checks are made here: length and checksum of gzip, the end mark of Brotli.</summary>
/// <param name="Content">The content; null when it cannot be had.</param>
/// <param name="Fault">Why not: cut off or damaged, too large, or packed in an unknown way.</param>
/// <param name="Problem">What was expected and what was found; null when there is a content.</param>
internal readonly record struct PackedBody(byte[]? Content, WebFault? Fault = null, string? Problem = null)
{
    private const int FirstBuffer = 64 << 10, GzipHead = 10, GzipTail = 8;

    /// <summary>Unpacks a body.</summary>
    /// <param name="body">The body as it was sent.</param>
    /// <param name="encoding">How it is packed (RFC 9110, section 8.4.1); null for not at all.</param>
    /// <param name="most">How many bytes it may have at most.</param>
    public static PackedBody Unpack(byte[] body, string? encoding, long most) => encoding?.Trim().ToLowerInvariant() switch
    {
        null or "" or "identity" => new PackedBody(body),
        "gzip" or "x-gzip" => Gunzip(body, most),
        "br" => Unbrotli(body, most),
        _ => new PackedBody(null, WebFault.NotHttp, $"expected a body packed with gzip or br or not at all, found `{encoding}`"),
    };

    /// <summary>Unpacks a gzip file of one member (RFC 1952).</summary>
    /// <param name="body">The file.</param>
    /// <param name="most">How many bytes the content may have at most.</param>
    public static PackedBody Gunzip(byte[] body, long most)
    {
        int start = HeadLength(body);
        if (start < 0) return Cut("expected gzip data, found other bytes");
        if (body.Length < start + GzipTail) return Cut($"expected whole gzip data, found {body.Length} bytes that break off");
        try
        {
            using MemoryStream packed = new(body, start, body.Length - start - GzipTail);
            using DeflateStream stream = new(packed, CompressionMode.Decompress);
            if (ReadAll(stream, most) is not { } content) return TooLarge(most);
            ReadOnlySpan<byte> tail = body.AsSpan(body.Length - GzipTail);
            bool isWhole = BinaryPrimitives.ReadUInt32LittleEndian(tail) == Crc32.Of(content) && BinaryPrimitives.ReadUInt32LittleEndian(tail[4..]) == (uint)content.Length;
            return isWhole ? new PackedBody(content) : Cut("expected whole gzip data, found some that break off or are damaged");
        }
        catch (InvalidDataException)
        {
            return Cut("expected whole gzip data, found some that break off or are damaged");
        }
    }

    private static PackedBody Unbrotli(byte[] body, long most)
    {
        using BrotliDecoder decoder = default;
        ReadOnlySpan<byte> rest = body;
        byte[] buffer = new byte[FirstBuffer];
        int length = 0;
        while (true)
        {
            OperationStatus status = decoder.Decompress(rest, buffer.AsSpan(length), out int consumed, out int written);
            rest = rest[consumed..];
            length += written;
            if (status == OperationStatus.Done) return rest.IsEmpty && length <= most ? new PackedBody(buffer[..length]) : rest.IsEmpty ? TooLarge(most) : Cut("expected one stream of Brotli data, found bytes after it");
            if (status != OperationStatus.DestinationTooSmall) return Cut("expected whole Brotli data, found some that break off or are damaged");
            if (length >= most) return TooLarge(most);
            Array.Resize(ref buffer, (int)Math.Min(most + 1, 2L * buffer.Length));
        }
    }

    private static PackedBody Cut(string problem) => new(null, WebFault.CutOff, problem);

    private static PackedBody TooLarge(long most) => new(null, WebFault.TooLarge, $"expected at most {most} bytes unpacked, found more");

    private static byte[]? ReadAll(Stream stream, long most)
    {
        byte[] buffer = new byte[FirstBuffer];
        int length = 0;
        while (true)
        {
            int read = stream.Read(buffer, length, buffer.Length - length);
            if (read == 0) return buffer[..length];
            length += read;
            if (length > most) return null;
            if (length == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(most + 1, 2L * buffer.Length));
        }
    }

    // RFC 1952, section 2.3: ten bytes, and what the flags add. -1 for other data.
    private static int HeadLength(ReadOnlySpan<byte> body)
    {
        if (body.Length < GzipHead || !body.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b, 8])) return -1;
        int flags = body[3], at = GzipHead;
        if ((flags & 4) != 0) at += body.Length < at + 2 ? body.Length : 2 + BinaryPrimitives.ReadUInt16LittleEndian(body[at..]);
        foreach (int text in (ReadOnlySpan<int>)[8, 16])
        {
            if ((flags & text) == 0 || at >= body.Length) continue;
            int end = body[at..].IndexOf((byte)0);
            at = end < 0 ? body.Length : at + end + 1;
        }

        return (flags & 2) != 0 ? at + 2 : at;
    }
}
