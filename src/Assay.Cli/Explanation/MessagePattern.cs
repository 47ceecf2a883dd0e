using System.Collections.Immutable;

namespace Assay.Cli.Explanation;

/// <summary>One form of message: literal text with named gaps, and the finding it speaks of.</summary>
internal sealed class MessagePattern
{
    private readonly ImmutableArray<Segment> segments;
    private readonly ImmutableArray<(string Name, string[] Globs)> conditions;

    public MessagePattern(string code, string text, string title, ImmutableArray<string> also, ImmutableArray<(string Name, string[] Globs)> conditions)
    {
        Code = code;
        Text = text;
        Title = title;
        Also = also;
        this.conditions = conditions;
        segments = Split(text);
    }

    /// <summary>The code of the finding.</summary>
    public string Code { get; }

    /// <summary>The pattern as written.</summary>
    public string Text { get; }

    /// <summary>The title of the finding, with the names of gaps in braces.</summary>
    public string Title { get; }

    /// <summary>Codes of other findings that say the same words.</summary>
    public ImmutableArray<string> Also { get; }

    /// <summary>Looks for the pattern in a line.</summary>
    /// <param name="line">One line of text.</param>
    /// <returns>What stands in the gaps, or null when the line does not hold the pattern.</returns>
    public IReadOnlyDictionary<string, string>? Match(string line)
    {
        // The longest literal decides quickly that most lines have nothing to do with this pattern.
        if (!line.Contains(segments.Where(segment => segment.Kind is null).MaxBy(segment => segment.Text.Length)!.Text, StringComparison.Ordinal)) return null;
        for (int start = 0; start < line.Length; start++)
        {
            Dictionary<string, string> gaps = new(StringComparer.Ordinal);
            if (MatchFrom(line, start, 0, gaps) && conditions.All(condition => condition.Globs.Any(glob => Glob(glob, gaps[condition.Name])))) return gaps;
        }

        return null;
    }

    /// <summary>The title with the gaps filled.</summary>
    /// <param name="gaps">What <see cref="Match"/> gave.</param>
    public string Fill(IReadOnlyDictionary<string, string> gaps)
    {
        string title = Title;
        foreach ((string name, string value) in gaps) title = title.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return title;
    }

    private bool MatchFrom(string line, int position, int index, Dictionary<string, string> gaps)
    {
        if (index == segments.Length) return true;
        Segment segment = segments[index];
        if (segment.Kind is null)
            return string.CompareOrdinal(line, position, segment.Text, 0, segment.Text.Length) == 0 && MatchFrom(line, position + segment.Text.Length, index + 1, gaps);

        // A gap ends where the text after it begins for the first time; one at the end takes all it may.
        bool isLast = index == segments.Length - 1;
        int end = position;
        while (end < line.Length && Allows(segment.Kind, line, position, end))
        {
            end++;
            if (isLast || !MatchFrom(line, end, index + 1, gaps)) continue;
            return Take(segment, line[position..end], gaps);
        }

        return isLast && end > position && Take(segment, line[position..end], gaps);
    }

    private static bool Take(Segment segment, string value, Dictionary<string, string> gaps)
    {
        if (segment.Kind == "hex" && value.Length < 6) return false;
        gaps[segment.Text] = segment.Kind == "version" ? value.TrimEnd('.') : value.Trim();
        return true;
    }

    private static bool Allows(string kind, string line, int start, int at)
    {
        char character = line[at];
        return kind switch
        {
            "module" => char.IsLetterOrDigit(character) || character is '_' or '.',
            "file" => !char.IsWhiteSpace(character) && character is not ('/' or '\\' or ':' or '\'' or '"' or '`' or '(' or ')'),
            "path" => at == start ? character == '/' : character is not ('\'' or '"' or '`' or ':'),
            "hex" => char.IsAsciiHexDigitLower(character),
            "version" => char.IsAsciiDigit(character) || character == '.',
            "symbol" => !char.IsWhiteSpace(character) && character is not ('\'' or '"'),

            // ": " ends the part of a message that it belongs to: the class of the exception, the file.
            _ => character is not ('\'' or '`') && !(character == ':' && at + 1 < line.Length && line[at + 1] == ' '),
        };
    }

    private static bool Glob(string glob, string value) =>
        glob.EndsWith('*') ? value.StartsWith(glob[..^1], StringComparison.Ordinal) : value == glob;

    private static ImmutableArray<Segment> Split(string text)
    {
        ImmutableArray<Segment>.Builder segments = ImmutableArray.CreateBuilder<Segment>();
        int at = 0;
        while (at < text.Length)
        {
            int open = text.IndexOf('{', at);
            if (open < 0) open = text.Length;
            if (open > at) segments.Add(new Segment(text[at..open], null));
            if (open == text.Length) break;
            int close = text.IndexOf('}', open);
            string[] gap = text[(open + 1)..close].Split(':');
            segments.Add(new Segment(gap[0], gap.Length > 1 ? gap[1] : "text"));
            at = close + 1;
        }

        return segments.ToImmutable();
    }

    /// <summary>Literal text, or the name of a gap with its kind.</summary>
    private sealed record Segment(string Text, string? Kind);
}
