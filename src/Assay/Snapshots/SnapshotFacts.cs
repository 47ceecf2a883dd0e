using System.Collections.Immutable;
using Assay.Targets;

namespace Assay.Snapshots;

/// <summary>What the first line of a snapshot says: of what it was taken, and what was asked.</summary>
public sealed record SnapshotFacts
{
    /// <summary>The version of the format.</summary>
    public const int Version = 1;

    /// <summary>The version of Assay that wrote it.</summary>
    public string Tool { get; init; } = "";

    /// <summary>The environment or interpreter, absolute on the machine it was taken of.</summary>
    public required string Subject { get; init; }

    /// <summary>The imports that were asked for; empty for every top-level module of every distribution.</summary>
    public ImmutableArray<string> Imports { get; init; } = [];

    /// <summary>The directory that Python is started in, or null for none.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The machine it was taken of, when it is the one that the code runs on; null for a foreign root.</summary>
    public Target? Host { get; init; }

    /// <summary>The day it was taken, or null.</summary>
    public DateOnly? Day { get; init; }

    /// <summary>The targets that were judged while it was taken, as <c>--for</c> takes them: for these nothing is left out.</summary>
    public ImmutableArray<string> JudgedFor { get; init; } = [];
}
