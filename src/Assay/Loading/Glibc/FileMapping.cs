using Assay.Binaries.Elf;
using Assay.Diagnostics;

namespace Assay.Loading.Glibc;

/// <summary>What is wrong with a file when its segments are mapped.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Text">The loader's words, or the reason of a crash.</param>
/// <param name="Evidence">The record that decides, without the path.</param>
internal sealed record MappingFault(LoadFailureKind Kind, string Text, Evidence Evidence)
{
    /// <summary>True when the process ends, of SIGBUS or by an assertion, instead of getting an error.</summary>
    public bool EndsProcess => Kind is LoadFailureKind.Truncated or LoadFailureKind.LoaderAssertion;
}

/// <summary>
/// The checks of glibc elf/dl-load.c <c>_dl_map_object_from_fd</c> in its order, and the pages that mapping itself touches: where the file ends before one of
/// those, the process dies of SIGBUS.
/// </summary>
internal static class FileMapping
{
    // Half of the 48-bit addresses of x86-64; the other half is the kernel's.
    private const ulong AddressSpace = 1UL << 47;

    /// <summary>Judges a file whose header was accepted.</summary>
    /// <param name="image">The file.</param>
    /// <param name="system">The system.</param>
    /// <param name="isStackExecutable">True when the stacks of the process are executable already.</param>
    /// <param name="isOpenedLater">True for dlopen and what it pulls in, false when the program starts.</param>
    /// <returns>What is wrong, or null.</returns>
    public static MappingFault? Check(ElfImage image, GlibcSystem system, bool isStackExecutable, bool isOpenedLater)
    {
        if (CheckSegments(image, system) is { } fault) return fault;
        if (image.Header.Type != ElfConstants.ET_DYN)
            return new MappingFault(LoadFailureKind.NotLoadable, "cannot dynamically load executable", Header(16, "e_type", "ET_" + ElfNames.FileType(image.Header.Type), "a program, not a library"));
        ElfSegment? dynamic = image.Segments.LastOrDefault(segment => segment.Type == ElfConstants.PT_DYNAMIC);
        if (dynamic is null || image.Segments.Any(segment => segment is { Type: ElfConstants.PT_DYNAMIC, FileSize: 0 }))
            return new MappingFault(LoadFailureKind.NotLoadable, "object file has no dynamic section", Segment(image, dynamic, "p_filesz", $"{dynamic?.FileSize ?? 0}", "nothing tells the loader what is in the file"));
        if (CheckAddresses(image, system.PageSize) is { } unmappable) return unmappable;
        if (HolesOutOfOrder(image, system.PageSize) is { } hole) return hole;
        if (FilePages.TouchedByMapping(image, system.PageSize) is { } page) return Truncated(page, image);
        if (CheckRelocationFormat(image, system) is { } assertion) return assertion;
        ulong flags = image.Flags1 ?? 0;
        bool isProgram = (flags & ElfConstants.DF_1_PIE) != 0 && system.Policy.RefusesPositionIndependentPrograms;
        if (isProgram) return Refused(image, "cannot dynamically load position-independent executable", "DF_1_PIE");
        if (isOpenedLater && (flags & ElfConstants.DF_1_NOOPEN) != 0) return Refused(image, "shared object cannot be dlopen()ed", "DF_1_NOOPEN");
        if (!isStackExecutable && system.Policy.NeverMakesStacksExecutable && WantsExecutableStack(image, system.Abi))
        {
            ElfSegment? stack = image.Segments.LastOrDefault(segment => segment.Type == ElfConstants.PT_GNU_STACK);
            return new MappingFault(LoadFailureKind.ExecutableStack, "cannot enable executable stack as shared object requires: Invalid argument",
                stack is null
                    ? Segment(image, null, "p_type", "no PT_GNU_STACK", "without it an executable stack is asked for")
                    : Segment(image, stack, "p_flags", ElfNames.SegmentFlags(stack.Flags), "asks for an executable stack"));
        }

        return null;
    }

    /// <summary>True when a file asks for an executable stack, by PT_GNU_STACK or by having none where that means yes.</summary>
    /// <param name="image">The file.</param>
    /// <param name="abi">The architecture.</param>
    public static bool WantsExecutableStack(ElfImage image, ElfAbi abi) => image.ExecutableStack ?? abi.StackIsExecutableByDefault;

    /// <summary>The end by SIGBUS, as a fault.</summary>
    /// <param name="page">The page that is touched.</param>
    /// <param name="image">The file.</param>
    public static MappingFault Truncated(TouchedPage page, ElfImage image) => new(
        LoadFailureKind.Truncated,
        $"the file ends at 0x{image.FileLength:x}, before {page.What} at {page.Offset}; touching it raises SIGBUS",
        new Evidence("", page.Offset.Value, page.What, "offset", page.Offset.ToString(), $"behind the end of the file at 0x{image.FileLength:x}"));

    private static MappingFault? CheckSegments(ElfImage image, GlibcSystem system)
    {
        bool any = false;
        foreach (ElfSegment segment in image.Segments)
        {
            if (!segment.IsLoad) continue;
            any = true;
            if (system.Policy.JudgesSegmentsByPageSizeAlone)
            {
                if (!segment.IsPageCongruent(system.PageSize))
                    return Misaligned(image, segment, "ELF load command address/offset not page-aligned", $"differ modulo the page size {system.PageSize}");
                continue;
            }

            if ((segment.Alignment & (ulong)(system.PageSize - 1)) != 0)
                return Misaligned(image, segment, "ELF load command alignment not page-aligned", $"p_align 0x{segment.Alignment:x} is no multiple of the page size {system.PageSize}");
            if (((segment.Address.Value - (ulong)segment.Offset.Value) & (segment.Alignment - 1)) != 0)
                return Misaligned(image, segment, "ELF load command address/offset not properly aligned", $"differ modulo p_align 0x{segment.Alignment:x}");
        }

        return any ? null : new MappingFault(LoadFailureKind.NotLoadable, "object file has no loadable segments", Header(image.Header.Wide ? 56 : 44, "e_phnum", $"{image.Header.ProgramHeaderCount}", "no PT_LOAD among them"));
    }

