
namespace Assay.Binaries.Elf;

/// <summary>
/// What an ELF file offers, found as ld.so finds it: by the GNU hash table, else by DT_HASH, and only where neither can be read by a dictionary of all names.
/// A name that the Bloom filter rejects costs no more than reading the hash table once.
/// </summary>
internal sealed class ElfSymbolOffer(Lazy<ElfSymbolIndex> index, Lazy<ElfSymbolTable> table, Lazy<ElfVersions> versions) : SymbolOffer
{
    private readonly Lazy<ILookup<string, OfferedSymbol>> dictionary = new(() => List(table.Value, versions.Value).ToLookup(symbol => symbol.Name, StringComparer.Ordinal));

    public override IEnumerable<OfferedSymbol> All => List(table.Value, versions.Value);

    public override IReadOnlyList<OfferedSymbol> Find(string name) => Find(name, ElfHash.Gnu(name));

    public override IReadOnlyList<OfferedSymbol> Find(WantedSymbol wanted) => Find(wanted.Name, wanted.GnuHash);

    private IReadOnlyList<OfferedSymbol> Find(string name, uint hash)
    {
        if (index.Value.Gnu is { } gnu) return FindGnu(gnu, name, hash);
        if (index.Value.SystemV is { } systemV) return FindSystemV(systemV, name);
        return [.. dictionary.Value[name]];
    }

    private IReadOnlyList<OfferedSymbol> FindGnu(ElfGnuHash gnu, string name, uint hash)
    {
        uint symbol = gnu.ChainStart(hash);
        if (symbol == 0) return [];
        OfferedSymbol? first = null;
        List<OfferedSymbol>? more = null;
        for (uint word; ; symbol++)
        {
            word = gnu.ChainWord(symbol);
            if ((word | 1) == (hash | 1)) Collect(symbol, name, ref first, ref more);
            if ((word & 1) != 0) break;
        }

        return more ?? (first is null ? [] : (IReadOnlyList<OfferedSymbol>)[first]);
    }

    private IReadOnlyList<OfferedSymbol> FindSystemV(ElfSystemVHash systemV, string name)
    {
        OfferedSymbol? first = null;
        List<OfferedSymbol>? more = null;
        uint symbol = systemV.ChainStart(ElfHash.SystemV(System.Text.Encoding.UTF8.GetBytes(name)));
        for (long steps = 0; symbol != 0 && steps < table.Value.Count; steps++)
        {
            Collect(symbol, name, ref first, ref more);
            symbol = systemV.Next(symbol);
        }

        return more ?? (first is null ? [] : (IReadOnlyList<OfferedSymbol>)[first]);
    }

    private void Collect(uint number, string name, ref OfferedSymbol? first, ref List<OfferedSymbol>? more)
    {
        if (number >= (uint)table.Value.Count) return;
        ElfSymbol symbol = table.Value[(int)number];
        if (!symbol.IsOffered || !ElfText.Equal(table.Value.NameBytes(symbol), name)) return;
        OfferedSymbol offered = Offered(symbol, name, table.Value, versions.Value);
        if (first is null) first = offered;
        else (more ??= [first]).Add(offered);
    }

    private static IEnumerable<OfferedSymbol> List(ElfSymbolTable table, ElfVersions versions)
    {
        // Only a file made to do harm points at the same long names again and again; its list ends early.
        long left = table.NameBytesLimit;
        for (int i = 1; i < table.Count && left >= 0; i++)
        {
            ElfSymbol symbol = table[i];
            if (!symbol.IsOffered) continue;
            string name = table.Name(symbol);
            left -= name.Length;
            yield return Offered(symbol, name, table, versions);
        }
    }

    private static OfferedSymbol Offered(in ElfSymbol symbol, string name, ElfSymbolTable table, ElfVersions versions) => new(name)
    {
        Version = versions.Offered(symbol.VersionIndex),
        IsDefaultVersion = !symbol.IsHiddenVersion,
        VersionWord = table.HasVersions ? symbol.VersionWord : null,
        IsWeak = symbol.IsWeak,
        IsThreadLocal = symbol.IsThreadLocal,
        Kind = ElfKinds.SymbolKind(symbol),
    };
}
