using System.Collections.Immutable;

namespace Assay.Verification;

/// <summary>What came out of a trial. What was done before a crash or a hang is there.</summary>
/// <param name="Request">What was asked.</param>
public sealed record BlasTrialResult(BlasTrialRequest Request)
{
    /// <summary>How the processes ended, one for each count of threads that was tried. A bad ending is the last.</summary>
    public ImmutableArray<TrialEnding> Endings { get; init; } = [];

    /// <summary>What the libraries say about themselves.</summary>
    public ImmutableArray<RuntimeFact> Facts { get; init; } = [];

    /// <summary>Symbols that another file than the opened one answers.</summary>
    public ImmutableArray<SymbolHome> Elsewhere { get; init; } = [];

    /// <summary>What was proved about integers, one entry for each interface that is there.</summary>
    public ImmutableArray<WidthProof> Widths { get; init; } = [];

    /// <summary>How functions return; null when that was not reached.</summary>
    public CallingConvention? Convention { get; init; }

    /// <summary>The small regression; null when it was not reached or there is no <c>dgelsd</c>.</summary>
    public TrialExample? Example { get; init; }

    /// <summary>The checks, for each count of threads.</summary>
    public ImmutableArray<TrialCheck> Checks { get; init; } = [];

    /// <summary>What the processor can do, for each count of threads.</summary>
    public ImmutableArray<PeakMeasurement> Peaks { get; init; } = [];

    /// <summary>The timings, the skipped ones with their reason.</summary>
    public ImmutableArray<GemmTiming> Timings { get; init; } = [];

    /// <summary>What could not be tried and why: a routine that is missing.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>What the library printed, its first few lines; empty when it was silent.</summary>
    public string Talk { get; init; } = "";

    /// <summary>True when every process finished, every check is right, and so is the example where it could be tried.</summary>
    public bool IsSound => Endings.All(ending => ending.Kind == TrialEndingKind.Finished) && !Endings.IsEmpty
        && Checks.All(check => check.Wrong is null) && Example is null or { IsRight: true } && !Widths.Any(width => width.IsLie);

    /// <summary>The share of the measured peak that a timing reaches; null when one of the two is not known.</summary>
    /// <param name="timing">One of <see cref="Timings"/>.</param>
    public double? Share(GemmTiming timing)
    {
        ArgumentNullException.ThrowIfNull(timing);
        PeakMeasurement? peak = Peaks.FirstOrDefault(candidate => candidate.Threads == timing.Threads);
        double top = timing.Routine == "dgemm" ? peak?.Double ?? 0 : peak?.Single ?? 0;
        return timing.Gigaflops is { } reached && top > 0 ? reached / top : null;
    }
}
