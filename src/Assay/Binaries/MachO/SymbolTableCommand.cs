using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>LC_SYMTAB. Not checked against the file.</summary>
/// <param name="Offset">Where the command starts in the file.</param>
/// <param name="SymbolsOffset">The <c>symoff</c> field, in bytes from the start of the slice.</param>
/// <param name="SymbolCount">The <c>nsyms</c> field.</param>
/// <param name="Strings">The string pool: <c>stroff</c> and <c>strsize</c>.</param>
public sealed record SymbolTableCommand(FileOffset Offset, uint SymbolsOffset, uint SymbolCount, LinkEditRange Strings);
