using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>One dynamic relocation.</summary>
/// <param name="Table">The table it stands in.</param>
/// <param name="Type">Its type number, which only its machine gives a meaning.</param>
/// <param name="SymbolIndex">The symbol it refers to, or 0 for none.</param>
/// <param name="Target">What it changes, <c>r_offset</c>.</param>
/// <param name="Addend">What is added, <c>r_addend</c>; 0 in tables that leave it in the place that is changed (DT_REL).</param>
public readonly record struct ElfRelocation(ElfRelocationTableKind Table, uint Type, int SymbolIndex, VirtualAddress Target, ulong Addend);
