namespace Assay.Repairs;

/// <summary>The journal of one run, on the disk before anything it announces is done.</summary>
internal sealed class HostRepairJournal : IDisposable
{
    private const int LongestJournal = 1 << 20;
    private readonly FileStream file;

    private HostRepairJournal(FileStream file) => this.file = file;

    /// <summary>What the last run wrote.</summary>
    /// <param name="places">Where it is.</param>
    public static JournalState Read(RepairPlaces places)
    {
        try
        {
            using FileStream file = new(places.Journal, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            byte[] bytes = new byte[(int)Math.Min(file.Length, LongestJournal)];
            return JournalState.Read(bytes.AsSpan(0, file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return JournalState.None;
        }
    }

    /// <summary>Begins a journal of its own in place of the last one, which must have been acted upon.</summary>
    /// <param name="places">Where it goes.</param>
    /// <param name="begin">Its first line.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static HostRepairJournal Begin(RepairPlaces places, JournalLine begin)
    {
        string temporary = places.Journal + ".new";
        FileStream file = new(temporary, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        try
        {
            HostRepairJournal journal = new(file);
            journal.Append(begin);
            File.Move(temporary, places.Journal, overwrite: true);
            HostRepairFiles.Settle(places.Holder);
            return journal;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Writes a line and waits until it is on the disk.</summary>
    /// <param name="line">The line.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Append(JournalLine line)
    {
        file.Write(line.ToBytes());
        file.Flush(flushToDisk: true);
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();
}
