namespace Assay.Primitives;

/// <summary>A part of a source as a stream that is read once from its start, for what unpacks streams.</summary>
/// <param name="source">The source; it stays open.</param>
/// <param name="start">Where the part begins.</param>
/// <param name="length">How long it is, in bytes.</param>
internal sealed class ByteSourceStream(ByteSource source, long start, long length) : ReadingStream
{
    private long position;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        int read = source.Read(start + position, buffer[..(int)Math.Min(buffer.Length, length - position)]);
        position += Math.Max(read, 0);
        return Math.Max(read, 0);
    }
}
