namespace Assay.Loading;

/// <summary>Whether it is known who answers a symbol.</summary>
public enum SymbolProviderState
{
    /// <summary>An image answers.</summary>
    Found,

    /// <summary>No image answers.</summary>
    Missing,

    /// <summary>What could answer is not at hand.</summary>
    NotKnown,
}
