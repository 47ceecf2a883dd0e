using System.Buffers;
using System.Text;

namespace Assay.Snapshots;

/// <summary>
/// Bytes as a text with one visible character for each, so that what is in a snapshot can be read and searched: printable ASCII stands for itself, every other byte for the character 256
/// places further in Unicode (NUL is U+0100, 0xFF is U+01FF).
/// </summary>
internal static class VisibleBytes
{
    private const char First = '\u0100';

    private static readonly SearchValues<byte> Plain = SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Select(value => (byte)value)]);

    /// <summary>The text.</summary>
    /// <param name="bytes">The bytes.</param>
    public static string Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IndexOfAnyExcept(Plain) < 0) return Encoding.ASCII.GetString(bytes);
        char[] text = new char[bytes.Length];
        for (int at = 0; at < bytes.Length; at++) text[at] = bytes[at] is >= (byte)' ' and <= (byte)'~' ? (char)bytes[at] : (char)(First + bytes[at]);
        return new string(text);
    }

    /// <summary>The bytes of a text, or null when a character stands for none.</summary>
    /// <param name="text">The text.</param>
    public static byte[]? Read(string text)
    {
        byte[] bytes = new byte[text.Length];
        for (int at = 0; at < text.Length; at++)
        {
            char character = text[at];
            if (character is >= ' ' and <= '~') bytes[at] = (byte)character;
            else if (character is >= First and <= '\u01ff') bytes[at] = (byte)(character - First);
            else return null;
        }

        return bytes;
    }
}
