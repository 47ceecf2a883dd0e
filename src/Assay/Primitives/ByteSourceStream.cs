namespace Assay.Primitives;

/// <summary>A part of a source as a stream that is read once from its start, for what unpacks streams.</summary>
/// <param name="source">The source; it stays open.</param>
/// <param name="start">Where the part begins.</param>
/// <param name="length">How long it is, in bytes.</param>
internal sealed class ByteSourceStream(ByteSource source, long start, long length) : Stream
{
    private long position;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read = source.Read(start + position, buffer[..(int)Math.Min(buffer.Length, length - position)]);
        position += Math.Max(read, 0);
        return Math.Max(read, 0);
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
