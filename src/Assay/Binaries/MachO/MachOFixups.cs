namespace Assay.Binaries.MachO;

/// <summary>How an image tells dyld what to bind.</summary>
internal enum MachOFixups
{
    /// <summary>Nothing but the symbol table, as before macOS 10.6.</summary>
    Classic,

    /// <summary>DYLD_CHAINED_IMPORT.</summary>
    Chained = 1,

    /// <summary>DYLD_CHAINED_IMPORT_ADDEND.</summary>
    ChainedWithAddends = 2,

    /// <summary>DYLD_CHAINED_IMPORT_ADDEND64.</summary>
    ChainedWithWideAddends = 3,

    /// <summary>LC_DYLD_INFO_ONLY.</summary>
    Opcodes,
}
