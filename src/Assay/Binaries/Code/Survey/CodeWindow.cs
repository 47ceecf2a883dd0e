using System.Buffers;

namespace Assay.Binaries.Code.Survey;

/// <summary>A piece of a range of code in a buffer that is used again for the next one, with some bytes before and behind it: a range may be larger than what one wants to keep.</summary>
internal sealed class CodeWindow : IDisposable
{
    /// <summary>How many bytes before a place are there, where the range has them.</summary>
    public const int Before = (1 << 11) + (1 << 8);

    /// <summary>How many bytes of the buffer follow a window: those of the range, where it goes on, then leftovers.</summary>
    public const int Behind = 96;

    // So much fits into the second cache of any processor beside what else is needed.
    private const int Size = 1 << 17;

    private readonly BinaryImage image;
    private readonly StoredRange range;
    private readonly byte[] buffer = ArrayPool<byte>.Shared.Rent(Before + Size + Behind);
    private readonly long end;
    private long next;

    /// <summary>Windows over a stretch of a range.</summary>
    /// <param name="image">The image, whose file is open.</param>
    /// <param name="range">The range.</param>
    /// <param name="start">Where the stretch starts in it.</param>
    /// <param name="end">Where it ends.</param>
    public CodeWindow(BinaryImage image, StoredRange range, long start, long end)
    {
        (this.image, this.range, this.end) = (image, range, end);
        next = start;
    }

    /// <summary>The buffer.</summary>
    public byte[] Buffer => buffer;

    /// <summary>The address of the first byte of the buffer.</summary>
    public ulong Address { get; private set; }

    /// <summary>Where in the buffer the window begins.</summary>
    public int Start { get; private set; }

    /// <summary>Where in the buffer it ends.</summary>
    public int End { get; private set; }

    /// <summary>Where in the buffer the bytes of the range end; at least where the window does.</summary>
    public int Filled { get; private set; }

    /// <summary>Reads the next window; false at the end of the stretch, or where nothing more could be read.</summary>
    public bool Advance()
    {
        if (next >= end) return false;
        long from = Math.Max(0, next - Before), to = Math.Min(next + Size, end);
        int wanted = (int)(Math.Min(to + Behind, range.Size) - from);
        Filled = image.ReadContent(range.Offset + from, buffer.AsSpan(0, wanted));
        Address = range.Address + (ulong)from;
        Start = (int)(next - from);
        End = Math.Min((int)(to - from), Filled);
        next = Filled < wanted ? end : to;
        return End > Start;
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}
