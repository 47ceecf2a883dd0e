using System.Collections.Immutable;
using Assay.Packaging.Choosing;
using Assay.Packaging.Locking;

namespace Assay.Rules;

/// <summary>What was found out about a lock file that was given by itself.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Kind">Its format.</param>
/// <param name="Python">The Python it was judged with.</param>
/// <param name="Outcomes">What an installer finds for each package that is installed there, in the order of the file; empty when the file is not for the machine at all.</param>
public sealed record LockFacts(string Path, LockKind Kind, PythonBuild Python, ImmutableArray<LockedOutcome> Outcomes)
{
    /// <summary>The Pythons that the file is for, where <see cref="Python"/> is none of them; null otherwise.</summary>
    public string? OtherPython { get; init; }

    /// <summary>The name that conda has for the machine, where the file has no section for it; null otherwise.</summary>
    public string? MissingPlatform { get; init; }

    /// <summary>The platforms the file has sections for.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>The conditions of which none holds on the machine; empty when one does, or none is set.</summary>
    public ImmutableArray<string> OtherEnvironments { get; init; } = [];

    /// <summary>Needs of conda packages that the machine does not meet, with the packages that have them.</summary>
    public ImmutableArray<(string Problem, ImmutableArray<LockedPackage> Packages)> Unmet { get; init; } = [];
}
