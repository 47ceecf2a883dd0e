using System.Collections.Immutable;

namespace Assay.Binaries.Elf;

/// <content>Symbols, their versions and the relocations that use them.</content>
public sealed partial class ElfImage
{
    /// <summary>The dynamic symbol table.</summary>
    public ElfSymbolTable Symbols => symbols.Value;

    /// <summary>Every undefined symbol with a name, of any binding, in table order.</summary>
    public override IReadOnlyList<WantedSymbol> WantedSymbols => wanted.Value;

    /// <summary>The symbols others can bind to. Finding one reads the hash table first and the symbol table only when it may be there.</summary>
    public override SymbolOffer Offers => offers;

    /// <summary>The versions it wants, library by library, in file order (DT_VERNEED).</summary>
    public ImmutableArray<ElfVersionNeed> VersionNeeds => versions.Value.Needs;

    /// <summary>The versions it offers in file order, the base definition among them (DT_VERDEF).</summary>
    public ImmutableArray<ElfVersionDefinition> VersionDefinitions => versions.Value.Definitions;

    /// <summary>The dynamic relocations in the order ld.so applies them. Large: a scientific library has tens of thousands.</summary>
    public ElfRelocationTable Relocations => relocations.Value;

    /// <summary>
    /// How many relocations demand a place in the static thread-local block: exactly R_X86_64_TPOFF64 and R_AARCH64_TLS_TPREL64, 0 on other machines.
    /// Their neighbours (DTPOFF64, TLSDESC) do not. Reads the relocations.
    /// </summary>
    public int InitialExecRelocations => Header.Machine switch
    {
        ElfConstants.EM_X86_64 => Relocations.CountOf(ElfConstants.R_X86_64_TPOFF64),
        ElfConstants.EM_AARCH64 => Relocations.CountOf(ElfConstants.R_AARCH64_TLS_TPREL64),
        _ => 0,
    };

    /// <summary>The version that a symbol of this file is offered under or wanted in, or null.</summary>
    /// <param name="symbol">A symbol of <see cref="Symbols"/>.</param>
    public string? VersionOf(in ElfSymbol symbol) =>
        symbol.IsDefined ? versions.Value.Offered(symbol.VersionIndex) : versions.Value.Wanted(symbol.VersionIndex).Name;

    internal override void Prepare()
    {
        _ = WantedSymbols;
        _ = Relocations;
    }

    internal override IReadOnlyList<string> TextsHandedTo(string function)
    {
        int symbol = WantedSymbols.FirstOrDefault(wanted => wanted.Name == function)?.TableIndex ?? 0;
        if (symbol == 0) return [];
        HashSet<ulong> slots = [.. Relocations.Where(relocation => relocation.SymbolIndex == symbol).Select(relocation => relocation.Target.Value)];
        return view.Faults.Guard<IReadOnlyList<string>>([], () => ElfCallTexts.Read(view, Architecture, slots));
    }

    private ImmutableArray<WantedSymbol> ListWanted()
    {
        ElfSymbolTable table = Symbols;
        ImmutableArray<WantedSymbol>.Builder list = ImmutableArray.CreateBuilder<WantedSymbol>();
        view.Faults.Guard(false, () => ListWanted(table, list));
        return list.DrainToImmutable();
    }

    private bool ListWanted(ElfSymbolTable table, ImmutableArray<WantedSymbol>.Builder list)
    {
        ElfNameBudget? budget = strings.Value?.NewBudget();
        for (int i = 1; i < table.Count; i++)
        {
            ElfSymbol symbol = table[i];
            if (symbol.IsDefined) continue;
            string name = table.Name(symbol);
            if (name.Length == 0) continue;
            budget?.Spend(name.Length, "DT_SYMTAB", default);
            (string? version, string? file) = versions.Value.Wanted(symbol.VersionIndex);
            list.Add(new WantedSymbol(name)
            {
                // ld.so keeps wanted and offered versions in one table, and a reference may point to either.
                Version = version ?? versions.Value.Offered(symbol.VersionIndex),
                Library = file,
                TableIndex = i,
                IsWeak = symbol.IsWeak,
                IsThreadLocal = symbol.IsThreadLocal,
                Kind = ElfKinds.SymbolKind(symbol),
            });
        }

        return true;
    }
}
