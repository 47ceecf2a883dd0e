using Assay.Binaries.Elf;

namespace Assay.Loading.Instructions;

/// <summary>A file of 32-bit Arm whose attributes claim more than the target's processor has, and which is not known to choose its code by itself.</summary>
/// <param name="File">The file, absolute.</param>
/// <param name="Attributes">What it says of itself.</param>
/// <param name="Proof">Why an import certainly executes such code; null where that is not decided.</param>
public sealed record NewerArmCode(string File, ArmAttributes Attributes, InstructionProof? Proof)
{
    /// <summary>The instruction, by its name; null where none was met. <c>Thumb-2</c> where a processor of version 6 takes each half of it for an instruction of its own.</summary>
    public string? Text { get; init; }

    /// <summary>Where that is, as the file numbers its addresses; 0 where none was met.</summary>
    public uint Address { get; init; }

    /// <summary>Its bytes in hexadecimal; empty where none was met.</summary>
    public string Bytes { get; init; } = "";

    /// <summary>What leads there, in the format's own words: <c>DT_INIT_ARRAY</c>, <c>PyInit_x</c>, <c>Py_mod_exec</c>; null where none was met.</summary>
    public string? Entry { get; init; }

    /// <summary>The function it is in, as far as its name is known; else null.</summary>
    public string? Function { get; init; }

    /// <summary>The processor architecture that its attributes name, as people write it: <c>Armv7</c>.</summary>
    public string Needs => "Arm" + Attributes.ArchitectureName;
}
