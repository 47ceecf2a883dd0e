using System.Collections.Immutable;

namespace Assay.Environments;

/// <summary>One package of a conda prefix, from its <c>conda-meta/*.json</c>.</summary>
public sealed record CondaPackage
{
    /// <summary>The conda name (not always the Python distribution's).</summary>
    public required string Name { get; init; }

    /// <summary>The version.</summary>
    public required string Version { get; init; }

    /// <summary>The build string, for example <c>py312h1a2b3c4_0</c>.</summary>
    public required string Build { get; init; }

    /// <summary>The file in <c>conda-meta</c>, absolute.</summary>
    public required string MetadataPath { get; init; }

    /// <summary>What only the inside of the file tells: channel, subdirectory, files. Read on first use.</summary>
    public required Lazy<CondaPackageDetails> Details { get; init; }
}

/// <summary>What only the inside of a <c>conda-meta</c> file tells.</summary>
/// <param name="Channel">The channel as written (a URL or a name), or null.</param>
/// <param name="Subdirectory">The platform directory of the channel: <c>osx-arm64</c>, <c>noarch</c>; or null.</param>
/// <param name="Files">The files the package owns, relative to the prefix.</param>
/// <param name="Problem">What was wrong with the file, or null.</param>
public sealed record CondaPackageDetails(string? Channel, string? Subdirectory, ImmutableArray<string> Files, string? Problem)
{
    /// <summary>What it declares to need, as written.</summary>
    public ImmutableArray<string> Depends { get; init; } = [];

    /// <summary>What it does not go with otherwise, where that is installed; as written.</summary>
    public ImmutableArray<string> Constrains { get; init; } = [];
}
