using System.Text;
using System.Text.RegularExpressions;
using Assay.Primitives;

namespace Assay.Packaging.Locking;

/// <summary>From the bytes of a requirements file to the lines that pip looks at: <c>auto_decode</c> (pip/_internal/utils/encoding.py) and <c>preprocess</c> (pip/_internal/req/req_file.py).</summary>
internal static partial class RequirementsText
{
    private const int LongestLine = 1 << 20;

    /// <summary>The text. A byte order mark decides, then a <c>coding</c> comment in the first two lines, then UTF-8.</summary>
    /// <param name="content">The bytes.</param>
    /// <param name="problem">What is wrong with them, or null; they are read as Latin-1 then.</param>
    public static string Decode(ReadOnlySpan<byte> content, out string? problem)
    {
        problem = null;
        if (content.StartsWith("\uFEFF"u8)) return TextDecoding.Utf8OrLatin1(content[3..]);
        if (content.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe])) return Encoding.Unicode.GetString(content[2..]);
        if (content.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff])) return Encoding.BigEndianUnicode.GetString(content[2..]);
        if (content.StartsWith((ReadOnlySpan<byte>)[0, 0, 0xfe, 0xff])) return new UTF32Encoding(bigEndian: true, byteOrderMark: false).GetString(content[4..]);
        string head = Encoding.Latin1.GetString(content[..Math.Min(content.Length, 4096)]);
        foreach (string line in head.Split('\n').Take(2))
        {
            if (!line.StartsWith('#') || Coding().Match(line) is not { Success: true } coding) continue;
            string name = coding.Groups[1].Value.ToLowerInvariant().Replace('_', '-');
            if (name is "latin-1" or "latin1" or "iso-8859-1" or "l1") return Encoding.Latin1.GetString(content);
            if (name is not ("utf-8" or "utf8" or "ascii" or "us-ascii")) problem = $"line 1: expected an encoding that is read (utf-8, latin-1), found `{LockWords.Short(coding.Groups[1].Value)}`";
            break;
        }

        if (TextDecoding.FirstBadByte(content) is { } bad) problem ??= $"line {content[..bad].Count((byte)'\n') + 1}: expected UTF-8, found byte 0x{content[bad]:x2}; read as Latin-1";
        return TextDecoding.Utf8OrLatin1(content);
    }

    /// <summary>The lines: joined where one ends with '\', without comments and white space around them, variables filled in; empty ones left out.</summary>
    /// <param name="text">The text.</param>
    /// <param name="variable">Gives a variable of the process environment, or null.</param>
    public static IEnumerable<(int Number, string Line)> Lines(string text, Func<string, string?> variable)
    {
        foreach ((int number, string joined) in Joined(text))
        {
            int cut = CommentStart(joined);
            string line = (cut < 0 ? joined : joined[..cut]).Trim(Blank).ToString();
            if (line.Length > 0) yield return (number, line.Contains("${", StringComparison.Ordinal) ? Filled(line, variable) : line);
        }
    }

    private static IEnumerable<(int Number, string Line)> Joined(string text)
    {
        int number = 0, first = 0;
        StringBuilder? open = null;
        foreach (string raw in Split(text))
        {
            number++;
            bool isComment = CommentStart(raw) is 0;
            if (raw.EndsWith('\\') && !isComment)
            {
                if (open is null) first = number;
                open = (open ?? new StringBuilder()).Append(raw.Trim('\\'));
                continue;
            }

            // The blank keeps a comment one when it is joined with what stands before it.
            string line = isComment ? " " + raw : raw;
            yield return open is null ? (number, line) : (first, open.Append(line).ToString());
            open = null;
        }

        if (open is not null) yield return (first, open.ToString());
    }

    // Where str.splitlines() of Python breaks: more places than other programs.
    private static IEnumerable<string> Split(string text)
    {
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r' or '\v' or '\f' or '\u001c' or '\u001d' or '\u001e' or '\u0085' or '\u2028' or '\u2029')) continue;
            yield return text[start..i];
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n') i++;
            start = i + 1;
        }

        if (start < text.Length) yield return text[start..];
    }

    // (^|\s+)#: where the white space before the '#' begins; -1 for none.
    private static int CommentStart(string line)
    {
        for (int at = line.IndexOf('#', StringComparison.Ordinal); at >= 0; at = line.IndexOf('#', at + 1))
        {
            if (at == 0) return 0;
            if (!IsBlank(line[at - 1])) continue;
            int start = at;
            while (start > 0 && IsBlank(line[start - 1])) start--;
            return start;
        }

        return -1;
    }

    // A long value in many places could fill the memory: such a line stays as it is.
    private static string Filled(string line, Func<string, string?> variable)
    {
        long length = line.Length;
        foreach (Match match in Variable().Matches(line)) length += variable(match.Groups[1].Value)?.Length ?? 0;
        return length > LongestLine ? line : Variable().Replace(line, match => variable(match.Groups[1].Value) is { Length: > 0 } value ? value : match.Value);
    }

    // What str.isspace() of Python calls white space.
    internal static bool IsBlank(char letter) => char.IsWhiteSpace(letter) || letter is >= '\u001c' and <= '\u001f';

    private static ReadOnlySpan<char> Trim(this string text, Func<char, bool> isBlank)
    {
        int start = 0, end = text.Length;
        while (start < end && isBlank(text[start])) start++;
        while (end > start && isBlank(text[end - 1])) end--;
        return text.AsSpan(start, end - start);
    }

    private static readonly Func<char, bool> Blank = IsBlank;

    [GeneratedRegex(@"coding[:=]\s*([-\w.]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Coding();

    [GeneratedRegex(@"\$\{([A-Z0-9_]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}
