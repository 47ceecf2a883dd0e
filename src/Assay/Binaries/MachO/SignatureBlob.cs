using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>A blob of a code signature's index.</summary>
/// <param name="Slot">CSSLOT_*: 0 the code directory, 2 requirements, 5 entitlements, 0x1000 the first alternate code directory, 0x10000 CMS.</param>
/// <param name="Magic">CSMAGIC_* at the blob's start.</param>
/// <param name="Length">Its length in bytes, magic and length included: a CMS blob of 8 bytes is empty.</param>
/// <param name="Offset">Where it starts in the file.</param>
public readonly record struct SignatureBlob(uint Slot, uint Magic, uint Length, FileOffset Offset);
