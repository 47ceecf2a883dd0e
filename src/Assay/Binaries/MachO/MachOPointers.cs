namespace Assay.Binaries.MachO;

/// <summary>What a stored pointer means before dyld has been there: plain, or one link of a chain of fixups (<c>mach-o/fixup-chains.h</c>, struct dyld_chained_ptr_*).</summary>
internal static class MachOPointers
{
    private const ulong AddressBits = (1UL << 36) - 1, ArmAddressBits = (1UL << 43) - 1;

    /// <summary>The address in the image that a pointer holds once it is loaded, or null when it leads elsewhere.</summary>
    /// <param name="image">The image.</param>
    /// <param name="start">The address of its header.</param>
    /// <param name="place">The address of the pointer.</param>
    /// <param name="stored">Its bytes as a number.</param>
    public static ulong? Decode(MachOImage image, ulong start, ulong place, ulong stored)
    {
        if (stored == 0) return null;
        if (image.ChainedFixups is not { } fixups) return IsInside(image, stored) ? stored : null;
        int segment = 0;
        while (segment < image.Segments.Length && (place < image.Segments[segment].VirtualAddress.Value || place - image.Segments[segment].VirtualAddress.Value >= image.Segments[segment].VirtualSize)) segment++;
        ushort format = fixups.Segments.FirstOrDefault(starts => starts.SegmentIndex == segment && starts.PageCount > 0).PointerFormat;
        bool isBound = stored >> 63 != 0;
        ulong? address = format switch
        {
            // DYLD_CHAINED_PTR_64 holds an address, DYLD_CHAINED_PTR_64_OFFSET a distance from the header.
            2 => isBound ? null : stored & AddressBits,
            6 => isBound ? null : start + (stored & AddressBits),

            // The arm64e kinds: bit 63 says signed, bit 62 bound; a signed one holds a 32-bit distance.
            1 or 7 or 9 or 12 => (stored >> 62 & 1) != 0 ? null : isBound ? start + (uint)stored : (format is 1 or 9 ? 0 : start) + (stored & ArmAddressBits),
            _ => null,
        };
        return address is { } known && IsInside(image, known) ? known : null;
    }

    private static bool IsInside(MachOImage image, ulong address) =>
        image.Segments.Any(segment => address >= segment.VirtualAddress.Value && address - segment.VirtualAddress.Value < segment.VirtualSize && segment.Name != "__PAGEZERO");
}
