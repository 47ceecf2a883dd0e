using System.Collections.Immutable;
using Assay.Examination;
using Assay.Targets;

namespace Assay.Comparison;

/// <summary>What is different in two environments, and what of it matters.</summary>
public sealed record ComparisonResult
{
    /// <summary>Why nothing was compared, or null.</summary>
    public SubjectFault? Fault { get; init; }

    /// <summary>The first environment; null with a fault.</summary>
    public SubjectFacts? Before { get; init; }

    /// <summary>The second environment; null with a fault.</summary>
    public SubjectFacts? After { get; init; }

    /// <summary>Where the first one was judged.</summary>
    public Target? BeforeTarget { get; init; }

    /// <summary>Where the second one was judged.</summary>
    public Target? AfterTarget { get; init; }

    /// <summary>The imports, in the order asked, those that end otherwise first where none was asked for.</summary>
    public ImmutableArray<ComparedImport> Imports { get; init; } = [];

    /// <summary>Everything that differs and could matter, causes first.</summary>
    public ImmutableArray<Difference> Differences { get; init; } = [];

    /// <summary>What could not be compared, one line each.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>True when an import ends otherwise.</summary>
    public bool EndsOtherwise => Imports.Any(import => import.EndsOtherwise);
}
