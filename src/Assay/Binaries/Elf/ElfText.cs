using System.Text;
using System.Text.Unicode;

namespace Assay.Binaries.Elf;

/// <summary>Names in ELF files are bytes; nearly all are ASCII, a few are UTF-8, and the rest must survive the way to text and back.</summary>
internal static class ElfText
{
    /// <summary>UTF-8, or Latin-1 where the bytes are not UTF-8.</summary>
    /// <param name="bytes">The bytes without their NUL.</param>
    public static string Decode(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Encoding.Latin1.GetString(bytes);

    /// <summary>True when the bytes decode to this text.</summary>
    /// <param name="bytes">The bytes without their NUL.</param>
    /// <param name="text">The text.</param>
    public static bool Equal(ReadOnlySpan<byte> bytes, string text) =>
        bytes.Length >= text.Length && (Ascii.IsValid(text) ? Ascii.Equals(bytes, text) : Decode(bytes) == text);
}
