namespace Assay.Binaries;

/// <summary>How a binary needs another one.</summary>
[Flags]
public enum NeedFlags
{
    /// <summary>An ordinary need: it must be found when the binary is loaded.</summary>
    None = 0,

    /// <summary>May be absent (LC_LOAD_WEAK_DYLIB).</summary>
    Weak = 1,

    /// <summary>Loaded at the first call only (PE delay imports, LC_LAZY_LOAD_DYLIB).</summary>
    Delayed = 2,

    /// <summary>Its symbols are offered again (LC_REEXPORT_DYLIB, PE forwarders to it).</summary>
    Reexported = 4,

    /// <summary>An upward link (LC_LOAD_UPWARD_DYLIB).</summary>
    Upward = 8,
}
