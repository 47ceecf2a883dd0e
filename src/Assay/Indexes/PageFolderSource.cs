using Assay.Primitives;

namespace Assay.Indexes;

/// <summary>
/// A simple index that lies in a directory: <c>NAME/index.html</c>, which is what pip and uv read, <c>NAME/index.json</c> as mirrors keep it beside, or one file for each
/// project, <c>NAME.json</c> or <c>NAME.html</c>, packed or not.
/// </summary>
/// <param name="path">The directory.</param>
/// <param name="machine">The machine that has it.</param>
internal sealed class PageFolderSource(string path, IMachine machine) : IndexSource(path, SourceKind.Index)
{
    private static readonly string[] Pages = ["/index.html", "/index.json", ".json", ".json.gz", ".html", ".html.gz"];

    /// <inheritdoc/>
    public override Task<SourceReport> AskAsync(string project, CancellationToken cancellation) => Task.FromResult(Ask(project));

    private SourceReport Ask(string project)
    {
        if (!machine.IsDirectory(Name)) return Failed($"{Name}: expected a directory with pages of a simple index, found {(machine.Look(Name, out _) is null ? "nothing" : "a file")}");
        foreach (string page in Pages)
        {
            string file = PosixPath.Join(Name, project + page);
            if (LocalPage.Read(machine, file, PosixPath.Join(Name, project + "/")) is not { } reading) continue;
            return reading.Problem is { } problem ? Failed($"{file}: {problem}") : new SourceReport(Name, Kind, SourceOutcome.Found) { Files = reading.Files };
        }

        // A directory of wheels is no index, for pip and uv neither, and easily taken for one.
        bool hasWheels = machine.List(Name)?.Any(entry => entry.Name.EndsWith(".whl", StringComparison.Ordinal)) == true;
        return new SourceReport(Name, Kind, SourceOutcome.Absent) { Message = hasWheels ? $"{Name}: expected pages of a simple index, found wheels; as find-links they would be seen" : null };
    }
}
