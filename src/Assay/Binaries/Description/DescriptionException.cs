namespace Assay.Binaries.Description;

/// <summary>A described binary that cannot be assembled. The description comes from a page or a test, never from a subject, so this is a mistake of its author.</summary>
/// <param name="line">The line it is on, from 1, or 0 for the description as a whole.</param>
/// <param name="problem">What is wrong with it.</param>
public sealed class DescriptionException(int line, string problem) : FormatException(line == 0 ? problem : $"line {line}: {problem}")
{
    /// <summary>The line, from 1, or 0 for the description as a whole.</summary>
    public int Line { get; } = line;
}
