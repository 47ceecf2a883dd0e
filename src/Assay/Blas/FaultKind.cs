namespace Assay.Blas;

/// <summary>What a known fault of a library does.</summary>
public enum FaultKind
{
    /// <summary>Numbers are wrong.</summary>
    Wrong,

    /// <summary>The process dies.</summary>
    Crash,

    /// <summary>The process hangs.</summary>
    Hang,

    /// <summary>It is slow.</summary>
    Slow,

    /// <summary>It warns of nothing.</summary>
    Noise,
}
