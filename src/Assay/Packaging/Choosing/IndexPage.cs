using System.Collections.Immutable;

namespace Assay.Packaging.Choosing;

/// <summary>The files of one project in an index, with their names read once: a page is asked again and again, for each machine and Python.</summary>
public sealed class IndexPage
{
    private readonly Lazy<ImmutableArray<ReadFile>> pip;
    private readonly Lazy<ImmutableArray<ReadFile>> uv;

    /// <summary>A page.</summary>
    /// <param name="project">The project's name; it is normalised.</param>
    /// <param name="files">The files in the order of the page.</param>
    public IndexPage(string project, IEnumerable<IndexFile> files)
    {
        Project = PackageName.Normalize(project);
        Files = [.. files];
        pip = new(() => [.. Files.Select(file => PipChoice.Read(file, Project)).OfType<ReadFile>()]);
        uv = new(() => [.. Files.Select(file => UvChoice.Read(file, Project)).OfType<ReadFile>()]);
    }

    /// <summary>The normalised name.</summary>
    public string Project { get; }

    /// <summary>The files in the order of the page.</summary>
    public ImmutableArray<IndexFile> Files { get; }

    /// <summary>The files whose names mean something to an installer.</summary>
    internal ImmutableArray<ReadFile> For(Installer installer) => installer == Installer.Pip ? pip.Value : uv.Value;

    /// <summary>A file of this page as an installer reads it; null when its name means nothing to the installer.</summary>
    internal ReadFile? Read(Installer installer, IndexFile file) => installer == Installer.Pip ? PipChoice.Read(file, Project) : UvChoice.Read(file, Project);

    /// <summary>The file that an installer takes; null when it finds none.</summary>
    /// <param name="question">What is to be installed.</param>
    public IndexFile? Choose(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question.Tags.Installer == Installer.Pip ? PipChoice.Of(question, this) : UvChoice.Of(question, this);
    }
}
