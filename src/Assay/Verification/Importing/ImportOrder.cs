using System.Collections.Immutable;

namespace Assay.Verification.Importing;

/// <summary>One import to try.</summary>
/// <param name="Import">The dotted name.</param>
/// <param name="Command">The interpreter, with what is put before it to run it; its own options follow.</param>
internal sealed record ImportOrder(string Import, ImmutableArray<string> Command)
{
    /// <summary>The directory it is started in, absolute.</summary>
    public string Directory { get; init; } = "/";

    /// <summary>True when modules in that directory are to be seen, as <c>python -c</c> sees them.</summary>
    public bool SeesDirectory { get; init; }

    /// <summary>False for a process that gets only <see cref="Variables"/>: it lives in another root.</summary>
    public bool InheritsVariables { get; init; } = true;

    /// <summary>Variables to set, or to unset by null.</summary>
    public ImmutableSortedDictionary<string, string?> Variables { get; init; } = ImmutableSortedDictionary<string, string?>.Empty;

    /// <summary>How long the import may take.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>True to fit the regression as well.</summary>
    public bool Fits { get; init; }

    /// <summary>False to wait for the process without watching it, as where the kernel lets nobody watch.</summary>
    public bool IsWatched { get; init; } = true;

    /// <summary>True when another program plays the processor: what this one does tells nothing about the imported code.</summary>
    public bool IsEmulated { get; init; }
}
