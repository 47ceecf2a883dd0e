using Architecture = Assay.Targets.Architecture;

namespace Assay.Binaries.Code;

/// <summary>Reads single instructions: for a crash, and for what is shown of code.</summary>
public static class InstructionReader
{
    /// <summary>The instruction at the beginning of some bytes.</summary>
    /// <param name="bytes">The bytes; 16 are enough for any instruction.</param>
    /// <param name="address">The address of the first of them.</param>
    /// <param name="architecture">The architecture of the code.</param>
    /// <returns>Null when they are no instruction, or of an architecture that is not decoded.</returns>
    public static NeededInstruction? Read(ReadOnlySpan<byte> bytes, ulong address, Architecture architecture) => null;
}
