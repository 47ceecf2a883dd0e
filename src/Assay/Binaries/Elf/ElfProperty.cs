namespace Assay.Binaries.Elf;

/// <summary>One GNU property (NT_GNU_PROPERTY_TYPE_0).</summary>
/// <param name="Type">Its type number, for example 0xc0008002 for GNU_PROPERTY_X86_ISA_1_NEEDED.</param>
/// <param name="Value">Its value when it is four bytes, else null.</param>
public readonly record struct ElfProperty(uint Type, uint? Value);
