using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>How the search for one library ended.</summary>
internal sealed record SearchResult
{
    /// <summary>The name asked for.</summary>
    public required string Name { get; init; }

    /// <summary>The file that ended the search, accepted or refused; null when nothing was found.</summary>
    public VerifiedFile? File { get; init; }

    /// <summary>Its path as messages print it.</summary>
    public string Path { get; init; } = "";

    /// <summary>Its path on the machine, absolute.</summary>
    public string AbsolutePath { get; init; } = "";

    /// <summary>Of the candidates that were passed over, the one that came closest; null when there was none.</summary>
    public VerifiedFile? Closest { get; init; }

    /// <summary>The path of <see cref="Closest"/>.</summary>
    public string? ClosestPath { get; init; }

    /// <summary>True when a candidate was passed over because of its class.</summary>
    public bool SawOtherClass { get; init; }

    /// <summary>The error number the last attempt left behind; null when nothing was attempted in vain.</summary>
    public AccessOutcome? Error { get; init; }

    /// <summary>Every step, in order.</summary>
    public ImmutableArray<SearchStep> Steps { get; init; } = [];
}
