namespace Assay.Binaries.MachO;

/// <summary>What the text form says of a code signature.</summary>
/// <param name="Flags">CS_* flags of the code directory; CS_LINKER_SIGNED decides the form of the whole.</param>
/// <param name="Team">The team identifier, or null.</param>
internal sealed record MachODescribedSignature(uint Flags, string? Team);
