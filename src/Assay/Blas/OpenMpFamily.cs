namespace Assay.Blas;

/// <summary>Whose OpenMP runtime a library is. Those of LLVM and Intel grew out of one source and take each other for themselves.</summary>
public enum OpenMpFamily
{
    /// <summary>It has the functions of OpenMP and none that tell whose they are.</summary>
    Unknown,

    /// <summary>That of GCC: libgomp.</summary>
    Gnu,

    /// <summary>That of LLVM: libomp; Microsoft's <c>libomp140</c> is a build of it.</summary>
    Llvm,

    /// <summary>That of Intel: libiomp5.</summary>
    Intel,

    /// <summary>That of Microsoft: vcomp.</summary>
    Microsoft,
}
