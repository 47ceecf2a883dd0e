using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>The versions wanted of one library (Elf64_Verneed).</summary>
/// <param name="File">The soname of the library, <c>vn_file</c>.</param>
/// <param name="Versions">The versions in the order of the file.</param>
/// <param name="RecordVersion"><c>vn_version</c>; loaders accept only 1.</param>
/// <param name="Offset">Where the record is in the file.</param>
public sealed record ElfVersionNeed(string File, ImmutableArray<ElfNeededVersion> Versions, ushort RecordVersion, FileOffset Offset);
