using System.Collections.Immutable;
using Assay.Packaging.Choosing;
using Assay.Packaging.Indexing;
using Assay.Packaging.Trees;

namespace Assay.Packaging.Locking;

/// <summary>
/// Reads <c>pixi.lock</c>, versions 4 to 6 (crates/rattler_lock of rattler): environments list for each platform the addresses of packages, which are described once. Of several
/// environments the one called <c>default</c> is installed when nobody asks for another.
/// </summary>
internal static class PixiLockReader
{
    /// <summary>Reads a document.</summary>
    public static LockReading Read(TreeNode root)
    {
        if (root["version"] is not { } version) return LockReading.Refused(LockKind.Pixi, "line 1: expected `version`, found none");
        if (version.Text is not ("4" or "5" or "6")) return LockReading.Refused(LockKind.Pixi, $"line {version.Line}: expected version 4, 5 or 6, found {LockWords.Short(version.Text)}");
        if (root["environments"] is not { Kind: TreeKind.Table } environments) return LockReading.Refused(LockKind.Pixi, "line 1: expected a table `environments`, found none");
        LockWords words = new();
        Dictionary<string, TreeNode> described = new(StringComparer.Ordinal);
        foreach (TreeNode table in words.TablesOf(root, "packages"))
        {
            // Version 5 has `kind: conda` and `url`, or `path`; version 6 has `conda: ADDRESS`.
            string? address = table.TextOf("conda") ?? table.TextOf("pypi") ?? table.TextOf("url") ?? table.TextOf("path");
            if (address is null) words.Note(table.Line, "expected a package with an address");
            else described.TryAdd(address, table);
        }

        ImmutableArray<LockedPackage>.Builder packages = ImmutableArray.CreateBuilder<LockedPackage>();
        List<string> platforms = [], channels = [];
        string chosen = environments["default"] is null ? environments.Members.Keys.FirstOrDefault() ?? "" : "default";
        foreach ((string platform, TreeNode list) in environments[chosen]?["packages"]?.Members ?? [])
        {
            platforms.Add(platform);
            foreach (TreeNode item in list.Items)
                if (Package(item, platform, described, words) is { } package) packages.Add(package);
        }

        channels.AddRange(environments[chosen]?.ListOf("channels").Select(channel => channel.Kind == TreeKind.Text ? channel.Text : channel.TextOf("url")).OfType<string>() ?? []);
        return new LockReading(LockKind.Pixi) { Packages = packages.ToImmutable(), Platforms = [.. platforms], Channels = [.. channels], Problems = words.Problems };
    }

    private static LockedPackage? Package(TreeNode item, string platform, Dictionary<string, TreeNode> described, LockWords words)
    {
        string? conda = item.TextOf("conda"), address = conda ?? item.TextOf("pypi");
        if (address is null)
        {
            words.Note(item.Line, "expected `conda` or `pypi` with an address");
            return null;
        }

        TreeNode? details = described.GetValueOrDefault(address);
        string? sha256 = details?.TextOf("sha256");
        if (conda is not null)
        {
            CondaName? name = CondaName.Parse(address);
            return new LockedPackage(details?.TextOf("name") ?? name?.Name ?? address, details?.TextOf("version") ?? name?.Version)
            {
                Line = details?.Line ?? item.Line,
                Platform = platform,
                Source = new LockSource(LockSourceKind.Conda, name?.Channel ?? address) { Build = details?.TextOf("build") ?? name?.Build },
                Files = name is null ? [] : [new IndexFile(name.File) { Url = address, Sha256 = IndexLink.Sha256(sha256), Size = details?.SizeOf("size") }],
                CondaNeeds = [.. details?.TextsOf("depends") ?? []],
            };
        }

        bool isFile = WheelFilename.TryParse(IndexLink.FilenameOf(address), out WheelFilename? wheel) || SourceFilename.TryParse(IndexLink.FilenameOf(address), out _);
        string? named = details?.TextOf("name") ?? wheel?.Name;
        if (named is null)
        {
            words.Note(item.Line, $"expected a description of `{LockWords.Short(address)}`");
            return null;
        }

        return new LockedPackage(PackageName.Normalize(named), details?.TextOf("version") ?? wheel?.Version.ToString())
        {
            Line = details?.Line ?? item.Line,
            Platform = platform,
            RequiresPython = details?.TextOf("requires_python"),
            Source = new LockSource(isFile ? LockSourceKind.Url : address.StartsWith("git+", StringComparison.Ordinal) ? LockSourceKind.Git : LockSourceKind.Path, address),
            Files = isFile ? [new IndexFile(IndexLink.FilenameOf(address)) { Url = address, Sha256 = IndexLink.Sha256(sha256) }] : [],
        };
    }
}
