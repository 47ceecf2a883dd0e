using static Assay.Binaries.MachO.MachOConstants;

namespace Assay.Binaries.MachO;

/// <summary>An external entry of the symbol table: struct nlist or nlist_64 of <c>mach-o/nlist.h</c>.</summary>
/// <param name="Name">The name as stored, leading underscore included.</param>
/// <param name="Type">The <c>n_type</c> field.</param>
/// <param name="Description">The <c>n_desc</c> field.</param>
/// <param name="Value">The <c>n_value</c> field: an address, or the size of a common symbol.</param>
public readonly record struct MachOSymbol(string Name, byte Type, ushort Description, ulong Value)
{
    /// <summary>True when it is to be found elsewhere. An undefined symbol with a value is a common one, which an object file defines.</summary>
    public bool IsUndefined => (Type & N_TYPE) is N_UNDF or N_PBUD && Value == 0;

    /// <summary>True when others may not see it although it is external.</summary>
    public bool IsPrivate => (Type & N_PEXT) != 0;

    /// <summary>True when it may stay unresolved (N_WEAK_REF).</summary>
    public bool IsWeakReference => IsUndefined && (Description & N_WEAK_REF) != 0;

    /// <summary>True for a weak definition (N_WEAK_DEF).</summary>
    public bool IsWeakDefinition => !IsUndefined && (Description & N_WEAK_DEF) != 0;

    /// <summary>
    /// The library ordinal of an undefined symbol in a two-level image, in the numbers of binds: 1-based, 0 self, -1 main program, -2 flat.
    /// </summary>
    public int LibraryOrdinal => (Description >> 8) switch
    {
        DYNAMIC_LOOKUP_ORDINAL => BIND_SPECIAL_DYLIB_FLAT_LOOKUP,
        EXECUTABLE_ORDINAL => BIND_SPECIAL_DYLIB_MAIN_EXECUTABLE,
        int ordinal => ordinal,
    };
}
