using System.Collections.Immutable;
using Assay.Packaging.Choosing;
using Assay.Packaging.Trees;

namespace Assay.Packaging.Locking;

/// <summary>Reads <c>pylock.toml</c> (PEP 751, https://packaging.python.org/en/latest/specifications/pylock-toml/).</summary>
internal static class PylockReader
{
    /// <summary>Reads a document.</summary>
    public static LockReading Read(TreeNode root)
    {
        // A reader refuses a major version it does not know, and goes on with a newer minor one.
        if (root.TextOf("lock-version") is not { } version) return LockReading.Refused(LockKind.Pylock, "line 1: expected `lock-version`, found none");
        if (!PackageVersion.TryParse(version, out PackageVersion? parsed) || parsed.Release[0] != 1) return LockReading.Refused(LockKind.Pylock, $"line {root["lock-version"]!.Line}: expected lock-version 1, found `{LockWords.Short(version)}`");
        LockWords words = new();
        ImmutableArray<LockedPackage> packages = [.. words.TablesOf(root, "packages").Select(table => Package(table, words)).OfType<LockedPackage>()];
        return new LockReading(LockKind.Pylock)
        {
            Packages = packages,
            RequiresPython = root.TextOf("requires-python"),
            Environments = words.MarkersOf(root, "environments"),
            Extras = [.. root.TextsOf("extras").Select(PackageName.Normalize)],
            Groups = [.. root.TextsOf("dependency-groups")],
            DefaultGroups = [.. root.TextsOf("default-groups")],
            Problems = words.Problems,
        };
    }

    private static LockedPackage? Package(TreeNode table, LockWords words)
    {
        if (words.PackageOf(table) is not { } package) return null;
        ImmutableArray<IndexFile>.Builder files = ImmutableArray.CreateBuilder<IndexFile>();
        if (table["sdist"] is { Kind: TreeKind.Table } source && File(source, words) is { } sdist) files.Add(sdist);
        files.AddRange(words.TablesOf(table, "wheels").Select(wheel => File(wheel, words)).OfType<IndexFile>());
        LockSource from = new(LockSourceKind.Index, table.TextOf("index"));
        if (table["vcs"] is { Kind: TreeKind.Table } vcs)
        {
            from = new LockSource(LockSourceKind.Git, vcs.TextOf("url") ?? vcs.TextOf("path")) { Commit = vcs.TextOf("commit-id"), Subdirectory = vcs.TextOf("subdirectory") };
        }
        else if (table["directory"] is { Kind: TreeKind.Table } directory)
        {
            from = new LockSource(directory.IsTrue("editable") ? LockSourceKind.Editable : LockSourceKind.Path, directory.TextOf("path")) { Subdirectory = directory.TextOf("subdirectory") };
        }
        else if (table["archive"] is { Kind: TreeKind.Table } archive)
        {
            from = new LockSource(archive.TextOf("url") is null ? LockSourceKind.Path : LockSourceKind.Url, archive.TextOf("url") ?? archive.TextOf("path")) { Subdirectory = archive.TextOf("subdirectory") };
            if (File(archive, words) is { } file) files.Add(file);
        }

        return package with
        {
            Marker = words.MarkerOf(table, "marker"),
            RequiresPython = table.TextOf("requires-python"),
            Source = from,
            Files = files.ToImmutable(),
            Dependencies = [.. words.TablesOf(table, "dependencies").Where(dependency => dependency.TextOf("name") is not null)
                .Select(dependency => new LockedDependency(PackageName.Normalize(dependency.TextOf("name")!)) { Version = dependency.TextOf("version") })],
        };
    }

    private static IndexFile? File(TreeNode table, LockWords words) =>
        words.FileOf(table.TextOf("name"), table.TextOf("url") ?? table.TextOf("path"), table["hashes"]?.TextOf("sha256"), table.SizeOf("size"), table.Line);
}
