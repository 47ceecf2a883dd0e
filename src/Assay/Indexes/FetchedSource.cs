using Assay.Primitives;

namespace Assay.Indexes;

/// <summary>A file of which some parts are in memory. What is not there reads as zeros, so whoever reads asks <see cref="Has"/> first, or compares a checksum. Safe for several threads.</summary>
/// <param name="length">The length of the whole file in bytes.</param>
internal sealed class FetchedSource(long length) : ByteSource
{
    private readonly Lock gate = new();
    private readonly List<(long Start, byte[] Bytes)> parts = [];

    /// <inheritdoc/>
    public override long Length { get; } = length;

    /// <summary>Adds a part.</summary>
    public void Add(long start, byte[] bytes)
    {
        lock (gate) parts.Add((start, bytes));
    }

    /// <summary>How many bytes from an offset on are there without a gap.</summary>
    /// <param name="offset">The offset.</param>
    public long Has(long offset)
    {
        lock (gate)
        {
            long end = offset;
            foreach ((long start, byte[] bytes) in parts.OrderBy(part => part.Start))
                if (start <= end && start + bytes.Length > end) end = start + bytes.Length;
            return end - offset;
        }
    }

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= Length) return 0;
        int count = (int)Math.Min(destination.Length, Length - offset);
        destination[..count].Clear();
        lock (gate)
        {
            foreach ((long start, byte[] bytes) in parts)
            {
                long from = Math.Max(start, offset), to = Math.Min(start + bytes.Length, offset + count);
                if (from < to) bytes.AsSpan((int)(from - start), (int)(to - from)).CopyTo(destination[(int)(from - offset)..]);
            }
        }

        return count;
    }
}
