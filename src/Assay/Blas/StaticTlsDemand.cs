namespace Assay.Blas;

/// <summary>
/// A library that was loaded after the start and wants its thread-local storage at a fixed place, where there is room for few. The flag DF_STATIC_TLS does not tell it (linkers
/// for aarch64 do not set it), nor does the size of the block: the relocations do.
/// </summary>
/// <param name="Path">The library, with all links followed.</param>
/// <param name="Bytes">The size of its block.</param>
/// <param name="Alignment">Its alignment in bytes.</param>
/// <param name="Relocations">How many relocations demand a fixed place (R_X86_64_TPOFF64, R_AARCH64_TLS_TPREL64).</param>
public sealed record StaticTlsDemand(string Path, long Bytes, long Alignment, int Relocations);
