namespace Assay.Binaries.MachO;

/// <summary>struct mach_header and mach_header_64 of <c>mach-o/loader.h</c>.</summary>
/// <param name="IsReadable">False when there was no header to read; the architecture is then what the fat header says, the rest is 0.</param>
/// <param name="CpuType">The <c>cputype</c> field.</param>
/// <param name="CpuSubtype">The <c>cpusubtype</c> field.</param>
/// <param name="FileType">The <c>filetype</c> field.</param>
/// <param name="CommandCount">The <c>ncmds</c> field.</param>
/// <param name="CommandsSize">The <c>sizeofcmds</c> field, in bytes.</param>
/// <param name="Flags">The <c>flags</c> field.</param>
internal sealed record MachOHeader(bool IsReadable, uint CpuType, uint CpuSubtype, uint FileType, uint CommandCount, uint CommandsSize, uint Flags)
{
    /// <summary>The size of the structure in bytes; the 64-bit one has a reserved word at its end.</summary>
    /// <param name="wide">True for 64 bits.</param>
    public static int SizeOf(bool wide) => wide ? 32 : 28;
}
