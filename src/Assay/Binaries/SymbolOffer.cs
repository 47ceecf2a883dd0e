namespace Assay.Binaries;

/// <summary>What a binary offers. Finding one name does not read the whole table where the format has an index for it.</summary>
public abstract class SymbolOffer
{
    /// <summary>An offer of nothing.</summary>
    public static SymbolOffer None { get; } = new ListedOffer([]);

    /// <summary>All definitions of a name (ELF may hold one per version); empty when it is not offered.</summary>
    /// <param name="name">The name as stored in the format.</param>
    public abstract IReadOnlyList<OfferedSymbol> Find(string name);

    /// <summary>All definitions of the name that a symbol wants, whatever its version; quicker than by name where the format has a hash table.</summary>
    /// <param name="wanted">The symbol that somebody wants.</param>
    public virtual IReadOnlyList<OfferedSymbol> Find(WantedSymbol wanted) => Find(wanted.Name);

    /// <summary>Every symbol offered, in table order.</summary>
    public abstract IEnumerable<OfferedSymbol> All { get; }
}
