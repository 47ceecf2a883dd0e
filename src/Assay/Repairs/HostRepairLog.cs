using System.Globalization;
using System.Text;

namespace Assay.Repairs;

/// <summary>Every command of a run and all it printed, as much as is reasonable. A disk that is full loses lines and nothing else.</summary>
internal sealed class HostRepairLog : IDisposable
{
    private const long MostBytes = 16 << 20;
    private readonly Lock gate = new();
    private readonly FileStream? file;
    private long written;

    /// <summary>Begins a log in place of the last one.</summary>
    /// <param name="path">Where it goes.</param>
    public HostRepairLog(string path)
    {
        try
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Without a log, then.
        }
    }

    /// <summary>A line of our own.</summary>
    public void Say(string text) => Write(Encoding.UTF8.GetBytes($"{DateTime.UtcNow.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)}  {text}\n"));

    /// <summary>What a command prints, on its way to us.</summary>
    public Stream Tee(Stream stream) => new RecordingStream(stream, Write);

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private void Write(byte[] bytes)
    {
        lock (gate)
        {
            if (file is null || written > MostBytes) return;
            written += bytes.Length;
            try
            {
                file.Write(written > MostBytes ? "\n[the rest is left out]\n"u8 : bytes);
            }
            catch (Exception error) when (error is IOException or ObjectDisposedException)
            {
                // A full disk.
            }
        }
    }
}
