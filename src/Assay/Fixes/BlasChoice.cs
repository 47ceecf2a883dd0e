using System.Collections.Immutable;
using Assay.Blas;

namespace Assay.Fixes;

/// <summary>One library that could do the linear algebra of an environment, with the commands that choose it.</summary>
/// <param name="Implementation">Who wrote it.</param>
/// <param name="Name">What the tool calls it: <c>openblas-pthread</c>, <c>newaccelerate</c>.</param>
public sealed record BlasChoice(BlasImplementation Implementation, string Name)
{
    /// <summary>The commands to type, in order; empty for the one that is chosen already.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>What it changes, by routine; empty when that cannot be told.</summary>
    public ImmutableArray<BlasEffect> Effects { get; init; } = [];

    /// <summary>True when it is chosen already.</summary>
    public bool IsCurrent { get; init; }

    /// <summary>True when its files are there, so that the commands only choose.</summary>
    public bool IsInstalled { get; init; }

    /// <summary>What it asks for or costs, lower case, no full stop; null when there is nothing to say.</summary>
    public string? Remark { get; init; }
}
