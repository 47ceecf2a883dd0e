using Assay.Binaries.Description;

namespace Assay.Binaries.Elf;

/// <summary>Turns a described ELF file into bytes.</summary>
internal static class ElfAssembler
{
    public static byte[] Assemble(IReadOnlyList<DescriptionLine> lines) => throw lines[0].Wrong("not yet");
}
