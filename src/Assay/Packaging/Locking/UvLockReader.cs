using System.Collections.Immutable;
using Assay.Packaging.Choosing;
using Assay.Packaging.Trees;

namespace Assay.Packaging.Locking;

/// <summary>Reads <c>uv.lock</c>, as crates/uv-resolver (<c>Lock</c>) of uv 0.13.9 writes it: version 1, any revision.</summary>
internal static class UvLockReader
{
    /// <summary>The name of what a script, or a manifest without a project, asks for.</summary>
    public const string NamelessRoot = "";

    /// <summary>Reads a document.</summary>
    public static LockReading Read(TreeNode root)
    {
        if (root["version"] is not { } version) return LockReading.Refused(LockKind.Uv, "line 1: expected `version`, found none");
        if (version is not { Kind: TreeKind.Integer, Text: "1" }) return LockReading.Refused(LockKind.Uv, $"line {version.Line}: expected version 1, found {LockWords.Short(version.Text)}");
        LockWords words = new();
        List<LockedPackage> packages = [.. words.TablesOf(root, "package").Select(table => Package(table, words)).OfType<LockedPackage>()];
        TreeNode? manifest = root["manifest"];
        ImmutableArray<string> roots = [.. manifest?.TextsOf("members").Select(PackageName.Normalize) ?? []];
        if (roots.IsEmpty) roots = [.. packages.Where(package => package.Source is { Kind: LockSourceKind.Virtual or LockSourceKind.Editable or LockSourceKind.Path, Location: "." }).Select(package => package.Name)];
        if (manifest is { Kind: TreeKind.Table } && (manifest["requirements"] is not null || manifest["dependency-groups"] is not null))
        {
            // A script, or a workspace that is no project itself.
            packages.Add(new LockedPackage(NamelessRoot, null)
            {
                Line = manifest.Line,
                Source = new LockSource(LockSourceKind.Virtual, "."),
                Dependencies = Dependencies(manifest, "requirements", words),
                GroupDependencies = Named(manifest["dependency-groups"], words),
            });
            roots = roots.Add(NamelessRoot);
        }

        return new LockReading(LockKind.Uv)
        {
            Packages = [.. packages],
            RequiresPython = root.TextOf("requires-python"),
            Environments = words.MarkersOf(root, "supported-markers"),
            Roots = roots,
            Extras = [.. packages.Where(package => roots.Contains(package.Name)).SelectMany(package => package.ExtraDependencies.Keys).Distinct()],
            DefaultGroups = ["dev"],
            Problems = words.Problems,
        };
    }

    private static LockedPackage? Package(TreeNode table, LockWords words)
    {
        if (words.PackageOf(table) is not { } package) return null;
        LockSource source = Source(table["source"], table.Line, words);
        ImmutableArray<IndexFile>.Builder files = ImmutableArray.CreateBuilder<IndexFile>();
        if (table["sdist"] is { Kind: TreeKind.Table } sdist && File(sdist, source, words) is { } found) files.Add(found);
        files.AddRange(words.TablesOf(table, "wheels").Select(wheel => File(wheel, source, words)).OfType<IndexFile>());
        return package with
        {
            Source = source,
            Forks = words.MarkersOf(table, "resolution-markers"),
            Files = files.ToImmutable(),
            Dependencies = Dependencies(table, "dependencies", words),
            ExtraDependencies = Named(table["optional-dependencies"], words),
            GroupDependencies = Named(table["dev-dependencies"] ?? table["dependency-groups"], words),
        };
    }

    private static LockSource Source(TreeNode? source, int line, LockWords words)
    {
        if (source is { Kind: TreeKind.Table })
        {
            foreach ((string member, LockSourceKind kind) in (ReadOnlySpan<(string, LockSourceKind)>)[("registry", LockSourceKind.Index), ("git", LockSourceKind.Git), ("url", LockSourceKind.Url), ("path", LockSourceKind.Path), ("directory", LockSourceKind.Path), ("editable", LockSourceKind.Editable), ("virtual", LockSourceKind.Virtual)])
            {
                if (source.TextOf(member) is not { } location) continue;
                return new LockSource(kind, location) { Subdirectory = source.TextOf("subdirectory"), Commit = kind == LockSourceKind.Git && location.LastIndexOf('#') is > 0 and int cut ? location[(cut + 1)..] : null };
            }
        }

        words.Note(source?.Line ?? line, "expected a source that uv knows");
        return new LockSource(LockSourceKind.Index);
    }

    private static IndexFile? File(TreeNode table, LockSource source, LockWords words)
    {
        string? location = table.TextOf("url") ?? table.TextOf("path") ?? (source.Kind is LockSourceKind.Url or LockSourceKind.Path ? source.Location : null);

        // What a repository or a directory holds is no file, though its hash may stand here.
        if (location is null && table.TextOf("filename") is null && source.Kind != LockSourceKind.Index) return null;
        return words.FileOf(table.TextOf("filename"), location, LockWords.Sha256Of(table.TextOf("hash")), table.SizeOf("size"), table.Line);
    }

    private static ImmutableArray<LockedDependency> Dependencies(TreeNode table, string member, LockWords words) => [.. words.TablesOf(table, member).Select(item => Dependency(item, words)).OfType<LockedDependency>()];

    private static LockedDependency? Dependency(TreeNode table, LockWords words)
    {
        if (table.TextOf("name") is not { Length: > 0 } name)
        {
            words.Note(table.Line, "expected a dependency with a name");
            return null;
        }

        return new LockedDependency(PackageName.Normalize(name))
        {
            Version = table.TextOf("version"),
            Marker = words.MarkerOf(table, "marker"),
            Extras = [.. table.TextsOf("extra").Concat(table.TextsOf("extras")).Select(PackageName.Normalize)],
        };
    }

    private static ImmutableSortedDictionary<string, ImmutableArray<LockedDependency>> Named(TreeNode? table, LockWords words)
    {
        ImmutableSortedDictionary<string, ImmutableArray<LockedDependency>>.Builder named = ImmutableSortedDictionary.CreateBuilder<string, ImmutableArray<LockedDependency>>(StringComparer.Ordinal);
        foreach (string name in table?.Members.Keys.AsEnumerable() ?? []) named[PackageName.Normalize(name)] = Dependencies(table!, name, words);
        return named.ToImmutable();
    }
}
