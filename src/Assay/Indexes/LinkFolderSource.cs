using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Primitives;

namespace Assay.Indexes;

/// <summary>
/// A directory with wheels and source distributions. Neither pip nor uv knows Requires-Python of such a file before it has chosen it; then both read its metadata, and
/// where that refuses the Python, both go on to the next version. So it is read here from the wheel, and the choice comes out the same.
/// </summary>
/// <param name="path">The directory.</param>
/// <param name="machine">The machine that has it.</param>
internal sealed class LinkFolderSource(string path, IMachine machine) : IndexSource(path, SourceKind.LinkFolder)
{
    private const int LongestMetadata = 8 << 20;

    private readonly Lazy<string[]?> names = new(() => machine.List(path) is { } entries ? [.. entries.Where(entry => entry.Kind is FileKind.File or FileKind.Link).Select(entry => entry.Name).Order(StringComparer.Ordinal)] : null);

    /// <inheritdoc/>
    public override Task<SourceReport> AskAsync(string project, CancellationToken cancellation) => Task.FromResult(Ask(project));

    private SourceReport Ask(string project)
    {
        if (names.Value is not { } all) return Failed($"{Name}: expected a directory with wheels, found {(machine.Look(Name, out _) is null ? "nothing" : "none that can be listed")}");
        List<string> oddities = [];
        SourceReport report = ProjectFiles.Report(this, [.. all.Where(name => ProjectFiles.IsOf(name, project)).Select(name => File(name, oddities))], project);
        return report with { Oddities = [.. oddities] };
    }

    private IndexFile File(string name, List<string> oddities)
    {
        string file = PosixPath.Join(Name, name);
        IndexFile known = new(name) { Url = file, Size = machine.Look(file, out _)?.Length };
        if (!name.EndsWith(".whl", StringComparison.Ordinal)) return known;
        string? problem = null;
        CoreMetadata? metadata = machine.Open(file, out _) is { } source ? Metadata(source, out problem) : null;
        if (metadata is null) oddities.Add($"{file}: {problem ?? "cannot be read"}; its Requires-Python is not known");
        return known with { RequiresPython = metadata?.First("Requires-Python") };
    }

    private static CoreMetadata? Metadata(ByteSource source, out string? problem)
    {
        using (source)
        {
            ZipIndex index = ZipIndex.Read(source);
            problem = index.Fault;
            if (problem is not null) return null;
            ZipMember? member = WheelMembers.Metadata(index.Members);
            problem = "has no METADATA in a .dist-info folder";
            return member is not null && ZipReader.Content(source, member, LongestMetadata, out problem) is { } content ? new CoreMetadata(TextDecoding.Utf8OrLatin1(content)) : null;
        }
    }
}
