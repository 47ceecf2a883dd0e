using Assay.Binaries.Elf;

namespace Assay.Loading.Glibc;

/// <summary>
/// The static thread-local block of a process. Its size is fixed when the program starts; libraries opened later share a surplus of 1664 bytes
/// (glibc elf/dl-tls.c, <c>_dl_determine_tlsoffset</c>; elf/dl-reloc.c, <c>_dl_try_allocate_static_tls</c>). All sizes are in bytes.
/// </summary>
internal sealed class StaticTls
{
    private const long DefaultSurplus = 1664;
    private const long DefaultOptional = 512;
    private const long NamespaceShare = 144;

    private readonly bool endsAtPointer;
    private readonly bool limitsOptional;
    private readonly long maximumAlignment;
    private readonly long size;
    private long optional;

    /// <summary>Lays out the blocks of the objects that are there when the program starts.</summary>
    /// <param name="system">The system.</param>
    /// <param name="objects">Those objects in the order they were mapped; the ones with thread-local storage get their place.</param>
    public StaticTls(GlibcSystem system, IEnumerable<LinkMap> objects)
    {
        endsAtPointer = system.Abi.ThreadBlocksEndAtPointer;
        limitsOptional = system.Policy.LimitsOptionalStaticTls;
        (long surplus, optional) = Surplus(system);
        maximumAlignment = system.Abi.HasCpuLevels ? 64 : system.Policy.GenericThreadBlockAlignment;

        // The gaps that alignment leaves are filled with later, smaller blocks by ld.so. Only the sum counts here, and blocks of start-up objects are few, so
        // that refinement (freetop, freebottom) is modelled by one gap as there.
        long offset = endsAtPointer ? 0 : 2L * (system.Abi.Class == ElfClass.Elf64 ? 8 : 4);
        long gapTop = 0, gapBottom = 0;
        foreach (LinkMap map in objects)
        {
            if (Block(map) is not { } block) continue;
            maximumAlignment = Math.Max(maximumAlignment, block.Alignment);
            if (endsAtPointer) offset = PlaceDownwards(map, block, offset, ref gapTop, ref gapBottom);
            else offset = PlaceUpwards(map, block, offset, ref gapTop, ref gapBottom);
        }

        Used = offset;
        size = RoundUp(offset + surplus, endsAtPointer ? maximumAlignment : system.Policy.GenericThreadBlockAlignment);
    }

    /// <summary>How much is taken.</summary>
    public long Used { get; private set; }

    /// <summary>What is left for libraries opened later.</summary>
    public long Free => size - Used;

    /// <summary>What stood before an attempt, to go back to.</summary>
    public (long Used, long Optional) State => (Used, optional);

    /// <summary>Finds room for the block of a library.</summary>
    /// <param name="map">The library; it has thread-local storage and no place yet.</param>
    /// <param name="isOptional">True when there is another way if no room is left (a TLS descriptor).</param>
    /// <returns>False when there is none.</returns>
    public bool TryAllocate(LinkMap map, bool isOptional)
    {
        if (Block(map) is not { } block || block.Alignment > maximumAlignment) return false;
        long use, place;
        if (endsAtPointer)
        {
            long free = size - Used, needed = block.Size + block.FirstByte;
            if (free < needed) return false;
            use = free - (((free - needed) / block.Alignment) * block.Alignment) - block.FirstByte;
            place = Used + use;
            if (!Account(use, isOptional)) return false;
            Used = place;
        }
        else
        {
            place = RoundUp(Used - block.FirstByte, block.Alignment) + block.FirstByte;
            long end = place + block.Size;
            if (end > size) return false;
            if (!Account(end - Used, isOptional)) return false;
            Used = end;
        }

        map.TlsOffset = place;
        return true;
    }

    /// <summary>Gives back what a failed load took: ld.so does so when it was taken last.</summary>
    /// <param name="state">What stood before.</param>
    public void Restore((long Used, long Optional) state) => Used = state.Used;

