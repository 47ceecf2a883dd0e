namespace Assay.Binaries;

/// <summary>The container format of a binary file, told by its first bytes.</summary>
public enum BinaryFormat
{
    /// <summary>None of the formats Assay reads: text, an archive, garbage, or nothing at all.</summary>
    Unknown,

    /// <summary>ELF (System V gABI).</summary>
    Elf,

    /// <summary>Mach-O, thin or fat.</summary>
    MachO,

    /// <summary>PE/COFF with its MZ stub.</summary>
    Pe,
}
