using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Examination.Repairing;

/// <summary>One thing to do.</summary>
/// <param name="Summary">What it does, lower case, no full stop.</param>
/// <param name="Commands">The commands to type, in order; empty when it is something only a person can do.</param>
/// <param name="Applicability">How safe it is.</param>
public sealed record PlannedStep(string Summary, ImmutableArray<string> Commands, Applicability Applicability)
{
    /// <summary>The codes of the findings it is for.</summary>
    public ImmutableArray<string> Codes { get; init; } = [];

    /// <summary>What it changes; empty when it changes no distribution, or nobody can tell which.</summary>
    public ImmutableArray<PackageChange> Changes { get; init; } = [];
}
