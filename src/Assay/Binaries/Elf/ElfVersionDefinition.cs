using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>One version offered (Elf64_Verdef).</summary>
/// <param name="Name">Its name; of the base definition, the soname.</param>
/// <param name="Parents">The versions it inherits from.</param>
/// <param name="Index">The number by which symbols refer to it, <c>vd_ndx</c>.</param>
/// <param name="IsBase">True for the definition of the file itself (VER_FLG_BASE).</param>
/// <param name="IsWeak">True for VER_FLG_WEAK.</param>
/// <param name="Hash"><c>vd_hash</c>, the SysV hash of the name.</param>
/// <param name="RecordVersion"><c>vd_version</c>; loaders accept only 1.</param>
/// <param name="Offset">Where the record is in the file.</param>
public sealed record ElfVersionDefinition(string Name, ImmutableArray<string> Parents, ushort Index, bool IsBase, bool IsWeak, uint Hash, ushort RecordVersion, FileOffset Offset);
