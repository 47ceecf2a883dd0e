using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>LC_SEGMENT or LC_SEGMENT_64. Offsets into the file count from the start of the slice, as they are stored.</summary>
/// <param name="Name">The segment's name, such as <c>__TEXT</c>.</param>
/// <param name="RecordOffset">Where the load command starts in the file.</param>
public sealed record MachOSegment(string Name, FileOffset RecordOffset)
{
    /// <summary>Where it is mapped, before sliding.</summary>
    public VirtualAddress VirtualAddress { get; init; }

    /// <summary>Bytes of memory it takes.</summary>
    public ulong VirtualSize { get; init; }

    /// <summary>Where its content starts, in bytes from the start of the slice.</summary>
    public ulong SliceOffset { get; init; }

    /// <summary>Bytes of content in the file.</summary>
    public ulong FileSize { get; init; }

    /// <summary>VM_PROT_* it may be given.</summary>
    public uint MaximumProtection { get; init; }

    /// <summary>VM_PROT_* it starts with.</summary>
    public uint InitialProtection { get; init; }

    /// <summary>SG_* flags.</summary>
    public uint Flags { get; init; }

    /// <summary>The <c>nsects</c> field; larger than the number of <see cref="Sections"/> when it lies.</summary>
    public uint SectionCount { get; init; }

    /// <summary>The sections that fit into the command, in file order.</summary>
    public ImmutableArray<MachOSection> Sections { get; init; } = [];

    /// <summary>True when SG_READ_ONLY is set: dyld makes the segment read-only after its fixups.</summary>
    public bool IsReadOnlyAfterFixups => (Flags & MachOConstants.SG_READ_ONLY) != 0;
}
