using Assay.Binaries.Description;

namespace Assay.Binaries.Elf;

/// <summary>Writes an ELF file as a description.</summary>
internal static class ElfDump
{
    public static void Write(ElfImage image, DescriptionWriter writer) => writer.Line("elf", image.Architecture.ToString());
}
