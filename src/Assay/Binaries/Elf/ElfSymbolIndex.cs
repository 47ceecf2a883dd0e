using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>The hash tables of a file, whichever it has.</summary>
/// <param name="Gnu">DT_GNU_HASH, or null; ld.so and musl prefer it.</param>
/// <param name="SystemV">DT_HASH, read only where there is no usable DT_GNU_HASH, or null.</param>
internal sealed record ElfSymbolIndex(ElfGnuHash? Gnu, ElfSystemVHash? SystemV)
{
    public static ElfSymbolIndex Read(ElfFileView view, ElfDynamicSection dynamic)
    {
        ElfGnuHash? gnu = null;
        if (dynamic.Pointer(ElfConstants.DT_GNU_HASH) is { } pointer)
            gnu = view.Faults.Guard(null, () => ElfGnuHash.Read(view, pointer, Math.Clamp(DistanceToNextTable(dynamic, pointer.Address) ?? 4096, 64, 1 << 20)));

        // The GNU table of a file that offers nothing does not tell how many symbols there are.
        ElfSystemVHash? systemV = null;
        if (gnu is null or { SymbolCount: 0 } && dynamic.Pointer(ElfConstants.DT_HASH) is { } old)
            systemV = view.Faults.Guard(null, () => ElfSystemVHash.Read(view, old));
        return new ElfSymbolIndex(gnu, systemV);
    }

    /// <summary>How far the next table that the dynamic section names is from an address, in bytes, or null when none follows.</summary>
    /// <param name="dynamic">The dynamic section.</param>
    /// <param name="address">The address.</param>
    public static long? DistanceToNextTable(ElfDynamicSection dynamic, VirtualAddress address)
    {
        ulong best = ulong.MaxValue;
        foreach (ElfDynamicEntry entry in dynamic.Entries)
        {
            bool isTable = entry.Tag is ElfConstants.DT_HASH or ElfConstants.DT_GNU_HASH or ElfConstants.DT_STRTAB or ElfConstants.DT_SYMTAB or ElfConstants.DT_RELA
                or ElfConstants.DT_REL or ElfConstants.DT_RELR or ElfConstants.DT_JMPREL or ElfConstants.DT_VERSYM or ElfConstants.DT_VERNEED or ElfConstants.DT_VERDEF
                or ElfConstants.DT_INIT or ElfConstants.DT_INIT_ARRAY;
            if (isTable && entry.Value > address.Value) best = Math.Min(best, entry.Value - address.Value);
        }

        return best > long.MaxValue ? null : (long)best;
    }
}
