namespace Assay.Blas;

/// <summary>Who wrote the code that answers a BLAS or LAPACK routine.</summary>
public enum BlasImplementation
{
    /// <summary>Not recognised.</summary>
    Unknown,

    /// <summary>OpenBLAS.</summary>
    OpenBlas,

    /// <summary>Intel's Math Kernel Library.</summary>
    Mkl,

    /// <summary>BLIS of the University of Texas.</summary>
    Blis,

    /// <summary>AMD's fork of BLIS, a part of AOCL.</summary>
    AoclBlis,

    /// <summary>FlexiBLAS, which passes every call on to a library it loads.</summary>
    FlexiBlas,

    /// <summary>libblastrampoline of Julia, which passes every call on to a library it loads.</summary>
    LibBlasTrampoline,

    /// <summary>ATLAS, tuned on the machine that built it.</summary>
    Atlas,

    /// <summary>The reference implementation of netlib.</summary>
    Netlib,

    /// <summary>Accelerate of macOS.</summary>
    Accelerate,

    /// <summary>Arm Performance Libraries.</summary>
    ArmPl,

    /// <summary>NVIDIA Performance Libraries.</summary>
    Nvpl,

    /// <summary>The loops that NumPy brings for builds without any library.</summary>
    NumpyLoops,
}
