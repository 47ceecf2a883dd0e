using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>
/// A snapshot as the machine that it was taken of. What it does not hold is never said to be missing: asking for it throws <see cref="NotRecordedException"/>. Safe for several threads.
/// </summary>
/// <param name="tree">The paths.</param>
/// <param name="variables">The variables; null values for those that were not set.</param>
/// <param name="today">The day it was taken, or null.</param>
internal sealed class SnapshotMachine(SnapshotTree tree, IReadOnlyDictionary<string, string?> variables, DateOnly? today) : IMachine
{
    // A number for each thing that has no content; those of contents are below.
    private const ulong FirstOther = 1UL << 40;

    private readonly Dictionary<string, ulong> numbers = Number(tree);

    /// <inheritdoc/>
    public DateOnly? Today => today;

    /// <inheritdoc/>
    public FileFacts? Look(string path, out AccessOutcome outcome) => Facts(Follow(path, followLast: true, out outcome, out string real), real);

    /// <inheritdoc/>
    public FileFacts? LookAtLink(string path) => Facts(Follow(path, followLast: false, out _, out string real), real);

    /// <inheritdoc/>
    public string? ReadLink(string path) => Follow(path, followLast: false, out _, out _)?.Target;

    /// <inheritdoc/>
    public IReadOnlyList<DirectoryEntry>? List(string path)
    {
        SnapshotNode? node = Follow(path, followLast: true, out _, out string real);
        if (node is null || node.Kind != FileKind.Directory || node.IsUnlistable) return null;
        return node.Entries ?? throw new NotRecordedException($"what is in {real}");
    }

    /// <inheritdoc/>
    public ByteSource? Open(string path, out AccessOutcome outcome)
    {
        SnapshotNode? node = Follow(path, followLast: true, out outcome, out string real);
        if (node is null) return null;
        if (node.Content is { } content)
        {
            outcome = node.Opening;
            return outcome == AccessOutcome.Found ? new KeptSource(content, real) : null;
        }

        outcome = node.Kind == FileKind.Directory ? AccessOutcome.IsADirectory : AccessOutcome.Failed;
        return null;
    }

    /// <inheritdoc/>
    public byte[]? ExtendedAttribute(string path, string name)
    {
        if (Follow(path, followLast: true, out _, out string real) is not { } node) return null;
        return node.Attributes.TryGetValue(name, out byte[]? value) ? value : throw new NotRecordedException($"the attribute {name} of {real}");
    }

    /// <inheritdoc/>
    public string? EnvironmentVariable(string name) => variables.TryGetValue(name, out string? value) ? value : throw new NotRecordedException($"the variable {name}");

    private static Dictionary<string, ulong> Number(SnapshotTree tree)
    {
        Dictionary<string, ulong> numbers = new(StringComparer.Ordinal);
        foreach ((string path, SnapshotNode node) in tree.Nodes)
            if (node.Outcome == AccessOutcome.Found) numbers[path] = node.Content?.Number ?? FirstOther + (ulong)numbers.Count;
        return numbers;
    }

    private SnapshotNode? Follow(string path, bool followLast, out AccessOutcome outcome, out string real) => SnapshotTree.Follow(path, followLast, Find, out outcome, out real);

    // What a directory does not list is not there; where names differ only in case, that is for the file system to say.
    private SnapshotNode? Find(string path)
    {
        if (tree.Nodes.TryGetValue(path, out SnapshotNode? node)) return node;
        string name = PosixPath.Name(path);
        if (tree.Nodes.GetValueOrDefault(PosixPath.Directory(path)) is { Entries: not null } directory && !directory.MayHave(name)) return null;
        throw new NotRecordedException(path);
    }

    private FileFacts? Facts(SnapshotNode? node, string real) => node is null ? null
        : new FileFacts(node.Kind, node.Size, new FileIdentity(1, numbers[real]), node.Mode, 0);
}
