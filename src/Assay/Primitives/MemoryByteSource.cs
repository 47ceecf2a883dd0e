namespace Assay.Primitives;

/// <summary>A file that is already in memory: a member of a wheel, an embedded sample, a test fixture.</summary>
/// <param name="content">The bytes of the file.</param>
public sealed class MemoryByteSource(ReadOnlyMemory<byte> content) : ByteSource
{
    /// <inheritdoc/>
    public override long Length => content.Length;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        if (offset < 0 || offset >= content.Length) return 0;
        ReadOnlySpan<byte> rest = content.Span[(int)offset..];
        int count = Math.Min(rest.Length, destination.Length);
        rest[..count].CopyTo(destination);
        return count;
    }
}
