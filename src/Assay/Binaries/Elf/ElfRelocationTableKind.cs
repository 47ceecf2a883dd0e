namespace Assay.Binaries.Elf;

/// <summary>Which table a relocation stands in; ld.so works through them in this order.</summary>
public enum ElfRelocationTableKind
{
    /// <summary>DT_REL or DT_RELA.</summary>
    Dynamic,

    /// <summary>DT_JMPREL: calls, bound at once under RTLD_NOW.</summary>
    Calls,
}
