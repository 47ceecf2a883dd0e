namespace Assay.Binaries.MachO;

/// <summary>struct dyld_chained_starts_in_segment of <c>mach-o/fixup-chains.h</c>.</summary>
/// <param name="SegmentIndex">Which segment, counted from 0.</param>
/// <param name="PageSize">Bytes per page: 0x1000 or 0x4000.</param>
/// <param name="PointerFormat">DYLD_CHAINED_PTR_*.</param>
/// <param name="PageCount">How many pages have an entry.</param>
public readonly record struct ChainedStarts(int SegmentIndex, ushort PageSize, ushort PointerFormat, ushort PageCount);
