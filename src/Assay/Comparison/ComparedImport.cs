using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Comparison;

/// <summary>One import in both environments.</summary>
/// <param name="Import">The dotted name.</param>
/// <param name="Before">The verdict in the first one; null where it has no such module to ask for.</param>
/// <param name="After">The verdict in the second one; null where it has no such module to ask for.</param>
public sealed record ComparedImport(string Import, Verdict? Before, Verdict? After)
{
    /// <summary>The finding that explains why it ends otherwise; null where it does not, or none does.</summary>
    public Finding? Finding { get; init; }

    /// <summary>The environment in which that was found: true for the second one.</summary>
    public bool IsWorse { get; init; }

    /// <summary>What differs and explains the finding, the cause first; empty where nothing that was read does.</summary>
    public ImmutableArray<Difference> Causes { get; init; } = [];

    /// <summary>True when it ends otherwise.</summary>
    public bool EndsOtherwise => Before is not null && After is not null && (Before.Kind != After.Kind || (Before.Kind != VerdictKind.Unknown && Before.Message != After.Message));
}
