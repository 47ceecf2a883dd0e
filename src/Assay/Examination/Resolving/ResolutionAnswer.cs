using System.Collections.Immutable;
using Assay.Packaging.Building;
using Assay.Packaging.Choosing;
using Assay.Targets;

namespace Assay.Examination.Resolving;

/// <summary>What both installers make of one requirement on one machine with one Python.</summary>
/// <param name="Requirement">The requirement as written.</param>
/// <param name="Project">The normalised name of the project.</param>
/// <param name="Target">The machine.</param>
/// <param name="Python">The interpreter.</param>
public sealed record ResolutionAnswer(string Requirement, string Project, Target Target, PythonBuild Python)
{
    /// <summary>False when the requirement's marker leaves it out here: nothing is installed.</summary>
    public bool Applies { get; init; } = true;

    /// <summary>True when no source of files has the project at all.</summary>
    public bool IsUnknownProject { get; init; }

    /// <summary>What pip takes.</summary>
    public InstallerChoice Pip { get; init; } = new(Installer.Pip, null);

    /// <summary>What uv takes.</summary>
    public InstallerChoice Uv { get; init; } = new(Installer.Uv, null);

    /// <summary>Why they differ; null when they do not.</summary>
    public Disagreement? Disagreement { get; init; }

    /// <summary>Where no wheel is taken: what comes nearest, by pip's rules, or by uv's when only uv finds none. Null when both take a wheel.</summary>
    public NearMisses? Nearest { get; init; }

    /// <summary>What a build would need, where a source distribution is taken; null when nobody knows.</summary>
    public BuildNeeds? Build { get; init; }

    /// <summary>Which of those needs this machine lacks; null when the target is another machine.</summary>
    public ImmutableArray<BuildNeed>? Lacking { get; init; }

    /// <summary>The commands that bring what is lacking.</summary>
    public ImmutableArray<string> Commands { get; init; } = [];

    /// <summary>The chosen wheels that were looked into; empty unless that was asked for.</summary>
    public ImmutableArray<InspectedWheel> Inspected { get; init; } = [];

    /// <summary>True when neither installer finds anything although the requirement applies.</summary>
    public bool HasNothing => Applies && Pip.File is null && Uv.File is null;
}
