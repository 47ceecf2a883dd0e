using System.Collections.Immutable;

namespace Assay.Environments;

/// <summary>Turns the <c>requires.txt</c> of an <c>.egg-info</c> into <c>Requires-Dist</c> lines, as <c>importlib.metadata</c> does.</summary>
internal static class EggRequirements
{
    /// <summary>Converts the file: sections <c>[extra:marker]</c> become markers.</summary>
    /// <param name="text">The text of the file.</param>
    public static ImmutableArray<string> Convert(string text)
    {
        ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>();
        string extra = "", marker = "";
        foreach (string raw in text.Split('\n'))
        {
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#') continue;
            if (line[0] == '[' && line[^1] == ']')
            {
                string section = line[1..^1];
                int colon = section.IndexOf(':', StringComparison.Ordinal);
                extra = colon < 0 ? section : section[..colon];
                marker = colon < 0 ? "" : section[(colon + 1)..];
                continue;
            }

            string condition = (marker.Length > 0, extra.Length > 0) switch
            {
                (true, true) => $"({marker}) and extra == \"{extra}\"",
                (true, false) => marker,
                (false, true) => $"extra == \"{extra}\"",
                _ => "",
            };

            // A URL may hold ';', so one that is followed by a marker needs a space before it.
            lines.Add(condition.Length == 0 ? line : line.Contains(" @ ", StringComparison.Ordinal) ? $"{line} ; {condition}" : $"{line}; {condition}");
        }

        return lines.ToImmutable();
    }
}
