using System.Text;

namespace Assay.Loading.Glibc;

/// <summary>
/// <c>$ORIGIN</c>, <c>$LIB</c> and <c>$PLATFORM</c> in search paths and library names, with and without braces (glibc elf/dl-load.c <c>is_dst</c>,
/// <c>_dl_dst_substitute</c>).
/// </summary>
internal static class DynamicStringTokens
{
    /// <summary>Replaces the tokens of one path.</summary>
    /// <param name="text">A path as stored.</param>
    /// <param name="origin">The directory of the object that holds it, or null when that is not known.</param>
    /// <param name="lib">What <c>$LIB</c> stands for on the target.</param>
    /// <param name="platform">What <c>$PLATFORM</c> stands for on the target, or null when the kernel names none.</param>
    /// <returns>The path, or null when a token in it has no value: ld.so then drops the whole path.</returns>
    public static string? Expand(string text, string? origin, string lib, string? platform)
    {
        int dollar = text.IndexOf('$', StringComparison.Ordinal);
        if (dollar < 0) return text;
        StringBuilder expanded = new(text.Length);
        int done = 0;
        while (dollar >= 0)
        {
            expanded.Append(text, done, dollar - done);
            ReadOnlySpan<char> rest = text.AsSpan(dollar + 1);
            string? value;
            int length;
            if ((length = Token(rest, "ORIGIN")) > 0) value = origin;
            else if ((length = Token(rest, "PLATFORM")) > 0) value = platform;
            else if ((length = Token(rest, "LIB")) > 0) value = lib;
            else value = "$";

            if (value is null) return null;
            expanded.Append(value);
            done = dollar + 1 + length;
            dollar = text.IndexOf('$', done);
        }

        return expanded.Append(text, done, text.Length - done).ToString();
    }

    // The length of the token behind the dollar sign, braces included, or 0. A longer identifier that starts with the name is no token.
    private static int Token(ReadOnlySpan<char> text, string name)
    {
        bool braces = text.StartsWith("{");
        if (braces) text = text[1..];
        if (!text.StartsWith(name, StringComparison.Ordinal)) return 0;
        char next = text.Length > name.Length ? text[name.Length] : '\0';
        if (braces) return next == '}' ? name.Length + 2 : 0;
        return char.IsAsciiLetterOrDigit(next) || next == '_' ? 0 : name.Length;
    }
}
