using System.Collections.Immutable;

namespace Assay.Verification;

/// <summary>What is to be tried: which files are opened, and what is asked of them.</summary>
public sealed record BlasTrialRequest
{
    /// <summary>Files to open first, dependencies first, so that a library that does not find its own by its paths finds them by name among what is loaded.</summary>
    public ImmutableArray<string> Preload { get; init; } = [];

    /// <summary>Who answers <c>gemm</c>; null when nobody does.</summary>
    public TrialLibrary? Blas { get; init; }

    /// <summary>Who answers <c>gelsd</c>, often the same file; null when nobody does.</summary>
    public TrialLibrary? Lapack { get; init; }

    /// <summary>The counts of threads to try, each in a process of its own; empty for one and for every core of this machine.</summary>
    public ImmutableArray<int> Threads { get; init; } = [];

    /// <summary>The sizes of square matrices to time, rising; empty to time nothing.</summary>
    public ImmutableArray<int> Sizes { get; init; } = [256, 512, 1024, 2048];

    /// <summary>Seconds that all timings of this request may take together. What would not fit is skipped, and said.</summary>
    public double Budget { get; init; } = 20;

    /// <summary>Seconds of silence after which a step counts as one that never returns.</summary>
    public double Patience { get; init; } = 15;

    /// <summary>Variables of the process beyond those that set the count of threads; a null value unsets one.</summary>
    public ImmutableDictionary<string, string?> Variables { get; init; } = ImmutableDictionary<string, string?>.Empty;
}
