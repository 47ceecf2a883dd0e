namespace Assay.Binaries;

/// <summary>What a symbol stands for, where its table says so.</summary>
public enum SymbolKind
{
    /// <summary>The table does not say (STT_NOTYPE; Mach-O and PE never say).</summary>
    Untyped,

    /// <summary>Data (STT_OBJECT, STT_COMMON).</summary>
    Data,

    /// <summary>Code (STT_FUNC).</summary>
    Function,

    /// <summary>Thread-local data (STT_TLS).</summary>
    ThreadLocal,

    /// <summary>Code chosen by a resolver when the library is loaded (STT_GNU_IFUNC).</summary>
    IndirectFunction,

    /// <summary>Anything else (a section, a file name).</summary>
    Other,
}
