using System.Collections.Immutable;
using Assay.Environments;
using Assay.Fixes;
using Assay.Packaging;
using Assay.Packaging.Building;
using Assay.Packaging.Choosing;

namespace Assay.Examination.Resolving;

/// <summary>One requirement on one machine with one Python, and the pages to choose from.</summary>
internal sealed record ResolutionQuestion(Requirement Requirement, ResolutionPlace Place, ProjectPages Pages, ResolutionRequest Request)
{
    /// <summary>Asks both installers.</summary>
    /// <param name="tools">What this machine has for builds.</param>
    public ResolutionAnswer Answer(BuildTools tools)
    {
        ResolutionAnswer answer = new(Requirement.ToString(), Requirement.NormalizedName, Place.Target, Place.Python);
        if (Requirement.Marker is { } marker && !marker.Evaluate(EnvironmentMarkers.Of(Place.Python, Place.Target), out _)) return answer with { Applies = false };
        IndexPage? pips = Pages.For(Installer.Pip), uvs = Pages.For(Installer.Uv);
        answer = answer with
        {
            IsUnknownProject = Pages.IsUnknown,
            Pip = new InstallerChoice(Installer.Pip, pips?.Choose(Ask(Installer.Pip))) { Problem = Pages.ProblemFor(Installer.Pip) },
            Uv = new InstallerChoice(Installer.Uv, uvs?.Choose(Ask(Installer.Uv))) { Problem = Pages.ProblemFor(Installer.Uv) },
        };
        if (answer.Pip.Problem is null && answer.Uv.Problem is null) answer = answer with { Disagreement = Compare(answer, pips, uvs) };
        (Installer installer, IndexPage? page) = !answer.Pip.IsWheel && pips is not null ? (Installer.Pip, pips) : (Installer.Uv, answer.Uv.IsWheel ? null : uvs);
        if (page is not null) answer = answer with { Nearest = NearMisses.Of(page, Ask(installer), python => Place.Table.Of(python, installer)) };
        if (!answer.Pip.IsSource && !answer.Uv.IsSource) return answer;
        BuildNeeds? needs = tools.NeedsOf((answer.Pip.IsSource ? answer.Pip.File : answer.Uv.File)!) ?? KnownBuilds.Of(answer.Project);
        if (needs is null || !Place.Target.IsHost) return answer with { Build = needs };
        ImmutableArray<BuildNeed> lacking = [.. needs.Machine.Where(need => !tools.Has(need, Place.Python))];
        return answer with { Build = needs, Lacking = lacking, Commands = BuildPackages.Commands(lacking, tools.System(Place.Target), Place.Python) };
    }

    // Two indexes may have shown them different files.
    private Disagreement? Compare(ResolutionAnswer answer, IndexPage? pips, IndexPage? uvs)
    {
        if (answer.Pip.File?.Filename == answer.Uv.File?.Filename) return null;
        return Pages.AreTheSame && pips is not null && uvs is not null
            ? Disagreement.Between(pips, uvs, Ask(Installer.Pip), Ask(Installer.Uv))
            : new Disagreement(DisagreementCause.Sources, "pip looks at the files of all indexes together, uv at those of the first index that has the project");
    }

    private Question Ask(Installer installer) => new(Requirement, Place.Tags(installer), Request.AllowsSources) { AllowsPrereleases = Request.AllowsPrereleases };
}
