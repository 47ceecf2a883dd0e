using System.Collections.Immutable;
using Assay.Packaging.Choosing;

namespace Assay.Packaging.Locking;

/// <summary>One package as a lock file fixes it.</summary>
/// <param name="Name">The name: normalised, of a conda package as written.</param>
/// <param name="Version">The version; null where the file gives none, as for a project that works its version out when it is built.</param>
public sealed record LockedPackage(string Name, string? Version)
{
    /// <summary>The line of the file it begins in, from 1.</summary>
    public int Line { get; init; }

    /// <summary>Where it comes from.</summary>
    public LockSource Source { get; init; } = new(LockSourceKind.Index);

    /// <summary>The condition under which it is installed, or null.</summary>
    public Marker? Marker { get; init; }

    /// <summary>Conditions of which one must hold: the forks of a resolution it belongs to. Empty for all.</summary>
    public ImmutableArray<Marker> Forks { get; init; } = [];

    /// <summary>Conditions that hold for one group of dependencies each, where they differ from group to group.</summary>
    public ImmutableSortedDictionary<string, Marker> GroupMarkers { get; init; } = ImmutableSortedDictionary<string, Marker>.Empty;

    /// <summary>The groups it belongs to, as written; empty when the file does not tell.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>True when only an extra of the project brings it.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Its own extras that were asked for.</summary>
    public ImmutableArray<string> Extras { get; init; } = [];

    /// <summary>The Pythons it takes, as written, or null.</summary>
    public string? RequiresPython { get; init; }

    /// <summary>The files among which an installer chooses.</summary>
    public ImmutableArray<IndexFile> Files { get; init; } = [];

    /// <summary>Hashes of files that are not named, as <c>sha256:...</c>: which file each of them is, only an index can tell.</summary>
    public ImmutableArray<string> Hashes { get; init; } = [];

    /// <summary>What it needs.</summary>
    public ImmutableArray<LockedDependency> Dependencies { get; init; } = [];

    /// <summary>What its extras need, by the normalised name of the extra.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<LockedDependency>> ExtraDependencies { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<LockedDependency>>.Empty;

    /// <summary>What its groups need, by the normalised name of the group: only the project itself has them.</summary>
    public ImmutableSortedDictionary<string, ImmutableArray<LockedDependency>> GroupDependencies { get; init; } = ImmutableSortedDictionary<string, ImmutableArray<LockedDependency>>.Empty;

    /// <summary>The conda platform whose section it stands in (<c>linux-64</c>), or null.</summary>
    public string? Platform { get; init; }

    /// <summary>What a conda package needs, as match specifications: <c>__glibc &gt;=2.17</c>.</summary>
    public ImmutableArray<string> CondaNeeds { get; init; } = [];
}
