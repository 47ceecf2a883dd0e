namespace Assay.Binaries.MachO;

/// <summary>What an image with an exports trie offers: one name is found by walking down the trie, without reading the rest of it.</summary>
/// <param name="trie">The trie.</param>
internal sealed class MachOOffer(ExportsTrie trie) : SymbolOffer
{
    /// <inheritdoc/>
    public override IEnumerable<OfferedSymbol> All => trie.All().Select(export => export.ToOffer());

    /// <inheritdoc/>
    public override IReadOnlyList<OfferedSymbol> Find(string name) => trie.Find(name) is { } export ? [export.ToOffer()] : [];
}
