using System.Collections.Immutable;
using Assay.Binaries;

namespace Assay.Loading;

/// <summary>One image in the process.</summary>
/// <param name="Path">The file, absolute on the machine; for an image that is assumed, the name it was asked for by.</param>
/// <param name="Name">The path it was opened by, as the loader prints it; empty for the program.</param>
/// <param name="Origin">How it came into the process.</param>
public sealed record LoadedImage(string Path, string Name, LoadedImageOrigin Origin)
{
    /// <summary>What the file says; null for an image that is assumed.</summary>
    public BinaryImage? Image { get; init; }

    /// <summary>DT_SONAME, or null.</summary>
    public string? Soname { get; init; }

    /// <summary>The file whose need brought it in, or null when it was opened or started by itself.</summary>
    public string? RequestedBy { get; init; }

    /// <summary>True when its symbols are seen by everything loaded later.</summary>
    public bool IsGlobal { get; init; }

    /// <summary>Every step of the search that found it.</summary>
    public ImmutableArray<SearchStep> Steps { get; init; } = [];
}
