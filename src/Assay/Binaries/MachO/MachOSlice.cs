using Assay.Primitives;

namespace Assay.Binaries.MachO;

/// <summary>The bytes of one image: a whole thin file or one slice of a fat one. Offsets inside count from its start.</summary>
/// <param name="source">The open file.</param>
/// <param name="start">Where the slice starts in the file.</param>
/// <param name="length">How long it is; never reaches beyond the file.</param>
/// <param name="bigEndian">The byte order that its magic told.</param>
/// <param name="wide">True for 64-bit structures.</param>
/// <param name="faults">Where faults of the image go.</param>
internal sealed class MachOSlice(ByteSource source, FileOffset start, long length, bool bigEndian, bool wide, FaultLog faults)
{
    /// <summary>The largest table that is read at once. The link-edit data of the largest libraries known stays below it.</summary>
    private const long TableLimit = 256L << 20;

    public FileOffset Start => start;

    public long Length => length;

    public bool BigEndian => bigEndian;

    public bool Wide => wide;

    public FaultLog Faults => faults;

    /// <summary>A place in the slice as a place in the file.</summary>
    /// <param name="sliceOffset">Bytes from the start of the slice.</param>
    public FileOffset At(long sliceOffset) => new(start.Value + sliceOffset);

    /// <summary>Reads a table. Where the slice ends before the table does, the fault is noted and what there is comes back.</summary>
    /// <param name="sliceOffset">Where it starts, in bytes from the start of the slice.</param>
    /// <param name="size">Its size in bytes, as stored.</param>
    /// <param name="record">What it is, for the fault.</param>
    public byte[] Fetch(long sliceOffset, long size, string record)
    {
        if (size <= 0) return [];
        long available = sliceOffset < 0 || sliceOffset >= length ? 0 : Math.Min(size, length - sliceOffset);
        if (available < size)
            faults.Add(new BinaryFault(At(sliceOffset), record, $"{size} bytes", $"{available} before the end of the image"));
        if (available > TableLimit)
        {
            faults.Add(new BinaryFault(At(sliceOffset), record, $"at most {TableLimit} bytes", $"{available}"));
            available = TableLimit;
        }

        return source.ReadUpTo(start.Value + sliceOffset, available);
    }

    /// <summary>Copies bytes; fewer than asked for at the end of the slice, and no fault.</summary>
    /// <param name="sliceOffset">Bytes from the start of the slice.</param>
    /// <param name="destination">Where they go.</param>
    public int Read(long sliceOffset, Span<byte> destination)
    {
        if (sliceOffset < 0 || sliceOffset >= length) return 0;
        return source.Read(start.Value + sliceOffset, destination[..(int)Math.Min(destination.Length, length - sliceOffset)]);
    }

    /// <summary>Answers a question about the image, see <see cref="ByteSource.Ask"/>.</summary>
    public IReadOnlyList<string> Ask(string question, Func<IReadOnlyList<string>> answer) => source.Ask($"{start}: {question}", answer);

    /// <summary>A reader over bytes fetched from this slice.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="sliceOffset">Where they came from.</param>
    /// <param name="record">What they are.</param>
    public ByteReader Reader(ReadOnlySpan<byte> bytes, long sliceOffset, string record) => new(bytes, At(sliceOffset), bigEndian, record);
}
