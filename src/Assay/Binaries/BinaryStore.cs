using System.Collections.Concurrent;
using Assay.Primitives;

namespace Assay.Binaries;

/// <summary>
/// The binaries of one machine, each read at most once however many paths lead to it: hard links and symbolic links to one file give one
/// <see cref="BinaryFile"/>. Safe for several threads. Disposing it closes every file it opened.
/// </summary>
/// <param name="machine">The machine whose files are read.</param>
public sealed class BinaryStore(IMachine machine) : IDisposable
{
    // Half of the 1024 files that a process may have open where nobody raised the limit.
    private const int DefaultLimit = 512;

    private readonly ConcurrentDictionary<FileIdentity, Lazy<Entry>> entries = new();
    private readonly ConcurrentQueue<StoredSource> open = new();

    /// <summary>How many files are kept open at a time; the oldest are closed and opened again when they are read.</summary>
    internal int OpenLimit { get; init; } = DefaultLimit;

    /// <summary>What a file says, read now or before.</summary>
    /// <param name="path">An absolute path; links are followed.</param>
    /// <param name="outcome">How the attempt to reach the file ended.</param>
    /// <returns>The file, owned by the store, or null when <paramref name="outcome"/> is not <see cref="AccessOutcome.Found"/>. A file that can be opened
    /// but is no binary is returned with <see cref="BinaryFormat.Unknown"/>.</returns>
    public BinaryFile? Get(string path, out AccessOutcome outcome)
    {
        FileFacts? facts = machine.Look(path, out outcome);
        if (facts is null) return null;
        if (facts.Kind != FileKind.File)
        {
            outcome = facts.Kind == FileKind.Directory ? AccessOutcome.IsADirectory : AccessOutcome.Failed;
            return null;
        }

        Entry entry = entries.GetOrAdd(facts.Identity, static (_, state) => new Lazy<Entry>(() => state.store.Open(state.path)), (store: this, path)).Value;
        outcome = entry.Outcome;
        return entry.File;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Lazy<Entry> entry in entries.Values)
        {
            if (entry.IsValueCreated) entry.Value.File?.Dispose();
        }

        entries.Clear();
    }

    private Entry Open(string path)
    {
        ByteSource? source = machine.Open(path, out AccessOutcome outcome);
        if (source is null) return new Entry(null, outcome);
        StoredSource stored = new(machine, path, source, Keep);
        Keep(stored);
        return new Entry(BinaryFiles.Read(stored), outcome);
    }

    private void Keep(StoredSource source)
    {
        open.Enqueue(source);
        while (open.Count > OpenLimit && open.TryDequeue(out StoredSource? oldest)) oldest.Rest();
    }

    private sealed record Entry(BinaryFile? File, AccessOutcome Outcome);
}
