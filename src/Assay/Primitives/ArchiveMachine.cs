using System.Collections.Concurrent;

namespace Assay.Primitives;

/// <summary>
/// Members of a zip archive as the files of a machine. A member is inflated, in memory and once, when it is opened; nothing is written anywhere. It has no links, no
/// process environment, and nothing but these files. Safe for several threads. It owns the archive.
/// </summary>
public sealed class ArchiveMachine : IMachine, IDisposable
{
    /// <summary>How many bytes of one member are inflated at most. The largest library seen in a wheel has 1.5 GB, and its headers are not worth that memory.</summary>
    public const long LargestMember = 512L << 20;

    /// <summary>How many bytes are inflated at most, all members together.</summary>
    public const long LargestSum = 2L << 30;

    private readonly ByteSource source;
    private readonly Dictionary<string, Entry> files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Folder> folders = new(StringComparer.Ordinal) { ["/"] = new Folder(0) };
    private readonly ConcurrentDictionary<string, string> problems = new(StringComparer.Ordinal);
    private long inflated;

    /// <summary>Serves members under paths.</summary>
    /// <param name="source">The archive, owned from now on.</param>
    /// <param name="layout">The absolute path of each member that is to be seen; no path may be below another one.</param>
    public ArchiveMachine(ByteSource source, IEnumerable<KeyValuePair<string, ZipMember>> layout)
    {
        ArgumentNullException.ThrowIfNull(layout);
        this.source = source;
        foreach ((string path, ZipMember member) in layout)
        {
            if (!files.TryAdd(path, new Entry(member, (ulong)files.Count + 1, new Lazy<byte[]?>(() => Inflate(path, member))))) continue;
            Announce(path, FileKind.File);
        }
    }

    /// <summary>How many bytes were inflated so far.</summary>
    public long InflatedBytes => Interlocked.Read(ref inflated);

    /// <summary>What could not be read of the members that were opened, in the order of their paths: <c>PATH: WHAT</c>.</summary>
    public IEnumerable<string> Problems => problems.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}: {pair.Value}");

    /// <summary>The paths of all files, in no particular order.</summary>
    public IReadOnlyCollection<string> Files => files.Keys;

    /// <inheritdoc/>
    public FileFacts? Look(string path, out AccessOutcome outcome)
    {
        string plain = PosixPath.Normalize(path);
        if (files.TryGetValue(plain, out Entry? entry))
        {
            outcome = AccessOutcome.Found;
            return new FileFacts(FileKind.File, entry.Member.Size, new FileIdentity(1, entry.Number), (int)((entry.Member.Attributes >> 16) & 0x1ff) | 0x124, 0);
        }

        Folder? folder = folders.GetValueOrDefault(plain);
        outcome = folder is not null ? AccessOutcome.Found : LeadsThroughFile(plain) ? AccessOutcome.NotADirectory : AccessOutcome.Missing;
        return folder is null ? null : new FileFacts(FileKind.Directory, 0, new FileIdentity(2, folder.Number), 0x1ed, 0);
    }

    /// <inheritdoc/>
    public FileFacts? LookAtLink(string path) => Look(path, out _);

    /// <inheritdoc/>
    public string? ReadLink(string path) => null;

    /// <inheritdoc/>
    public IReadOnlyList<DirectoryEntry>? List(string path) => folders.GetValueOrDefault(PosixPath.Normalize(path))?.Entries;

    /// <inheritdoc/>
    public ByteSource? Open(string path, out AccessOutcome outcome)
    {
        FileFacts? facts = Look(path, out outcome);
        if (facts is null) return null;
        if (facts.Kind != FileKind.File)
        {
            outcome = AccessOutcome.IsADirectory;
            return null;
        }

        if (files[PosixPath.Normalize(path)].Content.Value is { } content) return new MemoryByteSource(content);
        outcome = AccessOutcome.Failed;
        return null;
    }

    /// <inheritdoc/>
    public string? EnvironmentVariable(string name) => null;

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private byte[]? Inflate(string path, ZipMember member)
    {
        long room = LargestSum - Interlocked.Add(ref inflated, Math.Clamp(member.Size, 0, LargestMember));
        byte[]? content = null;
        string? problem = room < 0 ? $"is not inflated: more than {LargestSum} bytes in all" : null;
        if (problem is null) content = ZipReader.Content(source, member, LargestMember, out problem);
        if (problem is not null) problems[path] = problem;
        if (content is null) Interlocked.Add(ref inflated, -Math.Clamp(member.Size, 0, LargestMember));
        return content;
    }

    private void Announce(string path, FileKind kind)
    {
        string parent = PosixPath.Directory(path);
        if (!folders.TryGetValue(parent, out Folder? folder))
        {
            folders[parent] = folder = new Folder((ulong)folders.Count);
            Announce(parent, FileKind.Directory);
        }

        folder.Entries.Add(new DirectoryEntry(PosixPath.Name(path), kind));
    }

    private bool LeadsThroughFile(string path)
    {
        for (string parent = PosixPath.Directory(path); parent != "/"; parent = PosixPath.Directory(parent))
            if (files.ContainsKey(parent)) return true;
        return false;
    }

    private sealed record Folder(ulong Number)
    {
        public List<DirectoryEntry> Entries { get; } = [];
    }

    private sealed record Entry(ZipMember Member, ulong Number, Lazy<byte[]?> Content);
}
