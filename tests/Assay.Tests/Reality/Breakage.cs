using System.Collections.Immutable;

namespace Assay.Tests.Reality;

/// <summary>One environment that was broken on purpose, with the command that asks the real interpreter about it.</summary>
internal sealed record Breakage
{
    /// <summary>What is asked to import.</summary>
    public required string Import { get; init; }

    /// <summary>The code that must lead the verdict's findings.</summary>
    public required string Code { get; init; }

    /// <summary>The words that start the real interpreter.</summary>
    public required ImmutableArray<string> Python { get; init; }

    /// <summary>The subject as Assay is told it, inside <see cref="Root"/> when that is set.</summary>
    public required string Subject { get; init; }

    /// <summary>The directory that plays "/", or null.</summary>
    public string? Root { get; init; }

    /// <summary>The directory both stand in, or null for an empty one.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Variables both see.</summary>
    public ImmutableDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;
}
