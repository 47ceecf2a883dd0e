using System.Collections.Immutable;
using Assay.Blas;
using Assay.Blas.Kernels;

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

    /// <summary>How loudly a known fault is told: <c>survey</c>, <c>note</c>, <c>warning</c>.</summary>
    /// <param name="level">The level.</param>
    public static string Of(FaultLevel level) => level switch { FaultLevel.Warning => "warning", FaultLevel.Note => "note", _ => "survey" };

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

    /// <summary>The kernel that is chosen, in words; null where nothing is chosen, or by rules that are not published.</summary>
    internal static string? Phrase(KernelPrediction? kernel) => kernel switch
    {
        null => null,
        { Name: { } name, Shortfall: { } shortfall } => $"{name}, {shortfall}",
        { Name: { } name } => name,
        _ => $"not known: {kernel.Unknown}",
    };

    internal static string Phrase(OpenMpClash clash, bool allowsDuplicates)
    {
        string names = string.Join(", ", clash.Runtimes.Select(runtime => runtime.Path[(runtime.Path.LastIndexOf('/') + 1)..]));
        return clash.Kind switch
        {
            OpenMpClashKind.SeveralPools => $"{names}: each has threads of its own; at work at a time they share the processors",
            OpenMpClashKind.IntelBesideLlvm when allowsDuplicates => $"{names}: Intel's and LLVM's runtime, whose check is off (KMP_DUPLICATE_LIB_OK); they can deadlock",
            OpenMpClashKind.IntelBesideLlvm => $"{names}: the second that starts ends the process (OMP: Error #15); where that check is off they can deadlock",
            _ when allowsDuplicates => $"{names}: copies of one runtime, whose check is off (KMP_DUPLICATE_LIB_OK); they can crash",
            _ => $"{names}: copies of one runtime; the second that starts ends the process (OMP: Error #15)",
        };
    }

    internal static string Phrase(ForkHazard hazard) => hazard.Kind == ForkHazardKind.AccelerateCrashes
        ? "Accelerate does not outlive it: start workers with spawn or forkserver"
        : $"{hazard.Path[(hazard.Path.LastIndexOf('/') + 1)..]} hangs in the child once its threads have worked: start workers with spawn or forkserver";

    /// <summary>What runtimes do to each other: <c>same-twice</c>, <c>intel-beside-llvm</c>, <c>several-pools</c>.</summary>
    /// <param name="kind">The kind.</param>
    public static string Of(OpenMpClashKind kind) => kind switch { OpenMpClashKind.SameTwice => "same-twice", OpenMpClashKind.IntelBesideLlvm => "intel-beside-llvm", _ => "several-pools" };

    /// <summary>Whose OpenMP runtime: <c>gnu</c>, <c>llvm</c>, <c>intel</c>, <c>microsoft</c>, <c>unknown</c>.</summary>
    /// <param name="family">The family.</param>
    public static string Of(OpenMpFamily family) => family switch
    {
        OpenMpFamily.Gnu => "gnu",
        OpenMpFamily.Llvm => "llvm",
        OpenMpFamily.Intel => "intel",
        OpenMpFamily.Microsoft => "microsoft",
        _ => "unknown",
    };

    /// <summary>What a fork does: <c>gnu-openmp-hangs</c>, <c>accelerate-crashes</c>.</summary>
    /// <param name="kind">The kind.</param>
    public static string Of(ForkHazardKind kind) => kind == ForkHazardKind.AccelerateCrashes ? "accelerate-crashes" : "gnu-openmp-hangs";

    private static string Among(ImmutableArray<string> kernels) => kernels.IsEmpty ? "" : $", among {string.Join(", ", kernels)}";
}
