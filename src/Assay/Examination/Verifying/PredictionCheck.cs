using Assay.Diagnostics;
using Assay.Verification.Importing;

namespace Assay.Examination.Verifying;

/// <summary>Holds a prediction against what happened.</summary>
internal static class PredictionCheck
{
    /// <summary>How the two stand to each other.</summary>
    /// <param name="verdict">The prediction.</param>
    /// <param name="outcome">What happened.</param>
    public static Agreement Of(Verdict verdict, ImportOutcome outcome)
    {
        if (verdict.Kind == VerdictKind.Unknown) return Agreement.NotPredicted;

        // A limit of time is ours, and whatever is predicted comes after it; one that returned and hung afterwards has returned.
        if (outcome.Kind == ImportOutcomeKind.Hung) return Agreement.NotSettled;
        bool agrees = verdict.Kind switch
        {
            VerdictKind.Imports => outcome.Kind == ImportOutcomeKind.Imported,
            VerdictKind.Fails when outcome.Kind == ImportOutcomeKind.NotStarted => verdict.Exception == "OSError",
            VerdictKind.Fails => outcome.Kind == ImportOutcomeKind.Raised && Same(verdict, outcome.Exception!),
            _ => verdict.Signal is null
                ? outcome.Kind is ImportOutcomeKind.Exited or ImportOutcomeKind.NotStarted
                : outcome.Signal == verdict.Signal && outcome.Kind is ImportOutcomeKind.Died or ImportOutcomeKind.NotStarted,
        };
        return agrees ? Agreement.Agreed : Agreement.Disagreed;
    }

    // The words of a message are promised only where the verdict says that they are certain.
    private static bool Same(Verdict verdict, PythonException exception) =>
        verdict.Exception == exception.TypeName && (verdict.Certainty != Certainty.Certain || verdict.Message is null || verdict.Message == exception.Message);
}
