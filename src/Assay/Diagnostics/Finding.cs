using System.Collections.Immutable;

namespace Assay.Diagnostics;

/// <summary>One thing that is wrong, where, why, and what puts it right.</summary>
public sealed record Finding
{
    /// <summary>The stable code: a letter and three digits, such as <c>A101</c>. It carries the area, never the severity.</summary>
    public required string Code { get; init; }

    /// <summary>How much it matters here.</summary>
    public required Severity Severity { get; init; }

    /// <summary>One sentence that stands alone: lower case, no full stop, names in backticks.</summary>
    public required string Title { get; init; }

    /// <summary>The file or directory it is about, absolute on the examined machine; null when it is about the whole environment.</summary>
    public string? Path { get; init; }

    /// <summary>The import whose verdict it explains, or null when it was found beside the asked imports.</summary>
    public string? Import { get; init; }

    /// <summary>The bytes that prove it.</summary>
    public ImmutableArray<Evidence> Evidence { get; init; } = [];

    /// <summary>The modules from the asked import to the broken place, outermost first.</summary>
    public ImmutableArray<string> Chain { get; init; } = [];

    /// <summary>Every path that was tried and every step that was skipped, with the reason, in order.</summary>
    public ImmutableArray<string> Steps { get; init; } = [];

    /// <summary>Further facts, lower case, no full stop.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>What has to happen for it to go away, best first; no tool is named yet (<see cref="Fixes"/> has the commands).</summary>
    public ImmutableArray<Remedy> Remedies { get; init; } = [];

    /// <summary>Ways to put it right, safest first.</summary>
    public ImmutableArray<Fix> Fixes { get; init; } = [];

    /// <summary>Where the knowledge comes from: standards, source files, public threads.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];
}
