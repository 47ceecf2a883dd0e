using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>Everything that was found out for one target.</summary>
public sealed record TargetExamination
{
    /// <summary>The target, with what was read from the subject filled in.</summary>
    public required Target Target { get; init; }

    /// <summary>The asked imports in the order asked; without asked imports, broken ones first and then by name.</summary>
    public ImmutableArray<ImportExamination> Imports { get; init; } = [];

    /// <summary>The findings, errors first; those that explain a verdict in the order of the verdicts.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>How the imports end, counted.</summary>
    public VerdictCounts Counts { get; init; } = new(0, 0, 0, 0);
}
