using Assay.Verification.Importing;

namespace Assay.Examination.Verifying;

/// <summary>One import: what was predicted and what happened.</summary>
/// <param name="Prediction">The prediction.</param>
/// <param name="Outcome">What the interpreter did.</param>
/// <param name="Agreement">How the two stand to each other.</param>
public sealed record ImportVerification(ImportExamination Prediction, ImportOutcome Outcome, Agreement Agreement)
{
    /// <summary>The dotted name.</summary>
    public string Import => Prediction.Verdict.Import;
}
