namespace Assay.Lab.Judging;

/// <summary>
/// Why predictions are known to differ from reality, so that a report can tell an old open question from a new fault. None of these counts as an
/// agreement: the bars hold all the same.
/// </summary>
internal static class KnownDisagreements
{
    private static readonly (Func<Result, bool> Fits, string Reason)[] All =
    [
    ];

    /// <summary>Why a disagreement or an open verdict is as it is, or null when nobody has explained it yet.</summary>
    public static string? ReasonOf(Result result) => Array.Find(All, known => known.Fits(result)).Reason;
}
