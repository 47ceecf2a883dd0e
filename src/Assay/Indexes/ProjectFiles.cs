using System.Collections.Immutable;
using Assay.Packaging;
using Assay.Packaging.Choosing;

namespace Assay.Indexes;

/// <summary>Picks the files of one project out of many.</summary>
internal static class ProjectFiles
{
    private static readonly string[] Archives = [".tar.gz", ".tar.bz2", ".tar.xz", ".tgz", ".zip"];

    /// <summary>True when a file is a wheel or a source distribution of a project.</summary>
    /// <param name="filename">The name of the file.</param>
    /// <param name="project">The normalised name of the project.</param>
    public static bool IsOf(string filename, string project) =>
        WheelFilename.TryParse(filename, out WheelFilename? wheel) ? wheel.Name == project
        : !filename.EndsWith(".whl", StringComparison.Ordinal) && SourceFilename.TryParse(filename, project, Archives, out _);

    /// <summary>The report of a source that has files of many projects.</summary>
    public static SourceReport Report(IndexSource source, ImmutableArray<IndexFile> files, string project)
    {
        ImmutableArray<IndexFile> own = [.. files.Where(file => IsOf(file.Filename, project))];
        return new SourceReport(source.Name, source.Kind, own.IsEmpty ? SourceOutcome.Absent : SourceOutcome.Found) { Files = own };
    }
}
