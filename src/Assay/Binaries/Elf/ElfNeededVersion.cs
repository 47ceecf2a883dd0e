using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>One version wanted (Elf64_Vernaux).</summary>
/// <param name="Name">Its name, for example <c>GLIBC_2.34</c>.</param>
/// <param name="Index">The number by which symbols refer to it, <c>vna_other</c>.</param>
/// <param name="IsWeak">True when its absence is no error (VER_FLG_WEAK).</param>
/// <param name="Hash"><c>vna_hash</c>, the SysV hash of the name.</param>
/// <param name="Offset">Where the record is in the file.</param>
public sealed record ElfNeededVersion(string Name, ushort Index, bool IsWeak, uint Hash, FileOffset Offset);
