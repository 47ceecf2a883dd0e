using System.Collections.Immutable;

namespace Assay.Packaging.Locking;

/// <summary>The options that a requirements file sets for the whole run of pip.</summary>
public sealed record RequirementOptions
{
    /// <summary>The index in place of the usual one, or null.</summary>
    public string? IndexUrl { get; init; }

    /// <summary>Further indexes.</summary>
    public ImmutableArray<string> ExtraIndexUrls { get; init; } = [];

    /// <summary>Pages and directories that are searched too.</summary>
    public ImmutableArray<string> FindLinks { get; init; } = [];

    /// <summary>True when no index is asked at all.</summary>
    public bool NoIndex { get; init; }

    /// <summary>The projects of which no wheel is taken, normalised; <c>:all:</c> for all.</summary>
    public ImmutableSortedSet<string> NoBinary { get; init; } = [];

    /// <summary>The projects of which only wheels are taken, normalised; <c>:all:</c> for all.</summary>
    public ImmutableSortedSet<string> OnlyBinary { get; init; } = [];

    /// <summary>True to prefer an older wheel to a newer source distribution.</summary>
    public bool PreferBinary { get; init; }

    /// <summary>True to take pre-releases.</summary>
    public bool AllowsPrereleases { get; init; }

    /// <summary>True when everything must have a hash.</summary>
    public bool RequiresHashes { get; init; }

    /// <summary>Hosts that are trusted without a certificate.</summary>
    public ImmutableArray<string> TrustedHosts { get; init; } = [];
}
