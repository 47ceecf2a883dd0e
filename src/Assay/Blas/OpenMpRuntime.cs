using System.Collections.Immutable;

namespace Assay.Blas;

/// <summary>An OpenMP runtime in a process. Each is a copy of its own with threads of its own, whatever the files' contents: what the loader takes for one is listed once.</summary>
/// <param name="Path">The file with all links followed; the name it is asked for by when it is not at hand.</param>
/// <param name="Family">Whose it is.</param>
public sealed record OpenMpRuntime(string Path, OpenMpFamily Family)
{
    /// <summary>The names that files ask for it by, each once; more than one where links or equal sonames make several one.</summary>
    public ImmutableArray<string> AskedForAs { get; init; } = [];

    /// <summary>The files whose calls it answers, as the loader binds them, in load order.</summary>
    public ImmutableArray<string> Users { get; init; } = [];

    /// <summary>How it came into the process: the file that was opened, those whose needs led on, last the runtime.</summary>
    public ImmutableArray<string> Chain { get; init; } = [];
}
