using System.Collections.Immutable;
using Assay.Packaging.Choosing;
using Assay.Packaging.Trees;

namespace Assay.Packaging.Locking;

/// <summary>
/// Reads <c>poetry.lock</c>, lock versions 1.x and 2.x (src/poetry/packages/locker.py of Poetry 2.4). Before 2.1 a package does not say when it is installed: that stands in
/// <c>pyproject.toml</c> and on the way to it.
/// </summary>
internal static class PoetryLockReader
{
    /// <summary>Reads a document.</summary>
    public static LockReading Read(TreeNode root)
    {
        if (root["metadata"] is not { Kind: TreeKind.Table } metadata) return LockReading.Refused(LockKind.Poetry, "line 1: expected a table `metadata`, found none");
        string version = metadata.TextOf("lock-version") ?? "1.0";
        if (!PackageVersion.TryParse(version, out PackageVersion? parsed) || parsed.Release[0] > 2) return LockReading.Refused(LockKind.Poetry, $"line {metadata["lock-version"]!.Line}: expected lock-version 1 or 2, found `{LockWords.Short(version)}`");
        LockWords words = new();
        return new LockReading(LockKind.Poetry)
        {
            Packages = [.. words.TablesOf(root, "package").Select(table => Package(table, metadata["files"], words)).OfType<LockedPackage>()],
            RequiresPython = metadata.TextOf("python-versions"),
            Extras = [.. root["extras"]?.Members.Keys.Select(PackageName.Normalize) ?? []],
            DefaultGroups = ["main"],
            Problems = words.Problems,
        };
    }

    private static LockedPackage? Package(TreeNode table, TreeNode? filesOfAll, LockWords words)
    {
        if (words.PackageOf(table) is not { } package) return null;
        ImmutableArray<IndexFile> files = words.FilesOf(table, "files");
        if (table["files"] is null && filesOfAll is { Kind: TreeKind.Table } && table.TextOf("name") is { } name) files = words.FilesOf(filesOfAll, name);
        ImmutableSortedDictionary<string, Marker> groups = ImmutableSortedDictionary.Create<string, Marker>(StringComparer.Ordinal);
        if (table["markers"] is { Kind: TreeKind.Table } byGroup)
            foreach (string group in byGroup.Members.Keys)
                if (words.MarkerOf(byGroup, group) is { } marker) groups = groups.SetItem(group, marker);
        return package with
        {
            Source = Source(table["source"], table.IsTrue("develop")),
            Marker = words.MarkerOf(table, "markers"),
            GroupMarkers = groups,
            Groups = [.. table.TextsOf("groups"), .. table.TextOf("category") is { } category ? (ImmutableArray<string>)[category] : []],
            IsOptional = table.IsTrue("optional"),
            RequiresPython = table.TextOf("python-versions"),
            Files = files,
            Dependencies = [.. table["dependencies"]?.Members.SelectMany(member => Dependencies(member.Key, member.Value, words)) ?? []],
        };
    }

    private static LockSource Source(TreeNode? table, bool isEditable)
    {
        string? location = table?.TextOf("url");
        return table?.TextOf("type") switch
        {
            "git" => new LockSource(LockSourceKind.Git, location) { Commit = table.TextOf("resolved_reference"), Subdirectory = table.TextOf("subdirectory") },
            "url" => new LockSource(LockSourceKind.Url, location) { Subdirectory = table.TextOf("subdirectory") },
            "file" => new LockSource(LockSourceKind.Path, location),
            "directory" => new LockSource(isEditable ? LockSourceKind.Editable : LockSourceKind.Path, location),
            _ => new LockSource(LockSourceKind.Index, location),
        };
    }

    // "spec", { version = "spec", markers = "...", extras = [...], optional = true }, or a list of such tables for different conditions.
    private static IEnumerable<LockedDependency> Dependencies(string name, TreeNode value, LockWords words)
    {
        string normalized = PackageName.Normalize(name);
        if (value.Kind == TreeKind.Text) return [new LockedDependency(normalized)];
        return (value.Kind == TreeKind.List ? value.Items : [value]).Where(item => item.Kind is TreeKind.Table or TreeKind.Text && !item.IsTrue("optional"))
            .Select(item => new LockedDependency(normalized) { Marker = words.MarkerOf(item, "markers"), Extras = [.. item.TextsOf("extras").Select(PackageName.Normalize)] });
    }
}