    /// <summary>Sizes that no address space has: mmap refuses them (elf/dl-map-segments.h).</summary>
    private static MappingFault? CheckAddresses(ElfImage image, int pageSize)
    {
        ElfSegment[] loads = [.. image.Segments.Where(segment => segment.IsLoad)];
        ulong start = loads[0].Address.Value & ~((ulong)pageSize - 1);
        ulong length = unchecked(loads[^1].Address.Value + loads[^1].MemorySize - start);
        if (length is 0 or > AddressSpace) return NotMapped(loads[^1], "failed to map segment from shared object", $"{length} bytes from the first segment to the end of the last");
        foreach (ElfSegment segment in loads)
        {
            long distance = unchecked((long)(segment.Address.Value - start));
            if (segment.Index != loads[0].Index && (segment.FileSize > AddressSpace || distance is < -(long)AddressSpace or > (long)AddressSpace)) return NotMapped(segment, "failed to map segment from shared object", "outside every address space");
            if (segment.MemorySize > AddressSpace && segment.MemorySize > segment.FileSize) return NotMapped(segment, "cannot map zero-fill pages", "more memory than there are addresses");
        }

        return null;

        MappingFault NotMapped(ElfSegment segment, string text, string label) => new(LoadFailureKind.NotLoadable, text, Segment(image, segment, "p_vaddr and p_memsz", $"{segment.Address} and 0x{segment.MemorySize:x}", label));
    }

    /// <summary>Segments with gaps between them must stand in order: the gap from the first to the last is closed off (elf/dl-map-segments.h).</summary>
    private static MappingFault? HolesOutOfOrder(ElfImage image, int pageSize)
    {
        ulong mask = ~((ulong)pageSize - 1);
        ElfSegment[] loads = [.. image.Segments.Where(segment => segment.IsLoad)];
        bool holes = false;
        for (int i = 1; i < loads.Length; i++) holes |= End(loads[i - 1]) != (loads[i].Address.Value & mask);
        return holes && (loads[^1].Address.Value & mask) < End(loads[0])
            ? Misaligned(image, loads[^1], "ELF load command address/offset not page-aligned", "stands before the end of the first segment")
            : null;

        ulong End(ElfSegment segment) => (segment.Address.Value + segment.FileSize + (ulong)pageSize - 1) & mask;
    }

    /// <summary>Machines whose relocations have addends know no others, and ld.so asserts that (elf/get-dynamic-info.h).</summary>
    private static MappingFault? CheckRelocationFormat(ElfImage image, GlibcSystem system)
    {
        if (system.Abi.Class != ElfClass.Elf64) return null;
        (int calls, int entries) = system.Policy.DynamicInfoAssertionLines;
        return Assertion(ElfConstants.DT_PLTREL, (ulong)ElfConstants.DT_RELA, calls, "info[DT_PLTREL]->d_un.d_val == DT_RELA")
            ?? Assertion(ElfConstants.DT_RELAENT, 24, entries, "info[DT_RELAENT]->d_un.d_val == sizeof (ElfW(Rela))");

        MappingFault? Assertion(long tag, ulong wanted, int line, string text)
        {
            ElfDynamicEntry entry = image.Dynamic.Entries.LastOrDefault(candidate => candidate.Tag == tag);
            return entry.Tag != tag || entry.Value == wanted ? null : new MappingFault(
                LoadFailureKind.LoaderAssertion,
                $"Inconsistency detected by ld.so: get-dynamic-info.h: {line}: elf_get_dynamic_info: Assertion `{text}' failed!",
                new Evidence("", entry.Offset.Value, "DT_" + entry.TagName, "d_val", $"{entry.Value}", $"{wanted} is wanted"));
        }
    }

    private static MappingFault Misaligned(ElfImage image, ElfSegment segment, string text, string label) =>
        new(LoadFailureKind.MisalignedSegment, text, Segment(image, segment, "p_offset and p_vaddr", $"{segment.Offset} and {segment.Address}", label));

    private static MappingFault Refused(ElfImage image, string text, string flag)
    {
        ElfDynamicEntry entry = image.Dynamic.Entries.LastOrDefault(candidate => candidate.Tag == ElfConstants.DT_FLAGS_1);
        return new MappingFault(LoadFailureKind.NotLoadable, text, new Evidence("", entry.Offset.Value, "DT_FLAGS_1", flag, $"0x{entry.Value:x}", "not made to be opened by dlopen"));
    }

    private static Evidence Header(int offset, string field, string value, string label) => new("", offset, "ELF header", field, value, label);

    private static Evidence Segment(ElfImage image, ElfSegment? segment, string field, string value, string label)
    {
        long? offset = segment is null ? null : image.Header.ProgramHeaders.Value + (segment.Index * (long)image.Header.ProgramHeaderSize);
        return new Evidence("", offset, segment is null ? "program headers" : $"program header {segment.Index} ({segment.TypeName})", field, value, label);
    }
}
