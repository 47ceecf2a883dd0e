using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>Paths without links, with what is known of each, and the walk from a path with links to one without.</summary>
internal sealed class SnapshotTree
{
    private const int MostLinks = 40;

    /// <summary>What is known, by path.</summary>
    public SortedDictionary<string, SnapshotNode> Nodes { get; } = new(StringComparer.Ordinal);

    /// <summary>Follows a path as a kernel does.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="followLast">False to stay at a link that is the last component.</param>
    /// <param name="find">What is known of a path; null for what is not there for a reason of its own.</param>
    /// <param name="outcome">How it ended.</param>
    /// <param name="real">The path without links, as far as it went.</param>
    public static SnapshotNode? Follow(string path, bool followLast, Func<string, SnapshotNode?> find, out AccessOutcome outcome, out string real)
    {
        Stack<string> pending = new();
        Push(pending, path);
        SnapshotNode? node = find(real = "/");
        outcome = AccessOutcome.Found;
        int links = 0;
        while (pending.TryPop(out string? part))
        {
            if (part == ".") continue;
            if (part == "..")
            {
                node = find(real = PosixPath.Directory(real));
                continue;
            }

            string next = real == "/" ? "/" + part : $"{real}/{part}";
            node = find(next);
            if (node is null || node.Outcome != AccessOutcome.Found)
            {
                real = next;
                outcome = node?.Outcome ?? AccessOutcome.Missing;
                return null;
            }

            if (node.Kind == FileKind.Link && (followLast || pending.Count > 0))
            {
                if (++links > MostLinks)
                {
                    outcome = AccessOutcome.LinkLoop;
                    return null;
                }

                string target = node.Target ?? "";
                if (target.StartsWith('/')) real = "/";
                Push(pending, target);
                if (pending.Count == 0) node = find(real);
                continue;
            }

            real = next;
            if (pending.Count == 0 || node.Kind == FileKind.Directory) continue;
            outcome = AccessOutcome.NotADirectory;
            return null;
        }

        return node;
    }

    private static void Push(Stack<string> pending, string path)
    {
        string[] parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int number = parts.Length - 1; number >= 0; number--) pending.Push(parts[number]);
    }
}
