namespace Assay.Binaries;

/// <summary>An offer that is a plain list: a table without an index, a described binary, a test.</summary>
/// <param name="symbols">The symbols in table order.</param>
public sealed class ListedOffer(IReadOnlyList<OfferedSymbol> symbols) : SymbolOffer
{
    private readonly Lazy<ILookup<string, OfferedSymbol>> byName = new(() => symbols.ToLookup(symbol => symbol.Name, StringComparer.Ordinal));

    /// <inheritdoc/>
    public override IEnumerable<OfferedSymbol> All => symbols;

    /// <inheritdoc/>
    public override IReadOnlyList<OfferedSymbol> Find(string name) => [.. byName.Value[name]];
}
