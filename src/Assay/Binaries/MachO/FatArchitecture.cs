using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>One entry of a fat header (struct fat_arch or fat_arch_64). Not checked against the file.</summary>
/// <param name="RecordOffset">Where the entry is in the file.</param>
/// <param name="Magic">FAT_MAGIC (0xcafebabe) or FAT_MAGIC_64 (0xcafebabf).</param>
/// <param name="CpuType">The <c>cputype</c> field.</param>
/// <param name="CpuSubtype">The <c>cpusubtype</c> field.</param>
/// <param name="Offset">Where the slice starts in the file.</param>
/// <param name="Size">The size of the slice in bytes.</param>
/// <param name="AlignmentPower">The alignment of the slice as a power of two.</param>
/// <param name="IsHidden">True for an arm64 entry that follows the counted ones; dyld honours it, older tools do not see it.</param>
public sealed record FatArchitecture(
    FileOffset RecordOffset, uint Magic, uint CpuType, uint CpuSubtype, FileOffset Offset, ulong Size, uint AlignmentPower, bool IsHidden)
{
    /// <summary>The name dyld gives this architecture.</summary>
    public string ArchitectureName => CpuNames.Name(CpuType, CpuSubtype);
}
