using Assay.Primitives;

namespace Assay.Repairs;

/// <summary>A stream that shows what is read from it to somebody else.</summary>
/// <param name="inner">What is read.</param>
/// <param name="record">Who sees it.</param>
internal sealed class RecordingStream(Stream inner, Action<byte[]> record) : ReadingStream
{
    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int read = inner.Read(buffer);
        if (read > 0) record(buffer[..read].ToArray());
        return read;
    }
}
