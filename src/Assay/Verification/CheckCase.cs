namespace Assay.Verification;

/// <summary>One case of a check.</summary>
/// <param name="Name">Which: shapes and options.</param>
/// <param name="Run">Runs it and gives the largest error, one being what is allowed, and what else is wrong.</param>
internal sealed record CheckCase(string Name, Func<(double Error, string? Fault)> Run);
