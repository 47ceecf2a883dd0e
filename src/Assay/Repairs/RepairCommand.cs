using System.Collections.Immutable;

namespace Assay.Repairs;

/// <summary>One command of a repair.</summary>
/// <param name="Step">The step it is of.</param>
/// <param name="Words">The program and its arguments.</param>
internal sealed record RepairCommand(RepairStep Step, ImmutableArray<string> Words)
{
    /// <summary>Variables that are set, or unset by null.</summary>
    public ImmutableSortedDictionary<string, string?> Variables { get; init; } = ImmutableSortedDictionary<string, string?>.Empty;

    /// <summary>The same as it can be typed, passwords left out.</summary>
    public string Text => string.Join(' ', Variables.Where(pair => pair.Value is not null).Select(pair => $"{pair.Key}={IndexWords.Shown(pair.Value!)}").Concat(Words.Select(IndexWords.Shown)));
}
