using System.Collections.Immutable;

namespace Assay.Verification.Importing;

/// <summary>A command that is run and watched over.</summary>
/// <param name="Words">The program and its arguments.</param>
/// <param name="Directory">Where it starts.</param>
/// <param name="Variables">Its whole environment, <c>NAME=VALUE</c>, the mark among it.</param>
/// <param name="Mark">The variable by which what it starts is known, wherever that goes.</param>
internal sealed record WatchedCommand(ImmutableArray<string> Words, string Directory, ImmutableArray<string> Variables, string Mark)
{
    /// <summary>Open files of ours and the numbers they get there.</summary>
    public ImmutableArray<(int Ours, int Theirs)> Files { get; init; } = [];

    /// <summary>False to wait for it without watching it.</summary>
    public bool IsWatched { get; init; } = true;

    /// <summary>False to watch over its life and not over what it does.</summary>
    public bool ReadsStops { get; init; }

    /// <summary>How long it may speak when its time is over (SIGABRT) before it is killed; null to kill it at once.</summary>
    public TimeSpan? LastWords { get; init; }

    /// <summary>What sees its output beside us; null for nobody.</summary>
    public Func<Stream, Stream>? Tee { get; init; }
}
