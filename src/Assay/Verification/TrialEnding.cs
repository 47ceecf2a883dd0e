namespace Assay.Verification;

/// <summary>How the process of a trial ended, and during what.</summary>
/// <param name="Kind">How.</param>
/// <param name="Threads">The count of threads of that process.</param>
/// <param name="Step">What it was doing.</param>
/// <param name="Detail">Which file, which routine and which size; may be empty.</param>
public sealed record TrialEnding(TrialEndingKind Kind, int Threads, TrialStep Step, string Detail)
{
    /// <summary>The number of the signal of <see cref="TrialEndingKind.Crashed"/>, else the exit status where there is one.</summary>
    public int? Number { get; init; }

    /// <summary>The loader's words for <see cref="TrialEndingKind.NotOpened"/>, the reason of <see cref="TrialEndingKind.NotStarted"/>; else empty.</summary>
    public string Text { get; init; } = "";
}
