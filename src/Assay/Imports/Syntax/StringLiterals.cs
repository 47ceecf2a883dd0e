using System.Globalization;
using System.Text;

namespace Assay.Imports.Syntax;

/// <summary>The letters before a string's quote.</summary>
/// <param name="IsRaw">There is an <c>r</c>.</param>
/// <param name="IsBytes">There is a <c>b</c>.</param>
/// <param name="IsFormat">There is an <c>f</c> (or the <c>t</c> of PEP 750, which is read alike).</param>
internal readonly record struct StringPrefix(bool IsRaw, bool IsBytes, bool IsFormat)
{
    /// <summary>Reads the prefix of a literal.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="start">Where the literal starts.</param>
    /// <param name="quote">The offset of its quote.</param>
    public static StringPrefix Read(byte[] bytes, int start, int quote)
    {
        bool raw = false, data = false, format = false;
        for (int at = start; at < quote; at++)
        {
            int letter = bytes[at] | 0x20;
            raw |= letter == 'r';
            data |= letter == 'b';
            format |= letter is 'f' or 't';
        }

        return new StringPrefix(raw, data, format);
    }
}

/// <summary>Turns string literals into text, as https://docs.python.org/3/reference/lexical_analysis.html#escape-sequences says.</summary>
internal static class StringLiterals
{
    /// <summary>What stands in a text that a snapshot left out, as it stands in the file and not as an escape: no source that somebody wrote holds it.</summary>
    public const byte LeftOut = FunctionStatement.LeftOut;

    /// <summary>The stretch between the quotes.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="quote">The offset of the opening quote.</param>
    /// <param name="end">The offset behind the literal.</param>
    public static (int Start, int Stop) Content(byte[] bytes, int quote, int end)
    {
        int width = StringSkipper.IsTriple(bytes, quote, end) && end - quote >= 6 ? 3 : 1;
        return (quote + width, end - width);
    }

    /// <summary>Decodes the content of a text literal.</summary>
    /// <param name="content">The bytes between the quotes.</param>
    /// <param name="raw">True when backslashes stand for themselves.</param>
    public static string Decode(ReadOnlySpan<byte> content, bool raw)
    {
        string text = Encoding.UTF8.GetString(content);
        if (text.Contains('\r', StringComparison.Ordinal)) text = text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (raw || !text.Contains('\\', StringComparison.Ordinal)) return text;
        StringBuilder result = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length) result.Append(text[i]);
            else i = AppendEscape(result, text, i + 1, isBytes: false);
        }

        return result.ToString();
    }

    /// <summary>Decodes the content of a bytes literal.</summary>
    /// <param name="content">The bytes between the quotes.</param>
    /// <param name="raw">True when backslashes stand for themselves.</param>
    public static byte[] DecodeBytes(ReadOnlySpan<byte> content, bool raw)
    {
        string text = Encoding.Latin1.GetString(content);
        if (raw || !text.Contains('\\', StringComparison.Ordinal)) return content.ToArray();
        StringBuilder result = new(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\' || i + 1 == text.Length) result.Append(text[i]);
            else i = AppendEscape(result, text, i + 1, isBytes: true);
        }

        return Encoding.Latin1.GetBytes(result.ToString());
    }

    // Appends what the escape at `at` (behind the backslash) stands for; answers the index of its last character.
    private static int AppendEscape(StringBuilder result, string text, int at, bool isBytes)
    {
        char c = text[at];
        switch (c)
        {
            case '\n': return at;
            case '\\' or '\'' or '"': result.Append(c); return at;
            case 'a': result.Append('\a'); return at;
            case 'b': result.Append('\b'); return at;
            case 'f': result.Append('\f'); return at;
            case 'n': result.Append('\n'); return at;
            case 'r': result.Append('\r'); return at;
            case 't': result.Append('\t'); return at;
            case 'v': result.Append('\v'); return at;
            case 'x': return AppendHex(result, text, at, 2);
            case 'u' when !isBytes: return AppendHex(result, text, at, 4);
            case 'U' when !isBytes: return AppendHex(result, text, at, 8);
            case 'N' when !isBytes && at + 1 < text.Length && text[at + 1] == '{':
                int close = text.IndexOf('}', at);
                result.Append('\uFFFD');
                return close < 0 ? text.Length - 1 : close;
            case >= '0' and <= '7':
                int value = 0, last = at;
                for (int i = at; i < text.Length && i < at + 3 && text[i] is >= '0' and <= '7'; i++)
                {
                    value = (value * 8) + (text[i] - '0');
                    last = i;
                }

                result.Append((char)value);
                return last;
            default:
                result.Append('\\').Append(c);
                return at;
        }
    }

    private static int AppendHex(StringBuilder result, string text, int at, int digits)
    {
        if (at + digits < text.Length
            && uint.TryParse(text.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint value) && value <= 0x10ffff)
        {
            if (value is < 0x10000) result.Append((char)value);
            else result.Append(char.ConvertFromUtf32((int)value));
        }

        return Math.Min(at + digits, text.Length - 1);
    }
}
