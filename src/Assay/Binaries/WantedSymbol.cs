namespace Assay.Binaries;

/// <summary>A symbol that a binary takes from elsewhere.</summary>
/// <param name="Name">The name as stored (Mach-O names keep their leading underscore); <c>#12</c> for a PE ordinal.</param>
public sealed record WantedSymbol(string Name)
{
    /// <summary>ELF: the version wanted (<c>GLIBC_2.34</c>), or null when unversioned.</summary>
    public string? Version { get; init; }

    /// <summary>The library it must come from: ELF the verneed file, Mach-O the two-level library, PE the DLL; null when any will do.</summary>
    public string? Library { get; init; }

    /// <summary>Mach-O library ordinal (1-based; 0 self, -1 main program, -2 flat, -3 weak coalescing), or null in other formats.</summary>
    public int? Ordinal { get; init; }

    /// <summary>True when it may stay unresolved (STB_WEAK, N_WEAK_REF).</summary>
    public bool IsWeak { get; init; }

    /// <summary>True for thread-local symbols (STT_TLS).</summary>
    public bool IsThreadLocal { get; init; }

    /// <summary>True when it is bound at the first call only (PE delay imports; Mach-O lazy pointers, which dlopen with RTLD_NOW binds at once).</summary>
    public bool IsDelayed { get; init; }

    /// <summary>What it stands for, where the table says so.</summary>
    public SymbolKind Kind { get; init; }

    /// <summary>Its index in the table it was read from (ELF .dynsym), by which relocations refer to it; null in other formats.</summary>
    public int? TableIndex { get; init; }

    /// <summary>The GNU hash of the name, worked out once because every library in the search is asked with it.</summary>
    internal uint GnuHash { get; } = Elf.ElfHash.Gnu(Name);
}
