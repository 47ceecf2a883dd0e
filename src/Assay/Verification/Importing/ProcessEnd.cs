using System.Collections.Immutable;

namespace Assay.Verification.Importing;

/// <summary>How a child process ended.</summary>
internal sealed record ProcessEnd
{
    /// <summary>Why it could not be started, or null when it was.</summary>
    public string? Problem { get; init; }

    /// <summary>The exit status, when it ended by itself.</summary>
    public int? Status { get; init; }

    /// <summary>The number of the signal that ended it, or null.</summary>
    public int? Signal { get; init; }

    /// <summary>True when it was killed because it took too long.</summary>
    public bool IsOverdue { get; init; }

    /// <summary>How it stood at fatal signals, in their order; empty where nobody could watch.</summary>
    public ImmutableArray<SignalStop> Stops { get; init; } = [];

    /// <summary>What it printed.</summary>
    public string Talk { get; init; } = "";

    /// <summary>Seconds from its start to its end.</summary>
    public double Seconds { get; init; }
}
