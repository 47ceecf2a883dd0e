using Assay.Primitives;

namespace Assay.Binaries;

/// <summary>Something a file says that cannot be so. A malformed file is content, not an exception: what was read before stays.</summary>
/// <param name="Offset">Where the record starts, in bytes from the start of the file.</param>
/// <param name="Record">The record in the format's own words, for example <c>Elf64_Phdr[3]</c> or <c>LC_SYMTAB</c>.</param>
/// <param name="Expected">What should be there.</param>
/// <param name="Found">What is there instead.</param>
public sealed record BinaryFault(FileOffset Offset, string Record, string Expected, string Found)
{
    /// <summary>One clear line: where, what was expected, what was found.</summary>
    public override string ToString() => $"{Record} at {Offset}: expected {Expected}, found {Found}";
}
