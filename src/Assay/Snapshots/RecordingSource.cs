using Assay.Primitives;

namespace Assay.Snapshots;

/// <summary>A file whose stretches are written down as they are read, but for those that only an answer is made of.</summary>
/// <param name="source">The file.</param>
/// <param name="content">Where it is written down.</param>
internal sealed class RecordingSource(ByteSource source, SnapshotContent content) : ByteSource
{
    // An answer is found on the thread that asks for it.
    [ThreadStatic]
    private static int answering;

    private bool isRead;
    private bool isFollowed;

    /// <inheritdoc/>
    public override long Length => source.Length;

    /// <inheritdoc/>
    public override Action<int, int>? PartUsed
    {
        get
        {
            isFollowed = true;
            return content.KeepPart;
        }
    }

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        int read = source.Read(offset, destination);
        if (answering > 0 || offset < 0) return read;
        isRead = true;
        if (read > 0 || source.Length == 0) content.Keep(offset, destination[..read]);
        return read;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Ask(string question, Func<IReadOnlyList<string>> answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        answering++;
        try
        {
            IReadOnlyList<string> found = answer();
            content.Keep(question, found);
            return found;
        }
        finally
        {
            answering--;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        if (isRead && !isFollowed) content.IsReadAsText = true;
        source.Dispose();
    }
}
