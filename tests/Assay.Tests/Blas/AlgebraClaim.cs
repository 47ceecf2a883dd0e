namespace Assay.Tests.Blas;

/// <summary>One thing that Assay says: which file answers a symbol of a file, and whose work that file is.</summary>
/// <param name="Consumer">The file that calls, with all links followed.</param>
/// <param name="Symbol">The symbol as stored.</param>
/// <param name="Provider">The file that answers, with all links followed.</param>
/// <param name="Implementation">The name of the implementation: <c>OpenBlas</c>.</param>
/// <param name="Behind">The file that does the work behind the provider, or null.</param>
internal readonly record struct AlgebraClaim(string Consumer, string Symbol, string? Provider, string? Implementation, string? Behind);