    private bool Account(long use, bool isOptional)
    {
        if (!isOptional || !limitsOptional) return true;
        if (use > optional) return false;
        optional -= use;
        return true;
    }

    private static long PlaceDownwards(LinkMap map, TlsBlock block, long offset, ref long gapTop, ref long gapBottom)
    {
        long first = -block.FirstByte & (block.Alignment - 1);
        if (gapBottom - gapTop >= block.Size)
        {
            long inGap = RoundUp(gapTop + block.Size - first, block.Alignment) + first;
            if (inGap <= gapBottom)
            {
                gapTop = inGap;
                map.TlsOffset = inGap;
                return offset;
            }
        }

        long place = RoundUp(offset + block.Size - first, block.Alignment) + first;
        if (place > offset + block.Size + (gapBottom - gapTop)) (gapTop, gapBottom) = (offset, place - block.Size);
        map.TlsOffset = place;
        return place;
    }

    private static long PlaceUpwards(LinkMap map, TlsBlock block, long offset, ref long gapTop, ref long gapBottom)
    {
        long first = -block.FirstByte & (block.Alignment - 1);
        if (block.Size <= gapTop - gapBottom)
        {
            long inGap = Above(gapBottom, first, block.Alignment);
            if (inGap + block.Size - first <= gapTop)
            {
                map.TlsOffset = inGap - first;
                gapBottom = inGap + block.Size - first;
                return offset;
            }
        }

        long place = Above(offset, first, block.Alignment);
        map.TlsOffset = place - first;
        if (place - first - offset > gapTop - gapBottom) (gapBottom, gapTop) = (offset, place - first);
        return place + block.Size - first;
    }

    private static long Above(long offset, long first, long alignment)
    {
        long place = RoundUp(offset, alignment);
        return place - offset < first ? place + alignment : place;
    }

    private static (long Surplus, long Optional) Surplus(GlibcSystem system)
    {
        if (!system.Policy.LimitsOptionalStaticTls) return (DefaultSurplus, DefaultSurplus);
        long namespaces = 4, optionalPart = DefaultOptional;
        foreach (string tunable in (system.Machine.EnvironmentVariable("GLIBC_TUNABLES") ?? "").Split(':'))
        {
            string[] parts = tunable.Split('=', 2);
            if (parts.Length != 2 || !long.TryParse(parts[1], out long value) || value < 0 || value > 1 << 30) continue;
            if (parts[0] == "glibc.rtld.optional_static_tls") optionalPart = value;
            else if (parts[0] == "glibc.rtld.nns") namespaces = Math.Clamp(value, 1, 16);
        }

        // tls_static_surplus plus LEGACY_TLS, which makes the defaults come to 1664.
        const long DefaultParts = (3 * NamespaceShare) + (4 * NamespaceShare) + DefaultOptional;
        return (((namespaces - 1) * NamespaceShare) + (namespaces * NamespaceShare) + optionalPart + (DefaultSurplus - DefaultParts), optionalPart);
    }

    private static TlsBlock? Block(LinkMap map)
    {
        if (map.Image is not { } image) return null;
        ElfSegment? segment = image.Segments.LastOrDefault(candidate => candidate is { Type: ElfConstants.PT_TLS, MemorySize: > 0 });
        if (segment is null || segment.MemorySize > 1UL << 40) return null;

        // An alignment that is no power of two would divide by zero or worse in ld.so; it is read as 1.
        long alignment = segment.Alignment is > 0 and <= 1UL << 30 && (segment.Alignment & (segment.Alignment - 1)) == 0 ? (long)segment.Alignment : 1;
        return new TlsBlock((long)segment.MemorySize, alignment, (long)(segment.Address.Value & ((ulong)alignment - 1)));
    }

    private static long RoundUp(long value, long alignment) => (value + alignment - 1) / alignment * alignment;

    private sealed record TlsBlock(long Size, long Alignment, long FirstByte);
}
