using System.Collections.Immutable;

namespace Assay.Packaging.Locking;

/// <summary>One thing that a requirements file, or the list of a conda environment, asks for.</summary>
/// <param name="Text">The text as pip sees it: comments, options and line breaks gone, variables filled in.</param>
/// <param name="File">The file it stands in, as it was named.</param>
/// <param name="Line">Its first line there, from 1.</param>
public sealed record RequirementLine(string Text, string File, int Line)
{
    /// <summary>The requirement; null for an address or a path that names none, and for a match specification of conda.</summary>
    public Requirement? Requirement { get; init; }

    /// <summary>Where it comes from when that is no index; null otherwise.</summary>
    public LockSource? Source { get; init; }

    /// <summary>The condition, or null.</summary>
    public Marker? Marker { get; init; }

    /// <summary>True when it only limits versions (<c>-c</c>) and asks for nothing.</summary>
    public bool IsConstraint { get; init; }

    /// <summary>The hashes allowed, as <c>sha256:...</c>.</summary>
    public ImmutableArray<string> Hashes { get; init; } = [];

    /// <summary>True for a match specification of conda.</summary>
    public bool IsConda { get; init; }
}
