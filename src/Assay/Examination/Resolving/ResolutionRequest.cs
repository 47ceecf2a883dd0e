using System.Collections.Immutable;
using Assay.Indexes;
using Assay.Packaging.Choosing;
using Assay.Targets;

namespace Assay.Examination.Resolving;

/// <summary>What is to be installed, where, and where its files are looked for.</summary>
public sealed record ResolutionRequest
{
    /// <summary>The requirements as written (PEP 508).</summary>
    public ImmutableArray<string> Requirements { get; init; } = [];

    /// <summary>The machines; empty for this one.</summary>
    public ImmutableArray<Target> Targets { get; init; } = [];

    /// <summary>The interpreters; empty for the one of the environment the caller stands in, or the newest release where there is none.</summary>
    public ImmutableArray<PythonBuild> Pythons { get; init; } = [];

    /// <summary>Where the files are looked for.</summary>
    public IndexSettings Index { get; init; } = new();

    /// <summary>False for <c>--only-binary :all:</c>.</summary>
    public bool AllowsSources { get; init; } = true;

    /// <summary>True for <c>--pre</c>.</summary>
    public bool AllowsPrereleases { get; init; }

    /// <summary>True to read the heads of the chosen wheels on their servers, at most a fiftieth of each, and to judge them.</summary>
    public bool Inspects { get; init; }

    /// <summary>What was met on the way to this request and is to be told with the answers, one line each.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>The directory the caller stands in, absolute; null for none.</summary>
    public string? WorkingDirectory { get; init; }
}
