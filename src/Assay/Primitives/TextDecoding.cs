using System.Text;
using System.Text.Unicode;

namespace Assay.Primitives;

/// <summary>Turns bytes of unknown honesty into text.</summary>
public static class TextDecoding
{
    /// <summary>UTF-8 without its byte order mark; where the bytes are not UTF-8, Latin-1, which cannot fail.</summary>
    /// <param name="bytes">The bytes of a text file.</param>
    public static string Utf8OrLatin1(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);
    }

    /// <summary>Where the first byte is that a strict UTF-8 decoder refuses.</summary>
    /// <param name="bytes">The bytes of a text file.</param>
    /// <returns>Its position, or null when all of it is UTF-8.</returns>
    public static int? FirstBadByte(ReadOnlySpan<byte> bytes)
    {
        if (System.Text.Unicode.Utf8.IsValid(bytes)) return null;
        for (int at = 0; at < bytes.Length;)
        {
            if (Rune.DecodeFromUtf8(bytes[at..], out _, out int consumed) != System.Buffers.OperationStatus.Done) return at;
            at += consumed;
        }

        return null;
    }
}
