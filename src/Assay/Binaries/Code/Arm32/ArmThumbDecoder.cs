namespace Assay.Binaries.Code.Arm32;

/// <summary>Reads single instructions of Thumb code: the 16-bit ones of version 6, its two-part call, and everything longer as what version 6 misreads.</summary>
internal static class ArmThumbDecoder
{
    /// <summary>Reads one instruction.</summary>
    /// <param name="first">Its first half.</param>
    /// <param name="second">What follows.</param>
    /// <param name="address">Where it is, bit 0 set.</param>
    public static ArmStep Read(ushort first, ushort second, uint address)
    {
        uint place = address & ~1u;
        if (first >> 11 is 0x1D or 0x1E or 0x1F) return Long(first, second, place);
        if ((first & 0xFF00) == 0xDE00) return new ArmStep(2, ArmFlow.Trap);
        if ((first & 0xFF00) == 0xDF00) return new ArmStep(2) { Result = ArmResult.Unknown };
        if ((first & 0xF000) == 0xD000) return new ArmStep(2, ArmFlow.Branch, unchecked(place + 4 + (uint)((sbyte)(first & 0xFF) * 2)) | 1);
        if ((first & 0xF800) == 0xE000) return new ArmStep(2, ArmFlow.Jump, unchecked(place + 4 + (uint)((first << 21) >> 20)) | 1);
        if ((first & 0xFF80) == 0x4700 || (first & 0xFF00) == 0xBD00) return new ArmStep(2, ArmFlow.Exit);
        if ((first & 0xFD87) == 0x4487) return new ArmStep(2, ArmFlow.Exit);

        // CBZ, CBNZ and IT came with Thumb-2.
        if ((first & 0xF500) == 0xB100 || ((first & 0xFF00) == 0xBF00 && (first & 0xF) != 0)) return new ArmStep(2) { IsMisread = true };
        if (first == 0x2000) return new ArmStep(2) { Result = ArmResult.Zero };
        return new ArmStep(2) { Result = WritesFirst(first) ? ArmResult.Unknown : ArmResult.Kept };
    }

    private static ArmStep Long(ushort first, ushort second, uint place)
    {
        // Version 6 knows the call with a prefix and a suffix: the two bits that Thumb-2 put to use are set in it.
        bool isCall = first >> 11 == 0x1E && (second & 0xE800) is 0xE800 && ((second & 0x1000) != 0 || (second & 1) == 0);
        if (!isCall) return new ArmStep(4) { IsMisread = true };
        uint offset = unchecked((uint)((first & 0x7FF) << 21 >> 9) + (uint)((second & 0x7FF) << 1));
        bool staysThumb = (second & 0x1000) != 0;
        uint target = unchecked(place + 4 + offset);
        return new ArmStep(4, ArmFlow.Call, staysThumb ? target | 1 : target & ~3u) { Result = ArmResult.Unknown };
    }

    // Moves, additions and loads by their low destination; what is left out may write it.
    private static bool WritesFirst(ushort first) => (first >> 12) switch
    {
        0xB => (first & 0xFE00) == 0xBC00 ? (first & 1) != 0 : (first & 0xFF00) != 0xB000 && (first & 0xFE00) != 0xB400,
        0x6 or 0x7 or 0x8 or 0x9 => (first & 0x0800) != 0 && ((first >> 12) == 9 ? (first & 0x0700) == 0 : (first & 7) == 0),
        2 or 3 or 0xA => (first & 0x0700) == 0 && (first & 0xF800) != 0x2800,
        0 or 1 => (first & 7) == 0,
        _ => true,
    };
}
