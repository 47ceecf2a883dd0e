using System.Collections.Immutable;

namespace Assay.Blas;

/// <summary>A library that answers routines of BLAS or LAPACK, as far as its file tells.</summary>
/// <param name="Path">The file with all links followed, absolute; for a library of macOS its install name.</param>
/// <param name="Implementation">Who wrote it.</param>
public sealed record BlasLibrary(string Path, BlasImplementation Implementation)
{
    /// <summary>Its version as the library itself or its file's name says it (<c>0.3.31.188.0</c>), or null.</summary>
    public string? Version { get; init; }

    /// <summary>The width of its integers, or <see cref="IntegerWidth.Unknown"/> when only the caller's names tell.</summary>
    public IntegerWidth Width { get; init; }

    /// <summary>What it makes threads with.</summary>
    public ThreadingLayer Threading { get; init; }

    /// <summary>How it comes by its kernels.</summary>
    public KernelChoice Kernels { get; init; } = KernelChoice.NotKnown;

    /// <summary>The file that does the work when <see cref="Path"/> only leads to it (a stub, a forwarder), with all links followed; null when it does it itself.</summary>
    public string? Behind { get; init; }

    /// <summary>Of a wrapper: which library it would pass calls on to, and what says so; null when it is no wrapper or nothing says.</summary>
    public string? Backend { get; init; }

    /// <summary>What was recognised, for evidence: the exports and texts that decided.</summary>
    public ImmutableArray<string> Marks { get; init; } = [];

    /// <summary>The name and the version for people: <c>OpenBLAS 0.3.21</c>.</summary>
    public string Title => Version is null ? NameOf(Implementation) : $"{NameOf(Implementation)} {Version}";

    /// <summary>The name of an implementation, as it calls itself.</summary>
    /// <param name="implementation">The implementation.</param>
    public static string NameOf(BlasImplementation implementation) => implementation switch
    {
        BlasImplementation.OpenBlas => "OpenBLAS",
        BlasImplementation.Mkl => "MKL",
        BlasImplementation.Blis => "BLIS",
        BlasImplementation.AoclBlis => "AOCL-BLAS",
        BlasImplementation.FlexiBlas => "FlexiBLAS",
        BlasImplementation.LibBlasTrampoline => "libblastrampoline",
        BlasImplementation.Atlas => "ATLAS",
        BlasImplementation.Netlib => "netlib reference",
        BlasImplementation.Accelerate => "Accelerate",
        BlasImplementation.ArmPl => "Arm Performance Libraries",
        BlasImplementation.Nvpl => "NVPL",
        BlasImplementation.NumpyLoops => "NumPy's own loops",
        _ => "not recognised",
    };
}
