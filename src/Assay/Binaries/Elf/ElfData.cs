namespace Assay.Binaries.Elf;

/// <summary>The byte order of an ELF file: EI_DATA of the System V gABI.</summary>
public enum ElfData : byte
{
    /// <summary>ELFDATANONE: not told. Any other value than the named ones is stored as it is.</summary>
    None = 0,

    /// <summary>ELFDATA2LSB: least significant byte first.</summary>
    LittleEndian = 1,

    /// <summary>ELFDATA2MSB: most significant byte first.</summary>
    BigEndian = 2,
}
