using System.Collections.Immutable;
using Assay.Packaging.Choosing;
using Assay.Packaging.Indexing;
using Assay.Packaging.Trees;

namespace Assay.Packaging.Locking;

/// <summary>Reads <c>conda-lock.yml</c>, version 1 (conda_lock/lockfile/v1/models.py): each package stands there once for each platform.</summary>
internal static class CondaLockReader
{
    /// <summary>Reads a document.</summary>
    public static LockReading Read(TreeNode root)
    {
        if (root["version"] is { Text: not "1" } version) return LockReading.Refused(LockKind.CondaLock, $"line {version.Line}: expected version 1, found {LockWords.Short(version.Text)}");
        if (root["metadata"] is not { Kind: TreeKind.Table } metadata) return LockReading.Refused(LockKind.CondaLock, "line 1: expected a table `metadata`, found none");
        LockWords words = new();
        return new LockReading(LockKind.CondaLock)
        {
            Packages = [.. words.TablesOf(root, "package").Select(table => Package(table, words)).OfType<LockedPackage>()],
            Platforms = [.. metadata.TextsOf("platforms")],
            Channels = [.. metadata.ListOf("channels").Select(channel => channel.Kind == TreeKind.Text ? channel.Text : channel.TextOf("url")).OfType<string>()],
            DefaultGroups = ["main"],
            Problems = words.Problems,
        };
    }

    private static LockedPackage? Package(TreeNode table, LockWords words)
    {
        if (words.PackageOf(table) is not { } package) return null;
        string? address = table.TextOf("url"), sha256 = table["hash"]?.TextOf("sha256");
        package = package with { Platform = table.TextOf("platform"), Groups = [.. table.TextsOf("categories"), .. table.TextOf("category") is { } category ? (ImmutableArray<string>)[category] : []], IsOptional = table.IsTrue("optional") };
        if (table.TextOf("manager") == "pip")
        {
            bool isRepository = address?.StartsWith("git+", StringComparison.Ordinal) == true;
            return package with
            {
                Source = new LockSource(isRepository ? LockSourceKind.Git : LockSourceKind.Url, address),
                Files = isRepository || words.FileOf(null, address, sha256, null, table.Line) is not { } file ? [] : [file],
            };
        }

        CondaName? name = address is null ? null : CondaName.Parse(address);
        return package with
        {
            Name = table.TextOf("name")!,
            Source = new LockSource(LockSourceKind.Conda, name?.Channel) { Build = table.TextOf("build") ?? name?.Build },
            Files = name is null ? [] : [new IndexFile(name.File) { Url = address, Sha256 = IndexLink.Sha256(sha256) }],
            CondaNeeds = [.. table["dependencies"]?.Members.Where(need => need.Value.Kind == TreeKind.Text).Select(need => $"{need.Key} {need.Value.Text}".TrimEnd()) ?? []],
        };
    }
}
