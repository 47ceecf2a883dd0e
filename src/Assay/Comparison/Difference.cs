namespace Assay.Comparison;

/// <summary>One thing that is not the same in two environments.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Which: a path of the second environment, a name.</param>
/// <param name="Before">What the first one has, in a few words; null for nothing.</param>
/// <param name="After">What the second one has; null for nothing.</param>
public sealed record Difference(DifferenceKind Kind, string Name, string? Before, string? After);
