namespace Assay.Repairs;

/// <summary>How far the last run came, as its journal says.</summary>
/// <param name="Begin">Its first line; null when there is no journal, or none that can be read.</param>
/// <param name="Last">The last step that began.</param>
/// <param name="Swapping">The exchange that was announced, or null.</param>
/// <param name="IsOver">True when nothing was left to be done.</param>
internal sealed record JournalState(JournalLine? Begin, string? Last, JournalLine? Swapping, bool IsOver)
{
    /// <summary>Nothing is known.</summary>
    public static readonly JournalState None = new(null, null, null, true);

    /// <summary>Reads the lines. A line that was cut off says nothing.</summary>
    /// <param name="bytes">The journal.</param>
    public static JournalState Read(ReadOnlySpan<byte> bytes)
    {
        JournalState state = None;
        foreach (Range range in bytes.Split((byte)'\n'))
        {
            if (bytes[range].IsEmpty || JournalLine.Parse(bytes[range]) is not { } line) continue;
            state = line.Event switch
            {
                JournalEvent.Begin => new JournalState(line, null, null, false),
                JournalEvent.Step => state with { Last = line.Step },
                JournalEvent.Swapping => state with { Swapping = line },
                JournalEvent.End => state with { IsOver = true },
                _ => state,
            };
        }

        return state;
    }
}
