using System.Collections.Concurrent;
using Assay.Primitives;

namespace Assay.Imports.Finding;

/// <summary>What is in the directories on the way: each is listed once, as importlib's finders do. Safe for several threads.</summary>
/// <param name="machine">The machine the directories are on.</param>
internal sealed class DirectoryCache(IMachine machine)
{
    private readonly ConcurrentDictionary<string, Listing?> listings = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ZipDirectory?> archives = new(StringComparer.Ordinal);

    /// <summary>The machine.</summary>
    public IMachine Machine { get; } = machine;

    /// <summary>The names in a directory, or null when it is none or cannot be listed.</summary>
    /// <param name="path">An absolute path.</param>
    public Listing? List(string path) => listings.GetOrAdd(path, static (key, machine) => machine.List(key) is { } entries ? new Listing(machine, key, entries) : null, Machine);

    /// <summary>A zip archive, or null when the path is none.</summary>
    /// <param name="path">An absolute path.</param>
    public ZipDirectory? Archive(string path) => archives.GetOrAdd(path, static (key, machine) => ZipDirectory.Read(machine, key), Machine);

    /// <summary>The names in one directory.</summary>
    internal sealed class Listing
    {
        private readonly IMachine machine;
        private readonly string path;
        private readonly Dictionary<string, FileKind> kinds;

        public Listing(IMachine machine, string path, IReadOnlyList<DirectoryEntry> entries)
        {
            this.machine = machine;
            this.path = path;
            kinds = new Dictionary<string, FileKind>(entries.Count, StringComparer.Ordinal);
            foreach (DirectoryEntry entry in entries) kinds[entry.Name] = entry.Kind;
            Names = [.. entries.Select(entry => entry.Name)];
        }

        /// <summary>The names in the order the system gave them.</summary>
        public string[] Names { get; }

        /// <summary>True when the name is there, whatever it is.</summary>
        public bool Contains(string name) => kinds.ContainsKey(name);

        /// <summary>True when the name leads to a regular file.</summary>
        public bool IsFile(string name) => kinds.TryGetValue(name, out FileKind kind)
            && (kind == FileKind.File || (kind == FileKind.Link && machine.Look(PosixPath.Join(path, name), out _)?.Kind == FileKind.File));

        /// <summary>True when the name leads to a directory.</summary>
        public bool IsDirectory(string name) => kinds.TryGetValue(name, out FileKind kind)
            && (kind == FileKind.Directory || (kind == FileKind.Link && machine.Look(PosixPath.Join(path, name), out _)?.Kind == FileKind.Directory));
    }
}
