using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>A place in a file that the loader touches although the file ends before its page.</summary>
/// <param name="What">What is there: <c>the dynamic section</c>.</param>
/// <param name="Offset">Its offset.</param>
internal sealed record TouchedPage(string What, FileOffset Offset);

/// <summary>
/// Which pages of a file the loader touches, for files that were cut: mmap accepts a range behind the end of the file, and the first touch of a page that holds
/// no byte of the file raises SIGBUS. The page in which the file ends is filled with zeros.
/// </summary>
internal static class FilePages
{
    /// <summary>The first touch behind the end of the file while the file is mapped and its dynamic section is read.</summary>
    /// <param name="image">The file.</param>
    /// <param name="pageSize">The page size in bytes.</param>
    /// <returns>The place, or null when all pages touched are there.</returns>
    public static TouchedPage? TouchedByMapping(ElfImage image, int pageSize)
    {
        if (!IsCut(image)) return null;
        foreach (ElfSegment segment in image.Segments)
        {
            // The rest of the last page behind the initialised data is zeroed by hand.
            if (!segment.IsLoad || segment.MemorySize <= segment.FileSize) continue;
            long end = unchecked(segment.Offset.Value + (long)segment.FileSize);
            if ((unchecked(segment.Address.Value + segment.FileSize) & (ulong)(pageSize - 1)) != 0 && IsBehindEnd(image, end, pageSize)) return new TouchedPage("the end of the data segment", new FileOffset(end));
        }

        foreach (ElfSegment segment in image.Segments)
        {
            if (segment.Type != ElfConstants.PT_DYNAMIC || segment.FileSize == 0) continue;
            if (At(image, segment.Address.Value) is not { } start) continue;
            if (IsBehindEnd(image, start, pageSize)) return new TouchedPage("the dynamic section", new FileOffset(start));

            // Entries are read up to DT_NULL; without one among those that are there, the next page is touched unless it is the one filled with zeros.
            bool ends = image.Dynamic.Entries is [.., { Tag: ElfConstants.DT_NULL }];
            long last = unchecked(start + (long)segment.FileSize - 1);
            if (!ends && image.FileLength % pageSize == 0 && IsBehindEnd(image, last, pageSize)) return new TouchedPage("the dynamic section", new FileOffset(image.FileLength));
        }

        return Table(image, pageSize, ElfConstants.DT_GNU_HASH, "the hash table", 0)
            ?? Table(image, pageSize, ElfConstants.DT_HASH, "the hash table", 0)
            ?? Table(image, pageSize, ElfConstants.DT_STRTAB, "the string table", image.Dynamic.Value(ElfConstants.DT_STRSZ) ?? 0);
    }

    /// <summary>The first touch behind the end of the file while versions are checked and relocations applied.</summary>
    /// <param name="image">The file.</param>
    /// <param name="pageSize">The page size in bytes.</param>
    /// <returns>The place, or null when all pages touched are there.</returns>
    public static TouchedPage? TouchedByRelocation(ElfImage image, int pageSize)
    {
        if (!IsCut(image)) return null;
        ElfDynamicSection dynamic = image.Dynamic;
        if (Table(image, pageSize, ElfConstants.DT_VERNEED, "the version needs", 0) is { } needs) return needs;
        if (Table(image, pageSize, ElfConstants.DT_SYMTAB, "the symbol table", (ulong)image.Symbols.Count * 16) is { } symbols) return symbols;
        if (Table(image, pageSize, ElfConstants.DT_RELR, "the relocations", dynamic.Value(ElfConstants.DT_RELRSZ) ?? 0) is { } packed) return packed;
        if (Table(image, pageSize, ElfConstants.DT_RELA, "the relocations", dynamic.Value(ElfConstants.DT_RELASZ) ?? 0) is { } relocations) return relocations;
        if (Table(image, pageSize, ElfConstants.DT_JMPREL, "the relocations of calls", dynamic.Value(ElfConstants.DT_PLTRELSZ) ?? 0) is { } calls) return calls;
        foreach (ElfRelocation relocation in image.Relocations)
        {
            if (At(image, relocation.Target.Value) is { } target && IsBehindEnd(image, target, pageSize)) return new TouchedPage("data that is relocated", new FileOffset(target));
        }

        return Table(image, pageSize, ElfConstants.DT_INIT, "the initialisation function", 1)
            ?? Table(image, pageSize, ElfConstants.DT_INIT_ARRAY, "the list of initialisation functions", dynamic.Value(ElfConstants.DT_INIT_ARRAYSZ) ?? 0);
    }

    /// <summary>True when some page of a segment is behind the end of the file.</summary>
    /// <param name="image">The file.</param>
    public static bool IsCut(ElfImage image) => image.LoadsBeyondEnd;

    private static TouchedPage? Table(ElfImage image, int pageSize, long tag, string what, ulong size)
    {
        if (image.Dynamic.Value(tag) is not { } address || address == 0 || At(image, address) is not { } start) return null;
        if (IsBehindEnd(image, start, pageSize)) return new TouchedPage(what, new FileOffset(start));
        long last = size is 0 or > long.MaxValue / 2 ? start : unchecked(start + (long)size - 1);
        return IsBehindEnd(image, last, pageSize) ? new TouchedPage(what, new FileOffset(last)) : null;
    }

    // The page that holds the offset starts at or behind the end of the file.
    private static bool IsBehindEnd(ElfImage image, long offset, int pageSize) => offset >= 0 && (offset & ~((long)pageSize - 1)) >= image.FileLength;

    // Where an address is in the file, whether or not the file goes that far.
    private static long? At(ElfImage image, ulong address)
    {
        for (int i = image.Segments.Length - 1; i >= 0; i--)
        {
            ElfSegment segment = image.Segments[i];
            if (segment.IsLoad && address >= segment.Address.Value && address - segment.Address.Value < segment.FileSize)
                return unchecked(segment.Offset.Value + (long)(address - segment.Address.Value));
        }

        return null;
    }
}
