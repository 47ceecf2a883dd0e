using Assay.Primitives;

namespace Assay.Binaries.Elf;

/// <summary>One entry of the dynamic section (Elf32_Dyn, Elf64_Dyn).</summary>
/// <param name="Tag"><c>d_tag</c>.</param>
/// <param name="Value"><c>d_un</c>: a number, an address or an offset into the string table, as the tag says.</param>
/// <param name="Offset">Where the entry is in the file.</param>
public readonly record struct ElfDynamicEntry(long Tag, ulong Value, FileOffset Offset)
{
    /// <summary>The tag without its <c>DT_</c>, in hexadecimal when it has no name here.</summary>
    public string TagName => ElfNames.DynamicTag(Tag);
}
