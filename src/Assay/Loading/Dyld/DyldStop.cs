namespace Assay.Loading.Dyld;

/// <summary>How a load ends that does not succeed.</summary>
internal enum DyldStopKind
{
    /// <summary>dlopen returns with a text.</summary>
    Error,

    /// <summary>The kernel ends the process for its code signature.</summary>
    Killed,

    /// <summary>The dynamic linker ends the process: what the program needs to start is not there.</summary>
    Aborted,

    /// <summary>The kernel does not start the program: it has no code for this processor.</summary>
    BadCpuType,

    /// <summary>What was read does not decide.</summary>
    Undecided,
}

/// <summary>Why a load does not succeed.</summary>
/// <param name="Failure">The facts.</param>
/// <param name="Kind">How it ends.</param>
/// <param name="IsTextSure">False when words of the text are not known for certain.</param>
internal sealed record DyldStop(LoadFailure Failure, DyldStopKind Kind = DyldStopKind.Error, bool IsTextSure = true);

/// <summary>The way out of a search that ends the process or the question.</summary>
/// <param name="stop">Why.</param>
internal sealed class DyldStopException(DyldStop stop) : Exception(stop.Failure.Message)
{
    /// <summary>Why.</summary>
    public DyldStop Stop { get; } = stop;
}
