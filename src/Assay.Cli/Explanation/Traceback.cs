using System.Collections.Immutable;

namespace Assay.Cli.Explanation;

/// <summary>A pasted traceback, or any other text that holds a message, turned into what it speaks of.</summary>
/// <param name="Pattern">The form of message that was recognised.</param>
/// <param name="Gaps">What stands in its gaps.</param>
/// <param name="Line">The line that holds it, trimmed.</param>
/// <param name="LineNumber">The number of that line, from 1.</param>
/// <param name="Import">The top-level module that the failing program imported, or null when the text does not show it.</param>
internal sealed record Traceback(MessagePattern Pattern, IReadOnlyDictionary<string, string> Gaps, string Line, int LineNumber, string? Import)
{
    // Nobody pastes more, and matching stays cheap whatever is piped in.
    private const int LongestText = 4 << 20;
    private const int LongestLine = 4096;

    /// <summary>Recognises a message. The first pattern that any line holds decides; of several lines the first, which in a chained traceback is the cause.</summary>
    /// <param name="text">The text.</param>
    /// <returns>What it speaks of, or null when no known message is in it.</returns>
    public static Traceback? Recognise(string text)
    {
        ImmutableArray<string> lines = [.. (text.Length > LongestText ? text[..LongestText] : text).Split('\n').Select(line => line.Length > LongestLine ? line[..LongestLine] : line.TrimEnd('\r'))];
        foreach (MessagePattern pattern in MessagePatterns.All)
            for (int number = 0; number < lines.Length; number++)
                if (pattern.Match(lines[number]) is { } gaps)
                    return new Traceback(pattern, gaps, lines[number].Trim(), number + 1, FirstImport(lines));
        return null;
    }

    // The frame of the user's own code comes first; the source line stands below its File line.
    private static string? FirstImport(ImmutableArray<string> lines)
    {
        foreach (string line in lines)
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is not (["import" or "from", _, ..])) continue;
            string module = words[1].TrimEnd(',', ';').Split('.')[0];
            if (module.Length > 0 && module.All(character => char.IsLetterOrDigit(character) || character == '_')) return module;
        }

        return null;
    }
}
