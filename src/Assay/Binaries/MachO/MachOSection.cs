using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>A section of a Mach-O segment.</summary>
/// <param name="SegmentName">The <c>segname</c> field.</param>
/// <param name="Name">The <c>sectname</c> field.</param>
/// <param name="RecordOffset">Where the section's header starts in the file.</param>
public sealed record MachOSection(string SegmentName, string Name, FileOffset RecordOffset)
{
    /// <summary>Where it is mapped, before sliding.</summary>
    public VirtualAddress VirtualAddress { get; init; }

    /// <summary>Its size in bytes.</summary>
    public ulong Size { get; init; }

    /// <summary>The <c>offset</c> field: where its content starts, in bytes from the start of the slice.</summary>
    public uint SliceOffset { get; init; }

    /// <summary>Alignment as a power of two.</summary>
    public uint AlignmentPower { get; init; }

    /// <summary>The whole <c>flags</c> field.</summary>
    public uint Flags { get; init; }

    /// <summary>The <c>reserved1</c> field: in sections of stubs and symbol pointers the index of their first entry in the indirect symbol table.</summary>
    internal uint IndirectStart { get; init; }

    /// <summary>The <c>reserved2</c> field: in a section of stubs the size of one, in bytes.</summary>
    internal uint EntrySize { get; init; }

    /// <summary>The section type: the low byte of the flags.</summary>
    public uint Type => Flags & MachOConstants.SECTION_TYPE;

    /// <summary>True when it has no content in the file (S_ZEROFILL, S_GB_ZEROFILL, S_THREAD_LOCAL_ZEROFILL).</summary>
    public bool IsZeroFill => Type is MachOConstants.S_ZEROFILL or MachOConstants.S_GB_ZEROFILL or MachOConstants.S_THREAD_LOCAL_ZEROFILL;

    /// <summary>True when it holds thread-local data or what describes it.</summary>
    public bool IsThreadLocal => Type is >= MachOConstants.S_THREAD_LOCAL_REGULAR and <= MachOConstants.S_THREAD_LOCAL_INIT_FUNCTION_POINTERS;
}
