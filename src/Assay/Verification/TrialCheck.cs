namespace Assay.Verification;

/// <summary>A routine held against plain arithmetic.</summary>
/// <param name="Routine">The routine as it is spelled in the library.</param>
/// <param name="Threads">How many threads the library had.</param>
/// <param name="Cases">How many cases were tried.</param>
/// <param name="Error">The largest error, as a part of what rounding may cause: above one is wrong. Not a number when the library gave none.</param>
/// <param name="Wrong">The first case whose result is wrong, and how; null when all are right.</param>
public sealed record TrialCheck(string Routine, int Threads, int Cases, double Error, string? Wrong);
