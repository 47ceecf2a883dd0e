using System.Collections.Concurrent;
using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>What was found out about code, in memory, over another store that is read and never written.</summary>
/// <param name="below">What is asked for what is not here; null for nothing.</param>
internal sealed class SnapshotNotes(NoteStore? below = null) : NoteStore
{
    private readonly ConcurrentDictionary<string, byte[]> notes = new(StringComparer.Ordinal);

    /// <summary>The notes that were kept or asked for, by key.</summary>
    public IEnumerable<KeyValuePair<string, byte[]>> All => notes.OrderBy(pair => pair.Key, StringComparer.Ordinal);

    /// <summary>True when something was asked for that was not there, so that code was read to find it out.</summary>
    public bool HadMiss { get; set; }

    /// <inheritdoc/>
    public override byte[]? Read(string key)
    {
        if (notes.TryGetValue(key, out byte[]? known)) return known;
        if (below?.Read(key) is not { } found)
        {
            HadMiss = true;
            return null;
        }

        notes[key] = found;
        return found;
    }

    /// <inheritdoc/>
    public override void Write(string key, ReadOnlySpan<byte> note) => notes[key] = note.ToArray();
}
