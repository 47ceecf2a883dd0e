using Assay.Primitives;

namespace Assay.Packaging.Building;

/// <summary>A stream that ends after so many bytes, whatever the one below would still give: what was packed by a million does not keep us for ever.</summary>
/// <param name="below">The stream.</param>
/// <param name="most">The most bytes.</param>
internal sealed class BoundedStream(Stream below, long most) : ReadingStream
{
    private long left = most;

    public override int Read(Span<byte> buffer)
    {
        int read = below.Read(buffer[..(int)Math.Min(buffer.Length, left)]);
        left -= read;
        return read;
    }
}
