using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Verification.Importing;

/// <summary>What the real interpreter did with one import.</summary>
/// <param name="Kind">How it ended.</param>
public sealed record ImportOutcome(ImportOutcomeKind Kind)
{
    /// <summary>The exception of <see cref="ImportOutcomeKind.Raised"/> with what it was raised from; else null.</summary>
    public PythonException? Exception { get; init; }

    /// <summary>The module of the exception's class, <c>builtins</c> for those of Python itself; null when nothing was raised.</summary>
    public string? ExceptionModule { get; init; }

    /// <summary>The name of the signal of <see cref="ImportOutcomeKind.Died"/> (<c>SIGILL</c>), on Windows of the status; else null.</summary>
    public string? Signal { get; init; }

    /// <summary>The exit status, where the process ended by itself.</summary>
    public int? Status { get; init; }

    /// <summary>The Python stack at the end, innermost last: of the exception, or of what ran as the process died or was killed.</summary>
    public ImmutableArray<PythonFrame> Frames { get; init; } = [];

    /// <summary>Where the machine code stood as a process died or was killed; null where nobody could see it.</summary>
    public CrashSite? Site { get; init; }

    /// <summary>Why the interpreter did not come as far as the import; else empty.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The last lines the process printed, beginning and end where it was much; empty when it was silent.</summary>
    public string Talk { get; init; } = "";

    /// <summary>Seconds from the start of the process to its end.</summary>
    public double Seconds { get; init; }

    /// <summary>The version of the interpreter as it says itself; null when it said nothing.</summary>
    public string? Python { get; init; }

    /// <summary>The module's <c>__version__</c>, or null.</summary>
    public string? ModuleVersion { get; init; }

    /// <summary>The module's <c>__file__</c>, or null.</summary>
    public string? ModuleFile { get; init; }

    /// <summary>The regression, where it was asked for and came to an end.</summary>
    public FittedExample? Example { get; init; }

    /// <summary>The exception that the regression raised, or null.</summary>
    public PythonException? ExampleFailure { get; init; }

    /// <summary>What became of the process after the import had come back, where that was not a plain end; null when it was.</summary>
    public ImportOutcome? Afterwards { get; init; }

    /// <summary>True for an <see cref="Afterwards"/> that happened in the regression and not at the end of the process.</summary>
    public bool IsInExample { get; init; }

    /// <summary>True when the import came back, the regression (if it was asked for) is right, and the process came to its end.</summary>
    public bool IsSound => Kind == ImportOutcomeKind.Imported && Afterwards is null && ExampleFailure is null && Example is null or { IsRight: true };
}
