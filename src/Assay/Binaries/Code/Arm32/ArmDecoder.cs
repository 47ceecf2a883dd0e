using System.Buffers.Binary;

namespace Assay.Binaries.Code.Arm32;

/// <summary>
/// Reads single instructions of 32-bit Arm (ARM Architecture Reference Manual DDI 0100I for version 6, DDI 0406C for what version 7 added). Only what version 6 leaves undefined for certain is
/// called newer: the wide moves, bit fields, division, barriers and Advanced SIMD; what shares its encoding with something older is not.
/// </summary>
internal static class ArmDecoder
{
    private const uint Always = 14;

    // Mask, value and name. Version 6T2 brought the first eight, version 7 and its extensions the others.
    private static readonly (uint Mask, uint Value, string Name)[] Conditional =
    [
        (0x0FF00000, 0x03000000, "movw"), (0x0FF00000, 0x03400000, "movt"), (0x0FE00070, 0x07A00050, "sbfx"), (0x0FE00070, 0x07E00050, "ubfx"),
        (0x0FE0007F, 0x07C0001F, "bfc"), (0x0FE00070, 0x07C00010, "bfi"), (0x0FF000F0, 0x00600090, "mls"), (0x0FFF0FF0, 0x06FF0F30, "rbit"),
        (0x0FF0F0F0, 0x0710F010, "sdiv"), (0x0FF0F0F0, 0x0730F010, "udiv"), (0x0FB00EF0, 0x0EB00A00, "vmov"),
    ];

    private static readonly (uint Mask, uint Value, string Name)[] Unconditional =
    [
        (0xFFFFFFF0, 0xF57FF040, "dsb"), (0xFFFFFFF0, 0xF57FF050, "dmb"), (0xFFFFFFF0, 0xF57FF060, "isb"), (0xFE000000, 0xF2000000, "an instruction of NEON"), (0xFF100000, 0xF4000000, "a load or store of NEON"),
    ];

    /// <summary>The name of an instruction that version 6 does not have, whatever its condition; null for others.</summary>
    /// <param name="word">A word of Arm code.</param>
    public static string? NewerName(uint word)
    {
        foreach ((uint mask, uint value, string name) in word >> 28 == 15 ? Unconditional : Conditional)
            if ((word & mask) == value) return name;
        return null;
    }

    /// <summary>Reads one instruction.</summary>
    /// <param name="bytes">The bytes from it on; at least 4, or 2 of Thumb code.</param>
    /// <param name="address">Where it is, bit 0 set for Thumb code.</param>
    /// <returns>Null where there are no bytes.</returns>
    public static ArmStep? Read(ReadOnlySpan<byte> bytes, uint address)
    {
        if ((address & 1) != 0) return bytes.Length < 2 ? null : ArmThumbDecoder.Read(BinaryPrimitives.ReadUInt16LittleEndian(bytes), bytes.Length < 4 ? (ushort)0 : BinaryPrimitives.ReadUInt16LittleEndian(bytes[2..]), address);
        return bytes.Length < 4 ? null : ReadArm(BinaryPrimitives.ReadUInt32LittleEndian(bytes), address);
    }

    private static ArmStep ReadArm(uint word, uint address)
    {
        uint condition = word >> 28;
        bool isAlways = condition >= Always;
        if (NewerName(word) is { } newer) return new ArmStep(4) { Newer = isAlways ? newer : null, Result = ArmResult.Unknown };
        if ((word & 0x0E000000) == 0x0A000000)
        {
            uint target = unchecked(address + 8 + (uint)((int)(word << 8) >> 6));
            if (condition == 15) return new ArmStep(4, ArmFlow.Call, unchecked(target + (word >> 23 & 2)) | 1) { Result = ArmResult.Unknown };
            bool isCall = (word & 0x01000000) != 0;
            if (isCall) return new ArmStep(4, isAlways ? ArmFlow.Call : ArmFlow.Next, target) { Result = ArmResult.Unknown };
            return new ArmStep(4, isAlways ? ArmFlow.Jump : ArmFlow.Branch, target);
        }

        if (condition == 15) return new ArmStep(4) { Result = ArmResult.Unknown };
        if ((word & 0x0FF000F0) == 0x07F000F0) return new ArmStep(4, isAlways ? ArmFlow.Trap : ArmFlow.Next);
        if (LeavesFunction(word)) return new ArmStep(4, isAlways ? ArmFlow.Exit : ArmFlow.MayExit) { Result = LoadsFirst(word) ? ArmResult.Unknown : ArmResult.Kept };
        return new ArmStep(4) { Result = ResultOf(word, isAlways) };
    }

    private static bool LeavesFunction(uint word)
    {
        if ((word & 0x0FFFFFF0) is 0x012FFF10 or 0x012FFF20) return true;
        if ((word & 0x0E108000) == 0x08108000) return true;
        bool writesLast = (word & 0xF000) == 0xF000;
        return (word & 0x0C000000) switch
        {
            0x00000000 => writesLast && !IsMultiply(word) && !IsMiscellaneous(word) && !IsComparison(word),
            0x04000000 => writesLast && (word & 0x00100000) != 0 && (word & 0x02000010) != 0x02000010,
            _ => false,
        };
    }

    private static bool IsMultiply(uint word) => (word & 0x02000090) == 0x00000090;

    // Moves to and from status registers, branches by register, CLZ, hints.
    private static bool IsMiscellaneous(uint word) => (word & 0x01900000) == 0x01000000;

    private static bool IsComparison(uint word) => (word & 0x01900000) == 0x01100000;

    private static bool LoadsFirst(uint word) => (word & 0x0E100000) == 0x08100000 && (word & 1) != 0;

    private static ArmResult ResultOf(uint word, bool isAlways)
    {
        if (isAlways && (word & 0x0FFFFFFF) == 0x03A00000) return ArmResult.Zero;
        if (isAlways && (word & 0x0FFFFFFF) == 0x03E00000) return ArmResult.MinusOne;
        bool writesFirst = (word & 0x0C000000) switch
        {
            0x00000000 when IsMultiply(word) || IsMiscellaneous(word) => true,
            0x00000000 => !IsComparison(word) && (word & 0xF000) == 0,

            // A load; media instructions in between write elsewhere in the word.
            0x04000000 => (word & 0x02000010) == 0x02000010 || ((word & 0x00100000) != 0 && (word & 0xF000) == 0) || ((word & 0x000F0000) == 0 && (word & 0x01200000) != 0x01000000),
            0x08000000 => LoadsFirst(word) || (word & 0x000F0000) == 0,
            _ => true,
        };
        return writesFirst ? ArmResult.Unknown : ArmResult.Kept;
    }
}
