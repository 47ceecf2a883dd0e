using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Primitives;

namespace Assay.Loading.Glibc;

/// <summary>
/// Damage that ld.so does not look for: it follows what the file says, and the process may die anywhere. Nothing certain can be said of such a file except that
/// it is damaged, so it is neither called good nor given an error text.
/// </summary>
internal static class Damage
{
    // Everything ld.so follows without a question (elf/get-dynamic-info.h).
    private static readonly (long Tag, string Name)[] Pointers =
    [
        (ElfConstants.DT_STRTAB, "DT_STRTAB"), (ElfConstants.DT_SYMTAB, "DT_SYMTAB"), (ElfConstants.DT_GNU_HASH, "DT_GNU_HASH"), (ElfConstants.DT_HASH, "DT_HASH"),
        (ElfConstants.DT_RELA, "DT_RELA"), (ElfConstants.DT_REL, "DT_REL"), (ElfConstants.DT_JMPREL, "DT_JMPREL"), (ElfConstants.DT_RELR, "DT_RELR"),
        (ElfConstants.DT_VERSYM, "DT_VERSYM"), (ElfConstants.DT_VERNEED, "DT_VERNEED"), (ElfConstants.DT_VERDEF, "DT_VERDEF"),
        (ElfConstants.DT_INIT_ARRAY, "DT_INIT_ARRAY"), (ElfConstants.DT_INIT, "DT_INIT"),
    ];

    private static readonly (long Pointer, long Size, string Name)[] Sized =
    [
        (ElfConstants.DT_STRTAB, ElfConstants.DT_STRSZ, "DT_STRSZ"), (ElfConstants.DT_RELA, ElfConstants.DT_RELASZ, "DT_RELASZ"), (ElfConstants.DT_REL, ElfConstants.DT_RELSZ, "DT_RELSZ"),
        (ElfConstants.DT_JMPREL, ElfConstants.DT_PLTRELSZ, "DT_PLTRELSZ"), (ElfConstants.DT_RELR, ElfConstants.DT_RELRSZ, "DT_RELRSZ"),
        (ElfConstants.DT_INIT_ARRAY, ElfConstants.DT_INIT_ARRAYSZ, "DT_INIT_ARRAYSZ"),
    ];

    /// <summary>What is wrong with the segments or the dynamic section, seen when the file is mapped.</summary>
    /// <param name="image">The file.</param>
    /// <returns>One line, or null.</returns>
    public static string? InHeaders(ElfImage image)
    {
        ElfSegment? before = null;
        foreach (ElfSegment segment in image.Segments)
        {
            if (!segment.IsLoad) continue;
            if (segment.MemorySize < segment.FileSize) return $"program header {segment.Index} has more bytes in the file than in memory";
            if (before is not null && segment.Address.Value < before.Address.Value + before.MemorySize) return $"program header {segment.Index} starts inside the segment before it";
            before = segment;
        }

        ElfSegment? section = image.Segments.LastOrDefault(segment => segment.Type == ElfConstants.PT_DYNAMIC);
        if (section is not null && Room(image, section.Address.Value) == 0) return $"the dynamic section is at {section.Address}, which is in no segment";
        ElfDynamicSection dynamic = image.Dynamic;
        foreach ((long tag, string name) in Pointers)
        {
            if (dynamic.Value(tag) is { } address and not 0 && Room(image, address) == 0) return $"{name} points to {new VirtualAddress(address)}, which is in no segment";
        }

        foreach ((long pointer, long size, string name) in Sized)
        {
            if (dynamic.Value(pointer) is { } address and not 0 && dynamic.Value(size) is { } length && length > Room(image, address)) return $"{name} is {length} bytes, more than its segment";
            if (dynamic.Has(pointer) && !dynamic.Has(size)) return $"{name} is missing";
            if (dynamic.Has(size) && !dynamic.Has(pointer)) return $"{name} is there without the table it belongs to";
        }

        if (!dynamic.Has(ElfConstants.DT_STRTAB)) return "there is no DT_STRTAB";
        if (!dynamic.Has(ElfConstants.DT_SYMTAB)) return "there is no DT_SYMTAB";
        if (dynamic.Has(ElfConstants.DT_JMPREL) && !dynamic.Has(ElfConstants.DT_PLTREL)) return "there is no DT_PLTREL";
        if (dynamic.Has(ElfConstants.DT_VERSYM) != (dynamic.Has(ElfConstants.DT_VERNEED) || dynamic.Has(ElfConstants.DT_VERDEF))) return "DT_VERSYM and the versions it counts do not come together";
        if (dynamic.Value(DT_RELACOUNT) is { } count && count > (dynamic.Value(ElfConstants.DT_RELASZ) ?? 0) / 24) return $"DT_RELACOUNT is {count}, more than there are relocations";
        ElfSegment? relro = image.Segments.FirstOrDefault(segment => segment.Type == ElfConstants.PT_GNU_RELRO);
        // Linkers round its end up to a page.
        if (relro is not null && relro.MemorySize > Room(image, relro.Address.Value) + 0x10000) return "PT_GNU_RELRO is not inside a segment";

        // Names are read by now, so what is wrong with them is known.
        _ = image.Needs;
        return InTables(image);
    }

    private const long DT_RELACOUNT = 0x6ffffff9;

    /// <summary>What was met while its tables were read.</summary>
    /// <param name="image">The file.</param>
    /// <returns>One line, or null.</returns>
    public static string? InTables(ElfImage image)
    {
        // A segment behind the end of the file is judged by the pages that are touched, and an offset that disagrees with an address only matters to tools.
        foreach (BinaryFault fault in image.Faults)
            if (!fault.Record.Contains("_Phdr", StringComparison.Ordinal) && fault.Record != "PT_DYNAMIC") return fault.ToString();
        return null;
    }

    // How many bytes of memory follow an address in its segment.
    private static ulong Room(ElfImage image, ulong address)
    {
        foreach (ElfSegment segment in image.Segments)
        {
            if (segment.IsLoad && address >= segment.Address.Value && address - segment.Address.Value < segment.MemorySize) return segment.MemorySize - (address - segment.Address.Value);
        }

        return 0;
    }
}
