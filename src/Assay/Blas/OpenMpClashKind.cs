namespace Assay.Blas;

/// <summary>What becomes of several OpenMP runtimes in one process.</summary>
public enum OpenMpClashKind
{
    /// <summary>
    /// Copies of LLVM's or of Intel's: the second that starts finds the first registered and aborts the process (<c>OMP: Error #15</c>) unless
    /// KMP_DUPLICATE_LIB_OK forbids; then they run side by side, which can crash.
    /// </summary>
    SameTwice,

    /// <summary>LLVM's beside Intel's: the same check, and where it is off, deadlocks on Linux.</summary>
    IntelBesideLlvm,

    /// <summary>Runtimes that bear each other. Each has threads for every processor.</summary>
    SeveralPools,
}
