using System.Collections.Immutable;

namespace Assay.Blas;

/// <summary>What makes threads in a process, and what that leads to.</summary>
public sealed record ThreadRuntimes
{
    /// <summary>Nothing that makes threads.</summary>
    public static ThreadRuntimes None { get; } = new();

    /// <summary>The OpenMP runtimes, in load order.</summary>
    public ImmutableArray<OpenMpRuntime> OpenMp { get; init; } = [];

    /// <summary>The pools of threads: one for each OpenMP runtime that is called and for each BLAS that keeps threads of its own. More than one at work at a time share the processors.</summary>
    public ImmutableArray<ThreadPool> Pools { get; init; } = [];

    /// <summary>OpenMP runtimes that meet, the worst first; empty when there is at most one.</summary>
    public ImmutableArray<OpenMpClash> Clashes { get; init; } = [];

    /// <summary>True when KMP_DUPLICATE_LIB_OK is set where the process is started, so that a second copy of LLVM's or Intel's runtime does not abort it.</summary>
    public bool AllowsDuplicates { get; init; }

    /// <summary>Libraries that do not outlive a fork without exec.</summary>
    public ImmutableArray<ForkHazard> ForkHazards { get; init; } = [];

    /// <summary>ELF libraries, loaded after the start, that share the small room for thread-local storage at a fixed place; in load order.</summary>
    public ImmutableArray<StaticTlsDemand> StaticTls { get; init; } = [];
}
