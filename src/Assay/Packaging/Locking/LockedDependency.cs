using System.Collections.Immutable;

namespace Assay.Packaging.Locking;

/// <summary>What a locked package needs.</summary>
/// <param name="Name">The normalised name of the other package.</param>
public sealed record LockedDependency(string Name)
{
    /// <summary>The version, where several are locked and the file says which; null otherwise.</summary>
    public string? Version { get; init; }

    /// <summary>The condition, or null.</summary>
    public Marker? Marker { get; init; }

    /// <summary>The extras of the other package that are wanted, normalised.</summary>
    public ImmutableArray<string> Extras { get; init; } = [];
}
