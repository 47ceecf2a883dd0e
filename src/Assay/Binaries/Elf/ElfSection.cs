using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>One section header (Elf32_Shdr, Elf64_Shdr). Nothing that is loaded depends on sections; they say what tools left behind.</summary>
/// <param name="Index">Its place in the table, from 0.</param>
/// <param name="Name">Its name from the section name table, or the empty string.</param>
/// <param name="Type"><c>sh_type</c>.</param>
/// <param name="Flags"><c>sh_flags</c>.</param>
/// <param name="Address"><c>sh_addr</c>.</param>
/// <param name="Offset"><c>sh_offset</c>.</param>
/// <param name="Size"><c>sh_size</c>, in bytes.</param>
public sealed record ElfSection(int Index, string Name, uint Type, ulong Flags, VirtualAddress Address, FileOffset Offset, ulong Size);
