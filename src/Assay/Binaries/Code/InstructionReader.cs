using System.Buffers.Binary;
using System.Globalization;
using Iced.Intel;
using Architecture = Assay.Targets.Architecture;
using Decoder = Iced.Intel.Decoder;

namespace Assay.Binaries.Code;

/// <summary>Reads single instructions: for a crash, and for what is shown of code.</summary>
public static class InstructionReader
{
    private const int LongestX86 = 15;

    /// <summary>The instruction at the beginning of some bytes.</summary>
    /// <param name="bytes">The bytes; 16 are enough for any instruction.</param>
    /// <param name="address">The address of the first of them.</param>
    /// <param name="architecture">The architecture of the code.</param>
    /// <returns>Null when they are no instruction, or of an architecture that is not decoded.</returns>
    public static NeededInstruction? Read(ReadOnlySpan<byte> bytes, ulong address, Architecture architecture) => architecture switch
    {
        Architecture.X86_64 => ReadX86(bytes, address),
        Architecture.Arm64 or Architecture.Arm64E when bytes.Length >= 4 => ReadArm64(bytes[..4], address),
        _ => null,
    };

    private static NeededInstruction? ReadX86(ReadOnlySpan<byte> bytes, ulong address)
    {
        byte[] copy = bytes[..Math.Min(bytes.Length, LongestX86)].ToArray();
        Decoder decoder = Decoder.Create(64, new ByteArrayCodeReader(copy));
        decoder.IP = address;
        decoder.Decode(out Instruction instruction);
        if (instruction.IsInvalid) return null;
        FastFormatter formatter = new();
        FastStringOutput text = new();
        formatter.Format(instruction, text);
        return new NeededInstruction(address, copy.AsMemory(0, instruction.Length), text.ToString(), X86Needs.Of(instruction));
    }

    private static NeededInstruction ReadArm64(ReadOnlySpan<byte> bytes, ulong address)
    {
        uint word = BinaryPrimitives.ReadUInt32LittleEndian(bytes);
        Arm64Pattern? row = Arm64Needs.Find(word);
        return new NeededInstruction(address, bytes.ToArray(), row is null ? word.ToString("x8", CultureInfo.InvariantCulture) : Arm64Names.Of(word, row), row?.Needs ?? default);
    }
}
