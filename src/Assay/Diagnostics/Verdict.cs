using System.Collections.Immutable;

namespace Assay.Diagnostics;

/// <summary>The outcome predicted for one import on one target.</summary>
public sealed record Verdict
{
    /// <summary>The dotted name that was asked for.</summary>
    public required string Import { get; init; }

    /// <summary>How it ends.</summary>
    public required VerdictKind Kind { get; init; }

    /// <summary>The exception's class name (<c>ImportError</c>) when it fails, else null.</summary>
    public string? Exception { get; init; }

    /// <summary><c>str(exception)</c> as Python would give it, or what is missing to decide an unknown; null otherwise.</summary>
    public string? Message { get; init; }

    /// <summary>The signal's name (<c>SIGBUS</c>) when it crashes, else null.</summary>
    public string? Signal { get; init; }

    /// <summary>How sure the verdict is.</summary>
    public Certainty Certainty { get; init; }

    /// <summary>The modules from the asked import to the deciding place, outermost first.</summary>
    public ImmutableArray<string> Chain { get; init; } = [];

    /// <summary>The codes of the findings that explain it, the cause first.</summary>
    public ImmutableArray<string> Findings { get; init; } = [];
}
