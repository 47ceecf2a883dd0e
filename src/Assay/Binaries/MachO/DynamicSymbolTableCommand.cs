using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>LC_DYSYMTAB: how the symbol table is grouped. Indexes count symbols; nothing is checked against the file.</summary>
/// <param name="Offset">Where the command starts in the file.</param>
/// <param name="FirstLocal">Index of the first local symbol.</param>
/// <param name="LocalCount">How many local symbols there are.</param>
/// <param name="FirstDefined">Index of the first external defined symbol.</param>
/// <param name="DefinedCount">How many external defined symbols there are.</param>
/// <param name="FirstUndefined">Index of the first undefined symbol.</param>
/// <param name="UndefinedCount">How many undefined symbols there are.</param>
/// <param name="IndirectOffset">Where the indirect symbol table starts, in bytes from the start of the slice.</param>
/// <param name="IndirectCount">How many 4-byte entries the indirect symbol table has.</param>
public sealed record DynamicSymbolTableCommand(
    FileOffset Offset, uint FirstLocal, uint LocalCount, uint FirstDefined, uint DefinedCount, uint FirstUndefined, uint UndefinedCount,
    uint IndirectOffset, uint IndirectCount);
