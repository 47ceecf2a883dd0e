using Assay.Primitives;

namespace Assay.Binaries;

/// <summary>
/// A file of a <see cref="BinaryStore"/> whose handle may be taken away: the next read opens it again. A whole system has more libraries than a process may have open files.
/// </summary>
/// <param name="machine">The machine the file is on.</param>
/// <param name="path">Its path.</param>
/// <param name="opened">The file, just opened.</param>
/// <param name="onOpened">Told each time the file is opened.</param>
internal sealed class StoredSource(IMachine machine, string path, ByteSource opened, Action<StoredSource> onOpened) : ByteSource
{
    private readonly Lock gate = new();
    private ByteSource? current = opened;
    private bool isClosed;

    /// <inheritdoc/>
    public override long Length { get; } = opened.Length;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        bool isReopened = false;
        int read;
        lock (gate)
        {
            if (isClosed) return 0;
            if (current is null)
            {
                current = machine.Open(path, out _);
                isReopened = current is not null;
            }

            // A file that changed under our hands is no longer the one whose headers were read.
            read = current is { } source && source.Length == Length ? source.Read(offset, destination) : 0;
        }

        if (isReopened) onOpened(this);
        return read;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Ask(string question, Func<IReadOnlyList<string>> answer)
    {
        ByteSource? source;
        lock (gate) source = isClosed ? null : current ??= machine.Open(path, out _);
        return source is null ? answer() : source.Ask(question, answer);
    }

    /// <inheritdoc/>
    public override bool HoldsCode
    {
        get
        {
            lock (gate) return current?.HoldsCode ?? true;
        }
    }

    /// <inheritdoc/>
    public override Action<int, int>? PartUsed
    {
        get
        {
            lock (gate) return current?.PartUsed;
        }
    }

    /// <summary>Gives the handle back; reading goes on when it is asked for.</summary>
    public void Rest()
    {
        lock (gate)
        {
            current?.Dispose();
            current = null;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (!disposing) return;
        lock (gate)
        {
            isClosed = true;
            Rest();
        }
    }
}
