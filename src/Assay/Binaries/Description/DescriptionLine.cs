using System.Globalization;
using System.Text;

namespace Assay.Binaries.Description;

/// <summary>
/// One line of a described binary, read word by word. Words are separated by blanks; a name that holds blanks, quotes or control characters, or that reads like a keyword,
/// stands in double quotes with <c>\"</c>, <c>\\</c> and <c>\u0041</c>; <c>#</c> at the start of a word begins a comment.
/// </summary>
internal sealed class DescriptionLine
{
    private readonly List<DescriptionWord> words;
    private int next;

    private DescriptionLine(int number, List<DescriptionWord> words)
    {
        Number = number;
        this.words = words;
    }

    /// <summary>Its number in the text, from 1.</summary>
    public int Number { get; }

    /// <summary>The first word, which says what the line is about.</summary>
    public string Subject => words[0].Text;

    /// <summary>True when every word has been read.</summary>
    public bool AtEnd => next >= words.Count;

    /// <summary>How many words are left.</summary>
    public int Left => words.Count - next;

    /// <summary>The lines of a text that say something, each ready to be read behind its subject.</summary>
    /// <param name="text">The text.</param>
    public static List<DescriptionLine> Split(string text)
    {
        List<DescriptionLine> lines = [];
        int number = 0;
        foreach (string raw in text.Split('\n'))
        {
            List<DescriptionWord> words = Words(raw.TrimEnd('\r'), ++number);
            if (words.Count > 0) lines.Add(new DescriptionLine(number, words) { next = 1 });
        }

        return lines;
    }

    /// <summary>Reads a keyword if it is the next word.</summary>
    /// <param name="keyword">The keyword.</param>
    public bool Take(string keyword)
    {
        if (AtEnd || words[next].IsQuoted || words[next].Text != keyword) return false;
        next++;
        return true;
    }

    /// <summary>Like <see cref="Take"/>, but leaves the last word of the line alone: it must be the name.</summary>
    /// <param name="keyword">The keyword.</param>
    public bool TakeBeforeName(string keyword) => Left > 1 && Take(keyword);

    /// <summary>The next word, whatever it is.</summary>
    /// <param name="what">What it should be, for the message.</param>
    public string Name(string what)
    {
        if (AtEnd) throw Wrong($"{what} is missing");
        return words[next++].Text;
    }

    /// <summary>The next word as a number: decimal, or hexadecimal with 0x.</summary>
    /// <param name="what">What it should be, for the message.</param>
    public ulong Number64(string what)
    {
        string text = Name(what);
        return TryNumber(text, out ulong value) ? value : throw Wrong($"{what} must be a number, not `{text}`");
    }

    /// <summary>The next word as bytes in hexadecimal.</summary>
    /// <param name="what">What it should be, for the message.</param>
    public byte[] Bytes(string what)
    {
        string text = Name(what);
        try
        {
            return Convert.FromHexString(text);
        }
        catch (FormatException)
        {
            throw Wrong($"{what} must be bytes in hexadecimal, not `{text}`");
        }
    }

    /// <summary>Throws unless every word has been read.</summary>
    public void End()
    {
        if (!AtEnd) throw Wrong($"`{words[next].Text}` is not understood here");
    }

    /// <summary>A complaint about this line.</summary>
    /// <param name="problem">What is wrong.</param>
    public DescriptionException Wrong(string problem) => new(Number, $"`{Subject}`: {problem}");

    /// <summary>A number in decimal, or in hexadecimal with 0x.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">The number.</param>
    public static bool TryNumber(string text, out ulong value) =>
        text.StartsWith("0x", StringComparison.Ordinal)
            ? ulong.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value)
            : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);

    private static List<DescriptionWord> Words(string line, int number)
    {
        List<DescriptionWord> words = [];
        int at = 0;
        while (true)
        {
            while (at < line.Length && line[at] is ' ' or '\t') at++;
            if (at >= line.Length || line[at] == '#') return words;
            if (line[at] == '"')
            {
                words.Add(new DescriptionWord(Quoted(line, ref at, number), true));
                continue;
            }

            int start = at;
            while (at < line.Length && line[at] is not (' ' or '\t')) at++;
            words.Add(new DescriptionWord(line[start..at], false));
        }
    }

    private static string Quoted(string line, ref int at, int number)
    {
        StringBuilder text = new();
        for (at++; at < line.Length; at++)
        {
            char next = line[at];
            if (next == '"')
            {
                at++;
                return text.ToString();
            }

            if (next != '\\')
            {
                text.Append(next);
            }
            else if (at + 1 < line.Length && line[at + 1] is '"' or '\\')
            {
                text.Append(line[++at]);
            }
            else if (at + 5 < line.Length && line[at + 1] == 'u' && ushort.TryParse(line.AsSpan(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            {
                text.Append((char)code);
                at += 5;
            }
            else
            {
                break;
            }
        }

        throw new DescriptionException(number, "a quoted name must end in a quote and may escape only \\\", \\\\ and \\u with four digits");
    }
}
