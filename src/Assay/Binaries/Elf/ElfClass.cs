namespace Assay.Binaries.Elf;

/// <summary>The width of addresses in an ELF file: EI_CLASS of the System V gABI.</summary>
public enum ElfClass : byte
{
    /// <summary>ELFCLASSNONE: not told. Any other value than the named ones is stored as it is.</summary>
    None = 0,

    /// <summary>ELFCLASS32.</summary>
    Elf32 = 1,

    /// <summary>ELFCLASS64.</summary>
    Elf64 = 2,
}
