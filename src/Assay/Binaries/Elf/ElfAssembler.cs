using Assay.Binaries.Description;

namespace Assay.Binaries.Elf;

/// <summary>
/// Turns a description into a small ELF file that readers and the real ld.so take: one segment for headers, tables and code, one for data. Every
/// wanted symbol gets a relocation, so the loader really looks for it; every offered function returns 0.
/// </summary>
internal static class ElfAssembler
{
    private const long MostInitialised = 16 << 20;

    /// <summary>Assembles the lines of a description.</summary>
    /// <param name="lines">The lines, the one that names the format first.</param>
    public static byte[] Assemble(IReadOnlyList<DescriptionLine> lines) => Assemble(ElfParser.Parse(lines));

    /// <summary>Assembles a description.</summary>
    /// <param name="elf">The description.</param>
    public static byte[] Assemble(ElfDescription elf)
    {
        if (elf.ThreadLocal is { FileSize: < 0 or > MostInitialised }) throw new DescriptionException(0, $"at most {MostInitialised} bytes of thread-local storage can be initialised");
        if (elf.InitialExecCount > 0 && elf.Machine.InitialExecRelocation is null) throw new DescriptionException(0, $"initial-exec relocations of {elf.Machine.Name} are not known");
        return new ElfLayout(elf).Write();
    }
}
