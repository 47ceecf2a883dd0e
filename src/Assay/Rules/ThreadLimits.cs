namespace Assay.Rules;

/// <summary>How many threads the machine lets a process have, and how many it has use for.</summary>
/// <param name="Processors">How many processors the process may run on.</param>
public sealed record ThreadLimits(int Processors)
{
    /// <summary>The most threads the process can have, or null when nothing limits them or that is not known.</summary>
    public int? MostThreads { get; init; }

    /// <summary>What sets <see cref="MostThreads"/>: <c>pids.max of its control group</c>; null when there is none.</summary>
    public string? LimitedBy { get; init; }

    /// <summary>For how many processors' worth of time the control group pays, or null when it does not count it.</summary>
    public double? Quota { get; init; }
}
