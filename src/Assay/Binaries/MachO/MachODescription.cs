namespace Assay.Binaries.MachO;

/// <summary>What the text form says of one Mach-O image: the bridge between a real file, its text and the bytes made from that text.</summary>
internal sealed class MachODescription
{
    /// <summary>The flags of what Apple's linker makes for Python: NOUNDEFS, DYLDLINK, TWOLEVEL.</summary>
    public const uint OrdinaryFlags = 0x85;

    /// <summary>The further flag of programs: PIE.</summary>
    public const uint ProgramFlags = 0x200000;

    public uint CpuType { get; set; }

    public uint CpuSubtype { get; set; }

    public uint FileType { get; set; }

    public uint Flags { get; set; } = OrdinaryFlags;

    public bool IsHidden { get; set; }

    public DylibIdentity? Identity { get; set; }

    /// <summary>Null asks the assembler to make one up; <see cref="Guid.Empty"/> for no LC_UUID at all.</summary>
    public Guid? Uuid { get; set; }

    public List<BuildVersion> Builds { get; } = [];

    public List<LibraryNeed> Needs { get; } = [];

    public List<string> RunPaths { get; } = [];

    /// <summary>Commands that the header does not know: number and the bytes behind <c>cmdsize</c>.</summary>
    public List<(uint Number, byte[] Bytes)> Commands { get; } = [];

    /// <summary>Segments that are not as they ordinarily are; they count by name, protection and flags.</summary>
    public List<MachOSegment> Segments { get; } = [];

    /// <summary>Sections that dyld does something about; they count by names, type, size and offset.</summary>
    public List<MachOSection> Sections { get; } = [];

    public MachOFixups Fixups { get; set; } = MachOFixups.Opcodes;

    public List<BoundSymbol> Wants { get; } = [];

    public List<MachOExport> Offers { get; } = [];

    public MachODescribedSignature? Signature { get; set; }

    /// <summary>What is left of the string pool's offset divided by 8.</summary>
    public uint StringPoolRemainder { get; set; }

    /// <summary>True for 64-bit structures.</summary>
    public bool IsWide => (CpuType & MachOConstants.CPU_ARCH_ABI64) != 0;

    /// <summary>True where numbers have their most significant byte first.</summary>
    public bool IsBigEndian => CpuType is MachOConstants.CPU_TYPE_POWERPC or MachOConstants.CPU_TYPE_POWERPC64;

    /// <summary>True for 64-bit Arm, which must be signed and has pages of 16 KiB.</summary>
    public bool IsArm64 => CpuType is MachOConstants.CPU_TYPE_ARM64 or MachOConstants.CPU_TYPE_ARM64_32;

    /// <summary>The flags of this kind of file when nothing is said about them.</summary>
    public uint UsualFlags => FileType == MachOConstants.MH_EXECUTE ? OrdinaryFlags | ProgramFlags : OrdinaryFlags;
}
