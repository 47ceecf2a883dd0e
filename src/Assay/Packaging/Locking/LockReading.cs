using System.Collections.Immutable;

namespace Assay.Packaging.Locking;

/// <summary>What a lock or requirements file says, as far as it could be read.</summary>
/// <param name="Kind">The format.</param>
public sealed record LockReading(LockKind Kind)
{
    /// <summary>The locked packages in the order of the file; empty for formats that only ask for things.</summary>
    public ImmutableArray<LockedPackage> Packages { get; init; } = [];

    /// <summary>What is asked for, in order; empty for lock files.</summary>
    public ImmutableArray<RequirementLine> Requirements { get; init; } = [];

    /// <summary>The options of a requirements file.</summary>
    public RequirementOptions Options { get; init; } = new();

    /// <summary>The Pythons the file is for, as written, or null.</summary>
    public string? RequiresPython { get; init; }

    /// <summary>The conda platforms the file has sections for, in order.</summary>
    public ImmutableArray<string> Platforms { get; init; } = [];

    /// <summary>The machines the file is for: conditions of which one must hold. Empty for all.</summary>
    public ImmutableArray<Marker> Environments { get; init; } = [];

    /// <summary>The names of the projects that were locked; empty when the file does not tell.</summary>
    public ImmutableArray<string> Roots { get; init; } = [];

    /// <summary>The extras that can be asked for, normalised.</summary>
    public ImmutableArray<string> Extras { get; init; } = [];

    /// <summary>The groups that can be asked for.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    /// <summary>The groups that are installed when nobody asks for any.</summary>
    public ImmutableArray<string> DefaultGroups { get; init; } = [];

    /// <summary>The channels of a conda file.</summary>
    public ImmutableArray<string> Channels { get; init; } = [];

    /// <summary>True when the file could not be read at all: <see cref="Problems"/> says why, and nothing else is filled in.</summary>
    public bool IsRefused { get; init; }

    /// <summary>What was met and could not be read, one clear line each, with the line of the file: <c>line 7: ...</c>.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>A file that could not be read at all.</summary>
    internal static LockReading Refused(LockKind kind, string problem) => new(kind) { IsRefused = true, Problems = [problem] };
}
