namespace Assay.Verification;

/// <summary>What the parent tells one child, as one line of JSON.</summary>
/// <param name="Request">The whole request.</param>
/// <param name="Threads">The count of threads of this child.</param>
/// <param name="Budget">Seconds for its timings.</param>
internal sealed record TrialOrder(BlasTrialRequest Request, int Threads, double Budget);
