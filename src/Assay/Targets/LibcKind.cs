namespace Assay.Targets;

/// <summary>Which C library a Linux target has; it decides the loader.</summary>
public enum LibcKind
{
    /// <summary>No Linux, or not known.</summary>
    None,

    /// <summary>The GNU C library with ld.so.</summary>
    Glibc,

    /// <summary>musl with its own loader.</summary>
    Musl,
}
