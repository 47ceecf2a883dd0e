using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>What a snapshot keeps of the content of one file: the stretches that were read, and the answers to questions whose stretches were too long to keep. Safe for several threads.</summary>
/// <param name="length">The size of the file in bytes, as the system says it.</param>
internal sealed class SnapshotContent(long length)
{
    private readonly Lock gate = new();
    private readonly List<(long Start, byte[] Bytes)> pieces = [];
    private readonly HashSet<(int Start, int End)> parts = [];

    /// <summary>The size of the file in bytes, as the system says it.</summary>
    public long Length => length;

    /// <summary>The first path it was met by.</summary>
    public string Path { get; set; } = "";

    /// <summary>A number that no other content of the snapshot has.</summary>
    public ulong Number { get; init; }

    /// <summary>The answers, by their questions.</summary>
    public SortedDictionary<string, IReadOnlyList<string>> Answers { get; } = new(StringComparer.Ordinal);

    /// <summary>True when somebody read it who does not follow it as code.</summary>
    public bool IsReadAsText { get; set; }

    /// <summary>True when the whole file is there as one piece.</summary>
    public bool IsWhole => pieces is [{ Start: 0 } only] && only.Bytes.Length == length;

    /// <summary>The stretches, in order, none touching another.</summary>
    public IReadOnlyList<(long Start, byte[] Bytes)> Pieces => pieces;

    /// <summary>The bodies of functions that were looked into.</summary>
    public IReadOnlySet<(int Start, int End)> Parts => parts;

    /// <summary>Keeps an answer.</summary>
    public void Keep(string question, IReadOnlyList<string> answer)
    {
        lock (gate) Answers[question] = answer;
    }

    /// <summary>Keeps that a body was looked into.</summary>
    public void KeepPart(int start, int end)
    {
        lock (gate) parts.Add((start, end));
    }

    /// <summary>Keeps a stretch.</summary>
    /// <param name="start">Where it starts.</param>
    /// <param name="bytes">The bytes; none for a file that is empty.</param>
    public void Keep(long start, ReadOnlySpan<byte> bytes)
    {
        lock (gate)
        {
            if (Covers(start, bytes.Length)) return;
            long from = start, to = start + bytes.Length;
            int first = pieces.FindIndex(piece => piece.Start + piece.Bytes.Length >= start);
            if (first < 0) first = pieces.Count;
            int behind = first;
            for (; behind < pieces.Count && pieces[behind].Start <= to; behind++)
            {
                from = Math.Min(from, pieces[behind].Start);
                to = Math.Max(to, pieces[behind].Start + pieces[behind].Bytes.Length);
            }

            byte[] joined = new byte[to - from];
            for (int at = first; at < behind; at++) pieces[at].Bytes.CopyTo(joined, pieces[at].Start - from);
            bytes.CopyTo(joined.AsSpan((int)(start - from)));
            pieces.RemoveRange(first, behind - first);
            pieces.Insert(first, (from, joined));
        }
    }

    /// <summary>Keeps a stretch behind all others.</summary>
    /// <param name="start">Where it starts.</param>
    /// <param name="bytes">The bytes, owned from now on.</param>
    /// <returns>False when it is not behind them.</returns>
    public bool Append(long start, byte[] bytes)
    {
        if (pieces.Count > 0 && pieces[^1].Start + pieces[^1].Bytes.Length > start) return false;
        pieces.Add((start, bytes));
        return true;
    }

    /// <summary>Where the stretch ends that holds a place; the place itself when none does.</summary>
    /// <param name="place">A place in the file.</param>
    public long EndOfPiece(long place)
    {
        lock (gate) return Find(place, 1) is >= 0 and int found ? pieces[found].Start + pieces[found].Bytes.Length : place;
    }

    /// <summary>True when a stretch is kept as a whole.</summary>
    public bool Covers(long start, long count)
    {
        lock (gate) return Find(start, count) >= 0;
    }

    /// <summary>Copies a stretch.</summary>
    /// <param name="start">Where it starts.</param>
    /// <param name="destination">Where it goes.</param>
    /// <returns>How many bytes there are, as for <see cref="ByteSource.Read"/>; null when they are not kept.</returns>
    public int? Read(long start, Span<byte> destination)
    {
        if (start < 0) return 0;
        lock (gate)
        {
            // What /proc shows says that it is empty, and is not.
            if (length == 0) return pieces.Count == 0 ? null : CopyFrom(pieces[0], start, destination);
            long count = Math.Min(destination.Length, length - start);
            if (count <= 0) return 0;
            int found = Find(start, count);
            return found < 0 ? null : CopyFrom(pieces[found], start, destination[..(int)count]);
        }
    }

    private static int CopyFrom((long Start, byte[] Bytes) piece, long start, Span<byte> destination)
    {
        long into = start - piece.Start;
        if (into >= piece.Bytes.Length) return 0;
        int count = (int)Math.Min(destination.Length, piece.Bytes.Length - into);
        piece.Bytes.AsSpan((int)into, count).CopyTo(destination);
        return count;
    }

    private int Find(long start, long count)
    {
        int low = 0, high = pieces.Count - 1;
        while (low <= high)
        {
            int middle = (low + high) / 2;
            (long begin, byte[] bytes) = pieces[middle];
            if (start < begin) high = middle - 1;
            else if (start - begin > bytes.Length - count) low = middle + 1;
            else return middle;
        }

        return -1;
    }
}
