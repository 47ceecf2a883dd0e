using System.Text;

namespace Assay.Primitives;

/// <summary>Turns bytes of unknown honesty into text.</summary>
public static class TextDecoding
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>UTF-8 without its byte order mark; where the bytes are not UTF-8, Latin-1, which cannot fail.</summary>
    /// <param name="bytes">The bytes of a text file.</param>
    public static string Utf8OrLatin1(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }
}
