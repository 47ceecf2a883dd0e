using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>One note of a PT_NOTE segment.</summary>
/// <param name="Owner">Its name, for example <c>GNU</c>.</param>
/// <param name="Type">Its type number, which only the owner gives a meaning.</param>
/// <param name="Description">Its content.</param>
/// <param name="Alignment">The alignment of the segment it stands in; ld.so for x86-64 heeds properties only at 8.</param>
/// <param name="Offset">Where the note is in the file.</param>
public sealed record ElfNote(string Owner, uint Type, ImmutableArray<byte> Description, ulong Alignment, FileOffset Offset);
