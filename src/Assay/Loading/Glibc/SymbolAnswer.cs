using Assay.Binaries;

namespace Assay.Loading.Glibc;

/// <summary>How the search for a symbol ended.</summary>
internal enum SymbolAnswerKind
{
    /// <summary>Nothing in scope offers it.</summary>
    Missing,

    /// <summary>An object offers it.</summary>
    Found,

    /// <summary>The object that must offer it has no versions at all, at which older loaders stop.</summary>
    Asserts,

    /// <summary>Only an object whose file is not at hand could offer it.</summary>
    Unknown,
}

/// <summary>Who answers a symbol.</summary>
/// <param name="Kind">How the search ended.</param>
/// <param name="Map">The object that answers, or that could; null when nothing does.</param>
/// <param name="Symbol">The definition; null when nothing answers or its file is not at hand.</param>
internal readonly record struct SymbolAnswer(SymbolAnswerKind Kind, LinkMap? Map, OfferedSymbol? Symbol);
