using System.Collections.Immutable;
using Assay.Packaging.Choosing;
using Assay.Packaging.Trees;

namespace Assay.Packaging.Locking;

/// <summary>Reads <c>pdm.lock</c>, lock versions 4.x (src/pdm/formats and project/lockfile of PDM 2).</summary>
internal static class PdmLockReader
{
    /// <summary>Reads a document.</summary>
    public static LockReading Read(TreeNode root)
    {
        if (root["metadata"] is not { Kind: TreeKind.Table } metadata) return LockReading.Refused(LockKind.Pdm, "line 1: expected a table `metadata`, found none");
        LockWords words = new();
        return new LockReading(LockKind.Pdm)
        {
            Packages = [.. words.TablesOf(root, "package").Select(table => Package(table, metadata["files"], words)).OfType<LockedPackage>()],
            RequiresPython = metadata.ListOf("targets").Select(target => target.TextOf("requires_python")).OfType<string>().FirstOrDefault(),
            DefaultGroups = ["default"],
            Problems = words.Problems,
        };
    }

    private static LockedPackage? Package(TreeNode table, TreeNode? filesOfAll, LockWords words)
    {
        if (words.PackageOf(table) is not { } package) return null;
        ImmutableArray<IndexFile> files = words.FilesOf(table, "files");
        if (table["files"] is null && filesOfAll is { Kind: TreeKind.Table }) files = words.FilesOf(filesOfAll, $"{table.TextOf("name")} {package.Version}");
        return package with
        {
            Source = Source(table),
            Marker = words.MarkerOf(table, "marker"),
            Groups = [.. table.TextsOf("groups")],
            Extras = [.. table.TextsOf("extras").Select(PackageName.Normalize)],
            RequiresPython = table.TextOf("requires_python"),
            Files = files,
            Dependencies = [.. Dependencies(table, words)],
        };
    }

    private static LockSource Source(TreeNode table)
    {
        if (table.TextOf("git") is { } git) return new LockSource(LockSourceKind.Git, git) { Commit = table.TextOf("revision"), Subdirectory = table.TextOf("subdirectory") };
        if (table.TextOf("path") is { } path) return new LockSource(table.IsTrue("editable") ? LockSourceKind.Editable : LockSourceKind.Path, path);
        return table.TextOf("url") is { } url ? new LockSource(LockSourceKind.Url, url) : new LockSource(LockSourceKind.Index);
    }

    private static IEnumerable<LockedDependency> Dependencies(TreeNode table, LockWords words)
    {
        foreach (TreeNode item in table.ListOf("dependencies"))
        {
            if (item.Kind == TreeKind.Text && Requirement.TryParse(item.Text, out Requirement? requirement))
                yield return new LockedDependency(requirement.NormalizedName) { Marker = requirement.Marker, Extras = [.. requirement.Extras.Select(PackageName.Normalize)] };
            else words.Note(item.Line, $"expected a requirement, found `{LockWords.Short(item.Text)}`");
        }
    }
}
