using System.Collections.Immutable;
using Assay.Packaging.Trees;

namespace Assay.Packaging.Locking;

/// <summary>Reads <c>Pipfile.lock</c> (pipfile-spec 6). It has hashes without names: which file each of them is, only an index can tell.</summary>
internal static class PipfileLockReader
{
    /// <summary>Reads a document.</summary>
    public static LockReading Read(TreeNode root)
    {
        if (root["_meta"] is not { Kind: TreeKind.Table } meta) return LockReading.Refused(LockKind.Pipfile, "line 1: expected an object `_meta`, found none");
        LockWords words = new();
        ImmutableArray<LockedPackage>.Builder packages = ImmutableArray.CreateBuilder<LockedPackage>();
        foreach ((string group, TreeNode members) in root.Members.Where(member => member.Key != "_meta"))
        {
            if (members.Kind != TreeKind.Table) words.Note(members.Line, $"expected an object `{LockWords.Short(group)}`");
            foreach ((string name, TreeNode entry) in members.Members)
            {
                if (entry.Kind == TreeKind.Table) packages.Add(Package(group, name, entry, words));
                else words.Note(entry.Line, $"expected an object for `{LockWords.Short(name)}`");
            }
        }

        TreeNode? requires = meta["requires"];
        return new LockReading(LockKind.Pipfile)
        {
            Packages = packages.ToImmutable(),
            RequiresPython = requires?.TextOf("python_full_version") is { } full ? $"=={full}" : requires?.TextOf("python_version") is { } version ? $"=={version}.*" : null,
            DefaultGroups = ["default"],
            Problems = words.Problems,
        };
    }

    private static LockedPackage Package(string group, string name, TreeNode entry, LockWords words) => new(PackageName.Normalize(name), entry.TextOf("version")?.TrimStart('='))
    {
        Line = entry.Line,
        Groups = [group],
        Extras = [.. entry.TextsOf("extras").Select(PackageName.Normalize)],
        Marker = words.MarkerOf(entry, "markers"),
        Hashes = [.. entry.TextsOf("hashes")],
        Source = entry.TextOf("git") is { } git ? new LockSource(LockSourceKind.Git, git) { Commit = entry.TextOf("ref"), Subdirectory = entry.TextOf("subdirectory") }
            : entry.TextOf("path") is { } path ? new LockSource(entry.IsTrue("editable") ? LockSourceKind.Editable : LockSourceKind.Path, path)
            : entry.TextOf("file") is { } file ? new LockSource(LockSourceKind.Url, file)
            : new LockSource(LockSourceKind.Index, entry.TextOf("index")),
    };
}
