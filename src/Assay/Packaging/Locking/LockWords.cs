using System.Collections.Immutable;
using Assay.Packaging.Choosing;
using Assay.Packaging.Indexing;
using Assay.Packaging.Trees;

namespace Assay.Packaging.Locking;

/// <summary>What the lock formats have in common: markers, files, hashes, names; and the list of what could not be read.</summary>
internal sealed class LockWords
{
    // A hostile file can be wrong in as many places as it has lines; a handful tells what it is.
    private const int Shown = 50;

    private readonly List<string> problems = [];
    private int count;

    /// <summary>What could not be read.</summary>
    public ImmutableArray<string> Problems => count > Shown ? [.. problems, $"and {count - Shown} more of such kinds"] : [.. problems];

    /// <summary>Notes what could not be read.</summary>
    public void Note(int line, string problem)
    {
        if (++count <= Shown) problems.Add($"line {line}: {problem}");
    }

    /// <summary>The marker in a member of a table; null for none, and for one that cannot be read, which is noted.</summary>
    public Marker? MarkerOf(TreeNode table, string member)
    {
        if (table.TextOf(member) is not { Length: > 0 } text) return null;
        return MarkerOf(text, table[member]!.Line);
    }

    /// <summary>Reads a marker; one that cannot be read is noted.</summary>
    public Marker? MarkerOf(string text, int line)
    {
        if (Marker.TryParse(text, out Marker? marker)) return marker;
        Note(line, $"expected a marker, found `{Short(text)}`");
        return null;
    }

    /// <summary>The markers of a list.</summary>
    public ImmutableArray<Marker> MarkersOf(TreeNode table, string member) =>
        [.. table.ListOf(member).Where(item => item.Kind == TreeKind.Text).Select(item => MarkerOf(item.Text, item.Line)).OfType<Marker>()];

    /// <summary>The tables of a list; anything else in it is noted.</summary>
    public IEnumerable<TreeNode> TablesOf(TreeNode table, string member)
    {
        if (table[member] is { } node && node.Kind != TreeKind.List) Note(node.Line, $"expected a list `{member}`");
        foreach (TreeNode item in table.ListOf(member))
        {
            if (item.Kind == TreeKind.Table) yield return item;
            else Note(item.Line, $"expected a table in `{member}`");
        }
    }

    /// <summary>A package's name and version; null, and noted, when there is no name.</summary>
    public LockedPackage? PackageOf(TreeNode table)
    {
        if (table.TextOf("name") is { Length: > 0 } name) return new LockedPackage(PackageName.Normalize(name), table.TextOf("version")) { Line = table.Line };
        Note(table.Line, "expected a package with a name");
        return null;
    }

    /// <summary>A file whose name is given, or is the end of its address or path.</summary>
    public IndexFile? FileOf(string? name, string? location, string? sha256, long? size, int line)
    {
        name ??= location is null ? null : IndexLink.FilenameOf(location);
        if (string.IsNullOrEmpty(name))
        {
            Note(line, "expected a file with a name or an address");
            return null;
        }

        return new IndexFile(name) { Url = location, Sha256 = IndexLink.Sha256(sha256), Size = size };
    }

    /// <summary>The files of a list, as Poetry and PDM write them: <c>{file = "...", hash = "sha256:..."}</c>.</summary>
    public ImmutableArray<IndexFile> FilesOf(TreeNode table, string member) =>
        [.. TablesOf(table, member).Select(file => FileOf(file.TextOf("file"), file.TextOf("url"), Sha256Of(file.TextOf("hash")), null, file.Line)).OfType<IndexFile>()];

    /// <summary>The SHA-256 of a text like <c>sha256:...</c>, or null.</summary>
    public static string? Sha256Of(string? hash) => hash is not null && hash.StartsWith("sha256:", StringComparison.OrdinalIgnoreCase) ? hash[7..] : null;

    /// <summary>A text from a file for a message, cut where it is long.</summary>
    public static string Short(string text) => text.Length <= 80 ? text : text[..77] + "...";
}
