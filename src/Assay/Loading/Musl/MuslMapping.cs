using Assay.Binaries.Elf;

namespace Assay.Loading.Musl;

/// <summary>Which places of a cut file musl touches although the file ends before their page: each of them raises SIGBUS.</summary>
internal static class MuslMapping
{
    /// <summary>The first such place while the file is mapped and looked at (<c>map_library</c>, <c>decode_dyn</c>); null when there is none.</summary>
    /// <param name="image">The file as it is mapped.</param>
    /// <param name="pageSize">The page size in bytes.</param>
    public static string? Touched(ElfImage image, int pageSize)
    {
        if (!image.LoadsBeyondEnd) return null;
        foreach (ElfSegment segment in image.Segments)
        {
            if (!segment.IsLoad || segment.MemorySize <= segment.FileSize || (segment.Flags & ElfConstants.PF_W) == 0) continue;
            bool endsInsidePage = (unchecked(segment.Address.Value + segment.FileSize) & (ulong)(pageSize - 1)) != 0;
            if (endsInsidePage && IsBehindEnd(image, unchecked(segment.Offset.Value + (long)segment.FileSize), pageSize)) return "the end of the data segment";
        }

        ElfSegment? dynamic = image.Segments.LastOrDefault(segment => segment.Type == ElfConstants.PT_DYNAMIC);
        if (dynamic is not null && IsMissing(image, dynamic.Address.Value, pageSize)) return "the dynamic section";
        return Table(image, ElfConstants.DT_GNU_HASH, "the hash table", pageSize) ?? Table(image, ElfConstants.DT_HASH, "the hash table", pageSize) ?? Table(image, ElfConstants.DT_STRTAB, "the string table", pageSize);
    }

    /// <summary>A table that the dynamic section points at and no segment maps: musl reads it without looking. Null when all are mapped.</summary>
    /// <param name="image">The file as it is mapped.</param>
    public static string? Unmapped(ElfImage image)
    {
        foreach ((long tag, string what) in ((long, string)[])[(ElfConstants.DT_SYMTAB, "the symbol table"), (ElfConstants.DT_STRTAB, "the string table"), (ElfConstants.DT_GNU_HASH, "the hash table")])
            if (image.Dynamic.Value(tag) is { } address && !image.Segments.Any(segment => segment.IsLoad && address >= segment.Address.Value && address - segment.Address.Value < segment.MemorySize)) return what;
        return null;
    }

    /// <summary>The first such place among the tables that relocation reads and the functions that run afterwards; null when there is none.</summary>
    /// <param name="image">The file as it is mapped.</param>
    /// <param name="pageSize">The page size in bytes.</param>
    public static string? TouchedByRelocation(ElfImage image, int pageSize)
    {
        if (!image.LoadsBeyondEnd) return null;
        return Ends(ElfConstants.DT_JMPREL, ElfConstants.DT_PLTRELSZ, "the relocations of calls") ?? Ends(ElfConstants.DT_RELA, ElfConstants.DT_RELASZ, "the relocations") ?? Table(image, ElfConstants.DT_SYMTAB, "the symbol table", pageSize)
            ?? Ends(ElfConstants.DT_STRTAB, ElfConstants.DT_STRSZ, "the string table");

        string? Ends(long tag, long sizeTag, string what)
        {
            if (image.Dynamic.Value(tag) is not { } address || address == 0 || image.Dynamic.Value(sizeTag) is not { } size || size is 0 or > long.MaxValue / 2) return null;
            return IsMissing(image, address, pageSize) || IsMissing(image, unchecked(address + size - 1), pageSize) ? what : null;
        }
    }

    /// <summary>The first such place among the functions that run when all is relocated; null when there is none.</summary>
    /// <param name="image">The file as it is mapped.</param>
    /// <param name="pageSize">The page size in bytes.</param>
    public static string? TouchedByStart(ElfImage image, int pageSize) =>
        image.LoadsBeyondEnd ? Table(image, ElfConstants.DT_INIT, "the initialisation function", pageSize) ?? Table(image, ElfConstants.DT_INIT_ARRAY, "the list of initialisation functions", pageSize) : null;

    /// <summary>True when the page of an address holds no byte of the file.</summary>
    /// <param name="image">The file as it is mapped.</param>
    /// <param name="address">The address.</param>
    /// <param name="pageSize">The page size in bytes.</param>
    public static bool IsMissing(ElfImage image, ulong address, int pageSize)
    {
        for (int i = image.Segments.Length - 1; i >= 0; i--)
        {
            ElfSegment segment = image.Segments[i];
            if (segment.IsLoad && address >= segment.Address.Value && address - segment.Address.Value < segment.FileSize)
                return IsBehindEnd(image, unchecked(segment.Offset.Value + (long)(address - segment.Address.Value)), pageSize);
        }

        return false;
    }

    private static string? Table(ElfImage image, long tag, string what, int pageSize) =>
        image.Dynamic.Value(tag) is { } address && address != 0 && IsMissing(image, address, pageSize) ? what : null;

    private static bool IsBehindEnd(ElfImage image, long offset, int pageSize) => offset >= 0 && (offset & ~((long)pageSize - 1)) >= image.FileLength;
}
