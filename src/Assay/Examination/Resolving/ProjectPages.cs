using Assay.Indexes;
using Assay.Packaging.Choosing;

namespace Assay.Examination.Resolving;

/// <summary>The files of a project as each installer has them before it, put together once and asked many times.</summary>
internal sealed class ProjectPages
{
    private readonly IndexAnswer answer;
    private readonly IndexPage? pip;
    private readonly IndexPage? uv;

    /// <summary>Puts them together.</summary>
    /// <param name="answer">What the sources of files said.</param>
    public ProjectPages(IndexAnswer answer)
    {
        this.answer = answer;
        pip = answer.PageFor(Installer.Pip);
        uv = answer.PageFor(Installer.Uv);
        AreTheSame = pip is not null && uv is not null && pip.Files.ToHashSet().SetEquals(uv.Files);
    }

    /// <summary>True when no source has the project, and all of them said so.</summary>
    public bool IsUnknown => pip is null && uv is null && answer.Sources.All(source => source.Outcome == SourceOutcome.Absent);

    /// <summary>True when both look at the same files, though perhaps not in the same order.</summary>
    public bool AreTheSame { get; }

    /// <summary>The files for one of them, or null.</summary>
    public IndexPage? For(Installer installer) => installer == Installer.Pip ? pip : uv;

    /// <summary>What stood in the way of asking, or null.</summary>
    public string? ProblemFor(Installer installer) => answer.ProblemFor(installer);
}
