namespace Assay.Tests.Repairs;

/// <summary>What a drill said at its end.</summary>
/// <param name="End">How it ended.</param>
/// <param name="Message">Why.</param>
/// <param name="Healed">What it found of an earlier run.</param>
/// <param name="Notes">What else.</param>
/// <param name="Log">The log, or empty.</param>
internal sealed record DrillAnswer(string End, string Message, List<string> Healed, List<string> Notes, string Log)
{
    public static DrillAnswer Read(string output)
    {
        string[] lines = output.Split('\n');
        string end = Rest("end ").LastOrDefault() ?? ": " + output;
        int colon = end.IndexOf(": ", StringComparison.Ordinal);
        return new DrillAnswer(end[..colon], end[(colon + 2)..], Rest("healed "), Rest("note "), Rest("log ").LastOrDefault() ?? "");

        List<string> Rest(string word) => [.. lines.Where(line => line.StartsWith(word, StringComparison.Ordinal)).Select(line => line[word.Length..])];
    }
}
