using System.Collections.Immutable;
using Assay.Verification.Importing;

namespace Assay.Examination.Verifying;

/// <summary>The answer to a <see cref="VerificationRequest"/>.</summary>
/// <param name="Plan">What was run.</param>
/// <param name="Imports">Each import, in the order of the prediction.</param>
public sealed record VerificationResult(VerificationPlan Plan, ImmutableArray<ImportVerification> Imports)
{
    /// <summary>True when every import came back, every regression is right and no prediction was contradicted.</summary>
    public bool IsSound => Imports.All(import => import.Outcome.IsSound && import.Agreement != Agreement.Disagreed);

    /// <summary>How many stand to each other in one way.</summary>
    /// <param name="agreement">The way.</param>
    public int Count(Agreement agreement) => Imports.Count(import => import.Agreement == agreement);

    /// <summary>How many imports came back.</summary>
    public int Imported => Imports.Count(import => import.Outcome.Kind == ImportOutcomeKind.Imported);
}
