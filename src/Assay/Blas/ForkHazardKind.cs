namespace Assay.Blas;

/// <summary>What goes wrong in a child that was forked, without an exec, from a process whose threads had been at work.</summary>
public enum ForkHazardKind
{
    /// <summary>libgomp keeps the threads it had in mind, which the child has not: its first parallel region waits for ever (GCC bug 58378).</summary>
    GnuOpenMpHangs,

    /// <summary>Accelerate's queues of Grand Central Dispatch do not outlive a fork: the child crashes.</summary>
    AccelerateCrashes,
}
