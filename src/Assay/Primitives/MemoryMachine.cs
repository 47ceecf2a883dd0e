using System.Text;

namespace Assay.Primitives;

/// <summary>A machine that exists only in memory: the built-in samples, the pages of the rules and the tests run on it.</summary>
public sealed class MemoryMachine : IMachine
{
    private readonly Dictionary<string, Node> nodes = new(StringComparer.Ordinal) { ["/"] = new Node(FileKind.Directory, default, null, 1) };
    private readonly HashSet<string> denied = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Path, string Name), byte[]> attributes = [];
    private readonly Dictionary<string, string> environment = new(StringComparer.Ordinal);
    private ulong lastNumber = 1;

    /// <summary>The day it is there, where somebody has said it.</summary>
    public DateOnly? Today { get; set; }

    /// <summary>Adds a file and the directories above it.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="content">The bytes of the file.</param>
    public void AddFile(string path, ReadOnlyMemory<byte> content) => Add(path, FileKind.File, content, null);

    /// <summary>Adds a file that may be executed and the directories above it.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="content">The bytes of the file.</param>
    public void AddProgram(string path, ReadOnlyMemory<byte> content) => Add(path, FileKind.File, content, null, isProgram: true);

    /// <summary>Adds a text file (UTF-8) and the directories above it.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="content">The text.</param>
    public void AddFile(string path, string content) => AddFile(path, Encoding.UTF8.GetBytes(content));

    /// <summary>Adds an empty directory and those above it.</summary>
    /// <param name="path">An absolute path.</param>
    public void AddDirectory(string path) => Add(path, FileKind.Directory, default, null);

    /// <summary>Adds a symbolic link and the directories above it.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="target">The text of the link.</param>
    public void AddLink(string path, string target) => Add(path, FileKind.Link, default, target);

    /// <summary>Takes away a file, or a directory with everything in it.</summary>
    /// <param name="path">An absolute path.</param>
    public void Remove(string path)
    {
        foreach (string key in nodes.Keys.Where(key => key == path || key.StartsWith(path + "/", StringComparison.Ordinal)).ToArray()) nodes.Remove(key);
    }

    /// <summary>Makes a file one that may not be read: it is there, and opening it is denied.</summary>
    /// <param name="path">An absolute path.</param>
    public void Deny(string path) => denied.Add(path);

    /// <summary>Gives a file an extended attribute.</summary>
    /// <param name="path">The file's own path, absolute.</param>
    /// <param name="name">The name, for example <c>com.apple.quarantine</c>.</param>
    /// <param name="value">The value.</param>
    public void SetAttribute(string path, string name, byte[] value) => attributes[(path, name)] = value;

    /// <summary>Sets a variable of the process environment.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void SetVariable(string name, string value) => environment[name] = value;

    /// <inheritdoc/>
    public FileFacts? Look(string path, out AccessOutcome outcome)
    {
        Node? node = Resolve(path, out outcome, out _);
        return node is null ? null : Facts(node);
    }

    /// <inheritdoc/>
    public FileFacts? LookAtLink(string path) =>
        this.RealPath(PosixPath.Directory(path)) is { } parent && nodes.TryGetValue(PosixPath.Join(parent, PosixPath.Name(path)), out Node? node) ? Facts(node) : null;

    /// <inheritdoc/>
    public string? ReadLink(string path) => nodes.TryGetValue(path, out Node? node) ? node.Link : null;

    /// <inheritdoc/>
    public IReadOnlyList<DirectoryEntry>? List(string path)
    {
        if (Resolve(path, out _, out string? real)?.Kind != FileKind.Directory) return null;
        string prefix = real == "/" ? "/" : real + "/";
        return [.. nodes.Where(pair => pair.Key.Length > prefix.Length && pair.Key.StartsWith(prefix, StringComparison.Ordinal) && !pair.Key[prefix.Length..].Contains('/', StringComparison.Ordinal))
            .Select(pair => new DirectoryEntry(pair.Key[prefix.Length..], pair.Value.Kind))];
    }

    /// <inheritdoc/>
    public ByteSource? Open(string path, out AccessOutcome outcome)
    {
        Node? node = Resolve(path, out outcome, out string? real);
        if (node is null) return null;
        if (denied.Contains(real!))
        {
            outcome = AccessOutcome.Denied;
            return null;
        }

        if (node.Kind == FileKind.File) return new MemoryByteSource(node.Content);
        outcome = AccessOutcome.IsADirectory;
        return null;
    }

    /// <inheritdoc/>
    public byte[]? ExtendedAttribute(string path, string name) => this.RealPath(path) is { } real && nodes.ContainsKey(real) ? attributes.GetValueOrDefault((real, name)) : null;

    /// <inheritdoc/>
    public string? EnvironmentVariable(string name) => environment.GetValueOrDefault(name);

    private static FileFacts Facts(Node node) => new(node.Kind, node.Content.Length, new FileIdentity(1, node.Number), node.Kind == FileKind.Directory || node.IsProgram ? 0x1ed : 0x1a4, 0);

    private Node? Resolve(string path, out AccessOutcome outcome, out string? real)
    {
        real = this.RealPath(path);
        if (real is null)
        {
            outcome = AccessOutcome.LinkLoop;
            return null;
        }

        Node? node = nodes.GetValueOrDefault(real);
        outcome = node is not null ? AccessOutcome.Found : LeadsThroughFile(real) ? AccessOutcome.NotADirectory : AccessOutcome.Missing;
        return node;
    }

    private bool LeadsThroughFile(string path)
    {
        for (string parent = PosixPath.Directory(path); parent != "/"; parent = PosixPath.Directory(parent))
            if (nodes.TryGetValue(parent, out Node? node)) return node.Kind == FileKind.File;
        return false;
    }

    private void Add(string path, FileKind kind, ReadOnlyMemory<byte> content, string? link, bool isProgram = false)
    {
        string parent = PosixPath.Directory(path);
        if (!nodes.ContainsKey(parent)) AddDirectory(parent);
        nodes[path] = new Node(kind, content, link, ++lastNumber, isProgram);
    }

    private sealed record Node(FileKind Kind, ReadOnlyMemory<byte> Content, string? Link, ulong Number, bool IsProgram = false);
}
