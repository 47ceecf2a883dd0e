using System.Collections.Immutable;
using Assay.Environments;

namespace Assay.Rules;

/// <summary>What was found out about who put the installed files there, and whether they still are what was put there.</summary>
public sealed record OwnershipFacts
{
    /// <summary>Distributions with files that are not what their RECORD says, without those that another distribution claims as well.</summary>
    public ImmutableArray<ChangedDistribution> Changed { get; init; } = [];

    /// <summary>Files that several distributions claim with different content.</summary>
    public ImmutableArray<ContestedFiles> Contested { get; init; } = [];

    /// <summary>Distributions of pip or uv whose files a conda package claims too.</summary>
    public ImmutableArray<CondaOverlap> OverConda { get; init; } = [];
}

/// <summary>A distribution some of whose files are not those that were installed.</summary>
/// <param name="Distribution">The distribution.</param>
/// <param name="Files">The files, in the order of RECORD; at least one.</param>
public sealed record ChangedDistribution(InstalledDistribution Distribution, ImmutableArray<ChangedFile> Files);

/// <summary>Distributions that own the same files, each with a content of its own: the one that was installed last has overwritten the others.</summary>
/// <param name="Owners">The distributions, by name.</param>
/// <param name="Files">The files as RECORD writes them, in order; all owners of this record claim each of them.</param>
public sealed record ContestedFiles(ImmutableArray<InstalledDistribution> Owners, ImmutableArray<string> Files);

/// <summary>A distribution that was installed past conda, over a package of conda's.</summary>
/// <param name="Distribution">The distribution.</param>
/// <param name="Package">The package of conda that claims the same files.</param>
/// <param name="SharedFiles">How many files both claim; at least one.</param>
public sealed record CondaOverlap(InstalledDistribution Distribution, CondaPackage Package, int SharedFiles);
