using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>A machine under examination, with everything written down that is asked of it: what is there, what is not, and what was read. Safe for several threads.</summary>
/// <param name="inner">The machine.</param>
internal sealed class RecordingMachine(IMachine inner) : IMachine
{
    private readonly Lock gate = new();
    private readonly Dictionary<FileIdentity, SnapshotContent> contents = [];

    /// <summary>The paths that were asked for.</summary>
    public SnapshotTree Tree { get; } = new();

    /// <summary>The variables that were asked for; null values for those that are not set.</summary>
    public SortedDictionary<string, string?> Variables { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public DateOnly? Today => inner.Today;

    /// <inheritdoc/>
    public FileFacts? Look(string path, out AccessOutcome outcome)
    {
        _ = Note(path, followLast: true);
        return inner.Look(path, out outcome);
    }

    /// <inheritdoc/>
    public FileFacts? LookAtLink(string path)
    {
        _ = Note(path, followLast: false);
        return inner.LookAtLink(path);
    }

    /// <inheritdoc/>
    public string? ReadLink(string path)
    {
        _ = Note(path, followLast: false);
        return inner.ReadLink(path);
    }

    /// <inheritdoc/>
    public IReadOnlyList<DirectoryEntry>? List(string path)
    {
        SnapshotNode? node = Note(path, followLast: true);
        IReadOnlyList<DirectoryEntry>? entries = inner.List(path);
        if (node is null) return entries;
        lock (gate)
        {
            node.Entries = entries;
            node.IsUnlistable = entries is null;
        }

        return entries;
    }

    /// <inheritdoc/>
    public ByteSource? Open(string path, out AccessOutcome outcome)
    {
        SnapshotNode? node = Note(path, followLast: true);
        ByteSource? source = inner.Open(path, out outcome);
        if (node is not { Content: { } content }) return source;
        node.Opening = outcome;
        return source is null ? null : new RecordingSource(source, content);
    }

    /// <inheritdoc/>
    public byte[]? ExtendedAttribute(string path, string name)
    {
        SnapshotNode? node = Note(path, followLast: true);
        byte[]? value = inner.ExtendedAttribute(path, name);
        if (node is null) return value;
        lock (gate) node.Attributes[name] = value;
        return value;
    }

    /// <inheritdoc/>
    public string? EnvironmentVariable(string name)
    {
        string? value = inner.EnvironmentVariable(name);
        lock (gate) Variables[name] = value;
        return value;
    }

    private SnapshotNode? Note(string path, bool followLast)
    {
        lock (gate) return SnapshotTree.Follow(path, followLast, Probe, out _, out _);
    }

    private SnapshotNode? Probe(string path)
    {
        if (Tree.Nodes.TryGetValue(path, out SnapshotNode? known)) return known;
        return Tree.Nodes[path] = Ask(path);
    }

    private SnapshotNode Ask(string path)
    {
        if (inner.LookAtLink(path) is not { } facts)
        {
            _ = inner.Look(path, out AccessOutcome outcome);
            return new SnapshotNode { Outcome = outcome == AccessOutcome.Found ? AccessOutcome.Missing : outcome };
        }

        return new SnapshotNode
        {
            Kind = facts.Kind,
            Mode = facts.Mode,
            Size = facts.Kind == FileKind.File ? facts.Length : 0,
            Target = facts.Kind == FileKind.Link ? inner.ReadLink(path) : null,
            Content = facts.Kind == FileKind.File ? ContentOf(facts, path) : null,
        };
    }

    private SnapshotContent ContentOf(FileFacts facts, string path)
    {
        if (contents.TryGetValue(facts.Identity, out SnapshotContent? known)) return known;
        return contents[facts.Identity] = new SnapshotContent(facts.Length) { Path = path, Number = (ulong)contents.Count + 1 };
    }
}
