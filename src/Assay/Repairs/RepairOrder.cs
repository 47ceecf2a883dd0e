using System.Collections.Immutable;
using Assay.Indexes;

namespace Assay.Repairs;

/// <summary>A new environment that is to take the place of an old one: what it is made from and what it is to hold.</summary>
public sealed record RepairOrder
{
    /// <summary>The virtual environment, absolute. A link to it stays; what it leads to is exchanged.</summary>
    public required string Prefix { get; init; }

    /// <summary>The interpreter the new environment is made from, absolute: the base one, never one of an environment.</summary>
    public required string BasePython { get; init; }

    /// <summary>What makes it.</summary>
    public required RepairTool Tool { get; init; }

    /// <summary>Lines of a requirements file, everything the environment is to hold, each pinned: nothing is resolved, dependencies are not looked for.</summary>
    public required ImmutableArray<string> Requirements { get; init; }

    /// <summary>What the new environment has to import before it takes the place of the old one, each in a process of its own.</summary>
    public required ImmutableArray<string> Imports { get; init; }

    /// <summary>Where the tool gets the files from. Without any word about it there, the tool's own configuration decides.</summary>
    public IndexSettings Index { get; init; } = new();

    /// <summary>True when the environment sees the packages of its base.</summary>
    public bool SystemSitePackages { get; init; }

    /// <summary>The prompt of the activation scripts; null for the tool's own, the name of the directory.</summary>
    public string? Prompt { get; init; }

    /// <summary>True when the environment has a pip of its own (<see cref="RepairTool.Pip"/>); without, the one of its base fills it.</summary>
    public bool HasPip { get; init; } = true;

    /// <summary>True to exchange the environment also while programs run from it.</summary>
    public bool EvenInUse { get; init; }

    /// <summary>How long one command may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Where uv is; null to look for it on PATH.</summary>
    public string? Uv { get; init; }
}
