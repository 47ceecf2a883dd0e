namespace Assay.Binaries.Elf;

/// <summary>One entry of the dynamic symbol table (Elf32_Sym, Elf64_Sym), its name left in the string table.</summary>
/// <param name="Index">Its index in the table.</param>
/// <param name="NameOffset"><c>st_name</c>: where its name starts in the string table, in bytes.</param>
/// <param name="Info"><c>st_info</c>.</param>
/// <param name="Other"><c>st_other</c>.</param>
/// <param name="Section"><c>st_shndx</c>; 0 is SHN_UNDEF.</param>
/// <param name="Value"><c>st_value</c>.</param>
/// <param name="Size"><c>st_size</c>, in bytes.</param>
/// <param name="VersionWord">Its entry in the version table with bit 15 (hidden) as stored; 1 (VER_NDX_GLOBAL) where the file has no such table.</param>
public readonly record struct ElfSymbol(int Index, uint NameOffset, byte Info, byte Other, ushort Section, ulong Value, ulong Size, ushort VersionWord)
{
    /// <summary>ELF32_ST_BIND: 0 local, 1 global, 2 weak, 10 GNU unique.</summary>
    public int Binding => Info >> 4;

    /// <summary>ELF32_ST_TYPE: 0 none, 1 object, 2 function, 6 thread-local, 10 indirect function, ...</summary>
    public int Type => Info & 15;

    /// <summary>ELF32_ST_VISIBILITY: 0 default, 1 internal, 2 hidden, 3 protected.</summary>
    public int Visibility => Other & 3;

    /// <summary>True when it is defined here.</summary>
    public bool IsDefined => Section != ElfConstants.SHN_UNDEF;

    /// <summary>True for STB_WEAK.</summary>
    public bool IsWeak => Binding == 2;

    /// <summary>True for STT_TLS.</summary>
    public bool IsThreadLocal => Type == 6;

    /// <summary>True for STT_GNU_IFUNC: a resolver runs at load time to choose the function.</summary>
    public bool IsIndirectFunction => Type == 10;

    /// <summary>True when others can bind to it: defined, global, weak or unique, and of default or protected visibility.</summary>
    public bool IsOffered => IsDefined && Binding is 1 or 2 or 10 && Visibility is 0 or 3;

    /// <summary>The version index without the hidden bit: 0 local, 1 global without version, others name a Vernaux or Verdef.</summary>
    public int VersionIndex => VersionWord & ~ElfConstants.VERSYM_HIDDEN;

    /// <summary>True when an unversioned reference cannot reach it (<c>name@VERSION</c>).</summary>
    public bool IsHiddenVersion => (VersionWord & ElfConstants.VERSYM_HIDDEN) != 0;
}
