using System.Collections.Immutable;

namespace Assay.Fixes;

/// <summary>What another choice of library changes for one routine.</summary>
/// <param name="Routine">The routine that stands for its kind: <c>dgemm</c> for products, <c>dgelsd</c> for solvers.</param>
/// <param name="Callers">The packages that call it, those of nobody by file.</param>
/// <param name="Before">What answers now: <c>netlib reference 3.11.0</c>.</param>
/// <param name="After">What would answer.</param>
public sealed record BlasEffect(string Routine, ImmutableArray<string> Callers, string Before, string After)
{
    /// <summary>True when it makes a difference.</summary>
    public bool Changes => Before != After;
}
