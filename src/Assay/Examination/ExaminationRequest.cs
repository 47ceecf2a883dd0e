using System.Collections.Immutable;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>What is to be examined, where it is to run, and which imports are asked about.</summary>
public sealed record ExaminationRequest
{
    /// <summary>
    /// The subject: an environment directory, a Python executable, a folder of packages, a wheel; absolute on the examined machine (inside <see cref="Root"/> when that is set).
    /// Null for the environment the caller stands in.
    /// </summary>
    public string? Subject { get; init; }

    /// <summary>A directory that plays "/" for everything that is examined, absolute on the machine that is passed to <see cref="Examiner.Run"/>; null for none.</summary>
    public string? Root { get; init; }

    /// <summary>Where the code is to run; empty for the target that the subject itself is for (the host, what the root directory's own files say, or what the tags of a wheel promise).</summary>
    public ImmutableArray<Target> Targets { get; init; } = [];

    /// <summary>The Pythons that a lock file or a directory of wheels is judged with; empty for the one that it implies itself. Other subjects have a Python of their own.</summary>
    public ImmutableArray<PythonBuild> Pythons { get; init; } = [];

    /// <summary>The dotted names to import, each in a process of its own; empty for every top-level module of every installed distribution.</summary>
    public ImmutableArray<string> Imports { get; init; } = [];

    /// <summary>The directory the interpreter is started in, absolute on the examined machine: <c>python -c</c> puts it first on <c>sys.path</c>. Null when nothing local is to be seen.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>What earlier runs found out about code, by its content; null to find out everything anew and to keep nothing.</summary>
    public NoteStore? Notes { get; init; }

    /// <summary>The machine that the code runs on, where it is not to be found out: a snapshot has it in its first line.</summary>
    internal Target? Host { get; init; }

    /// <summary>False to read files in the order of the walk alone, so that what is read does not depend on how fast anything is.</summary>
    internal bool ReadsAhead { get; init; } = true;

    /// <summary>Variables of the process environment that are set, or unset by a null value, for every target.</summary>
    public ImmutableSortedDictionary<string, string?> Variables { get; init; } = ImmutableSortedDictionary<string, string?>.Empty;
}
