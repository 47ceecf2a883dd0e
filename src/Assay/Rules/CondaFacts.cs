using System.Collections.Immutable;
using Assay.Environments;

namespace Assay.Rules;

/// <summary>What the records of a conda prefix say; gathered where the whole environment was asked about or an import failed.</summary>
public sealed record CondaFacts
{
    /// <summary>What packages declare and the prefix or the target does not have.</summary>
    public ImmutableArray<UnmetCondaDependency> Unmet { get; init; } = [];

    /// <summary>The channels that packages came from, with the number of packages, the most used first.</summary>
    public ImmutableArray<(string Channel, int Packages)> Channels { get; init; } = [];
}

/// <summary>A dependency or constraint of a conda package that does not hold.</summary>
/// <param name="Package">The package that declares it.</param>
/// <param name="Text">The line as written: <c>numpy &gt;=1.26,&lt;2.0a0</c>.</param>
/// <param name="Name">The name in it.</param>
/// <param name="Found">What there is, version and build or the version of the system; null when there is nothing of that name.</param>
public sealed record UnmetCondaDependency(CondaPackage Package, string Text, string Name, string? Found)
{
    /// <summary>True when it is about the system and not about a package.</summary>
    public bool IsVirtual => Name.StartsWith("__", StringComparison.Ordinal);
}
