using Assay.Packaging.Indexing;
using Assay.Primitives;

namespace Assay.Indexes;

/// <summary>A page with links that lies in a file.</summary>
/// <param name="path">The file.</param>
/// <param name="machine">The machine that has it.</param>
internal sealed class LinkFileSource(string path, IMachine machine) : IndexSource(path, SourceKind.LinkPage)
{
    /// <inheritdoc/>
    public override Task<SourceReport> AskAsync(string project, CancellationToken cancellation)
    {
        if (!Name.EndsWith(".html", StringComparison.OrdinalIgnoreCase) && !Name.EndsWith(".htm", StringComparison.OrdinalIgnoreCase))
            return Task.FromResult(Failed($"{Name}: expected a directory, or a page in HTML; name the directory that the file is in"));
        IndexReading reading = LocalPage.Read(machine, Name, PosixPath.Directory(Name).TrimEnd('/') + "/") ?? IndexReading.Refused("cannot be read");
        return Task.FromResult(reading.Problem is { } problem ? Failed($"{Name}: {problem}") : ProjectFiles.Report(this, reading.Files, project));
    }
}
