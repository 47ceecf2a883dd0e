namespace Assay.Verification;

/// <summary>A symbol that was asked of one file and answered by another: the loader searches a library's dependencies too.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Asked">The file that was opened.</param>
/// <param name="Found">The file that defines it.</param>
public sealed record SymbolHome(string Symbol, string Asked, string Found);
