using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Imports;

/// <summary>How one import goes, statement by statement.</summary>
public sealed record ImportWalkResult
{
    /// <summary>How it ends.</summary>
    public required VerdictKind Outcome { get; init; }

    /// <summary>The exception that reaches the caller, with its causes; null unless the outcome is <see cref="VerdictKind.Fails"/>.</summary>
    public PythonException? Exception { get; init; }

    /// <summary>The crash, when the outcome is <see cref="VerdictKind.Crashes"/>.</summary>
    public ExtensionOutcome.Crashes? Crash { get; init; }

    /// <summary>What is missing to decide, lower case, no full stop, when the outcome is <see cref="VerdictKind.Unknown"/>.</summary>
    public string? Undecided { get; init; }

    /// <summary>The facts behind an undecided outcome, for the rules; null when there are none.</summary>
    public object? UndecidedOrigin { get; init; }

    /// <summary>How sure the outcome is.</summary>
    public Certainty Certainty { get; init; }

    /// <summary>The modules from the asked import to the place that decided, outermost first.</summary>
    public ImmutableArray<string> Chain { get; init; } = [];

    /// <summary>Every module loaded or attempted, in order.</summary>
    public ImmutableArray<ImportStep> Steps { get; init; } = [];

    /// <summary>Exceptions that the code itself caught (optional imports): they do not decide, but people ask.</summary>
    public ImmutableArray<PythonException> Handled { get; init; } = [];
}
