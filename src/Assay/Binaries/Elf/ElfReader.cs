using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>Reads the headers of an ELF file.</summary>
internal static class ElfReader
{
    /// <summary>Reads what the headers say.</summary>
    /// <param name="source">The file; owned by the result.</param>
    public static BinaryFile Read(ByteSource source) => new(BinaryFormat.Elf, source.Length, [], [], source);
}
