namespace Assay.Blas;

/// <summary>What a BLAS makes its threads with.</summary>
public enum ThreadingLayer
{
    /// <summary>Nothing tells.</summary>
    Unknown,

    /// <summary>It has one thread.</summary>
    Sequential,

    /// <summary>A pool of its own of POSIX threads.</summary>
    Pthreads,

    /// <summary>A pool of its own of Windows threads.</summary>
    WindowsThreads,

    /// <summary>An OpenMP runtime, shared with everything else that uses the same one.</summary>
    OpenMp,

    /// <summary>Threading Building Blocks.</summary>
    Tbb,

    /// <summary>Grand Central Dispatch of macOS.</summary>
    Dispatch,

    /// <summary>Chosen when the program runs.</summary>
    Chosen,
}
