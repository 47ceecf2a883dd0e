using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>An address that the file states, with the record that states it, so that a fault can point there.</summary>
/// <param name="Address">The address.</param>
/// <param name="Record">The record, for example <c>DT_SYMTAB</c>.</param>
/// <param name="Origin">Where the record is in the file.</param>
internal readonly record struct ElfPointer(VirtualAddress Address, string Record, FileOffset Origin);
