using System.Text;

namespace Assay.Verification.Importing;

/// <summary>What a process prints: all of it is taken, so that it never waits for us, and only the beginning and the end are kept.</summary>
internal sealed class BoundedTalk
{
    private const int Kept = 2000;
    private readonly Lock gate = new();
    private readonly byte[] head = new byte[Kept];
    private readonly byte[] tail = new byte[Kept];
    private readonly Thread thread;
    private int headLength;
    private long total;

    /// <summary>Begins to read.</summary>
    /// <param name="stream">The reading end of a pipe.</param>
    public BoundedTalk(Stream stream)
    {
        thread = new Thread(() => Drain(stream)) { IsBackground = true };
        thread.Start();
    }

    /// <summary>How many bytes came.</summary>
    public long Total
    {
        get
        {
            lock (gate) return total;
        }
    }

    /// <summary>What is kept. A descendant that got away may hold the pipe open: no text is worth a long wait.</summary>
    public string Text()
    {
        _ = thread.Join(TimeSpan.FromMilliseconds(500));
        lock (gate)
        {
            string first = Encoding.UTF8.GetString(head, 0, headLength);
            long rest = total - headLength;
            if (rest == 0) return first;
            int length = (int)Math.Min(rest, Kept);
            byte[] last = new byte[length];
            for (int i = 0; i < length; i++) last[i] = tail[(int)((total - length + i) % Kept)];
            return first + (rest > Kept ? $"\n[{rest - Kept} bytes]\n" : "") + Encoding.UTF8.GetString(last);
        }
    }

    private void Drain(Stream stream)
    {
        byte[] buffer = new byte[1 << 16];
        try
        {
            for (int read; (read = stream.Read(buffer)) > 0;)
                lock (gate) Keep(buffer.AsSpan(0, read));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The pipe is gone: nothing more comes.
        }
    }

    private void Keep(ReadOnlySpan<byte> bytes)
    {
        int first = Math.Min(bytes.Length, Kept - headLength);
        bytes[..first].CopyTo(head.AsSpan(headLength));
        headLength += first;
        total += first;
        bytes = bytes[first..];

        // Each byte has its place by its number, so that the last ones are always there.
        if (bytes.Length > Kept)
        {
            total += bytes.Length - Kept;
            bytes = bytes[^Kept..];
        }

        foreach (byte one in bytes) tail[(int)(total++ % Kept)] = one;
    }
}
