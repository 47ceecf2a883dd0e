using System.Collections.Immutable;
using Assay.Blas;

namespace Assay.Reporting;

/// <summary>The words for linear algebra. A word once published never changes.</summary>
public static class BlasWords
{
    /// <summary>An implementation: <c>openblas</c>, <c>netlib</c>, ...</summary>
    /// <param name="implementation">The implementation.</param>
    public static string Of(BlasImplementation implementation) => implementation switch
    {
        BlasImplementation.OpenBlas => "openblas",
        BlasImplementation.Mkl => "mkl",
        BlasImplementation.Blis => "blis",
        BlasImplementation.AoclBlis => "aocl-blas",
        BlasImplementation.FlexiBlas => "flexiblas",
        BlasImplementation.LibBlasTrampoline => "libblastrampoline",
        BlasImplementation.Atlas => "atlas",
        BlasImplementation.Netlib => "netlib",
        BlasImplementation.Accelerate => "accelerate",
        BlasImplementation.ArmPl => "armpl",
        BlasImplementation.Nvpl => "nvpl",
        BlasImplementation.NumpyLoops => "numpy-loops",
        _ => "unknown",
    };

    /// <summary>A width: <c>lp64</c>, <c>ilp64</c>, <c>chosen</c>, <c>unknown</c>.</summary>
    /// <param name="width">The width.</param>
    public static string Of(IntegerWidth width) => width switch
    {
        IntegerWidth.Lp64 => "lp64",
        IntegerWidth.Ilp64 => "ilp64",
        IntegerWidth.Chosen => "chosen",
        _ => "unknown",
    };

    /// <summary>What makes threads: <c>pthreads</c>, <c>openmp</c>, ...</summary>
    /// <param name="layer">The layer.</param>
    public static string Of(ThreadingLayer layer) => layer switch
    {
        ThreadingLayer.Sequential => "sequential",
        ThreadingLayer.Pthreads => "pthreads",
        ThreadingLayer.WindowsThreads => "windows-threads",
        ThreadingLayer.OpenMp => "openmp",
        ThreadingLayer.Tbb => "tbb",
        ThreadingLayer.Dispatch => "dispatch",
        ThreadingLayer.Chosen => "chosen",
        _ => "unknown",
    };

    /// <summary>A route: <c>link</c>, <c>alternatives</c>, ...</summary>
    /// <param name="kind">The kind of route.</param>
    public static string Of(BlasRouteKind kind) => kind switch
    {
        BlasRouteKind.Bundled => "bundled",
        BlasRouteKind.Alternatives => "alternatives",
        BlasRouteKind.CondaStub => "conda-stub",
        BlasRouteKind.Forwarder => "forwarder",
        BlasRouteKind.Reexport => "reexport",
        BlasRouteKind.System => "system",
        BlasRouteKind.Own => "own",
        BlasRouteKind.Interposed => "interposed",
        _ => "link",
    };

    internal static string Phrase(IntegerWidth width) => width switch
    {
        IntegerWidth.Lp64 => "32 bits (LP64)",
        IntegerWidth.Ilp64 => "64 bits (ILP64)",
        IntegerWidth.Chosen => "32 or 64 bits, chosen when it starts",
        _ => "not known from the file",
    };

    internal static string Phrase(ThreadingLayer layer) => layer switch
    {
        ThreadingLayer.Sequential => "none: one thread does everything",
        ThreadingLayer.Pthreads => "a pool of its own (pthreads)",
        ThreadingLayer.WindowsThreads => "a pool of its own (Windows threads)",
        ThreadingLayer.OpenMp => "OpenMP",
        ThreadingLayer.Tbb => "TBB",
        ThreadingLayer.Dispatch => "Grand Central Dispatch",
        ThreadingLayer.Chosen => "chosen when it starts",
        _ => "not known from the file",
    };

    internal static string Phrase(KernelChoice kernels, BlasImplementation implementation) => (kernels.IsAtRunTime, implementation) switch
    {
        (true, _) => "chosen for the processor as it starts" + Among(kernels.Kernels),
        (false, BlasImplementation.Netlib) => "none: plain loops, the same for every processor",
        (false, _) => "fixed when it was built" + Among(kernels.Kernels),
        _ => "not known from the file",
    };

    private static string Among(ImmutableArray<string> kernels) => kernels.IsEmpty ? "" : $", among {string.Join(", ", kernels)}";
}
