namespace Assay.Verification;

/// <summary>The steps of a trial, in their order. The last one that was begun is where a process ended.</summary>
public enum TrialStep
{
    /// <summary>The process starts; nothing of the library has run.</summary>
    Starting,

    /// <summary>The peak of this processor is measured, by our own code.</summary>
    Peak,

    /// <summary>The files are opened: their constructors run.</summary>
    Opening,

    /// <summary>The library is asked what it is.</summary>
    Facts,

    /// <summary>The width of integers and the calling convention are proved.</summary>
    Probes,

    /// <summary>The small regression is solved.</summary>
    Example,

    /// <summary>Results are compared with plain arithmetic.</summary>
    Checks,

    /// <summary>Matrix products are timed.</summary>
    Timing,

    /// <summary>Everything was said; the process ends and destructors run.</summary>
    Closing,
}
