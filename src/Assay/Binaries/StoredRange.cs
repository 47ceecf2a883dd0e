namespace Assay.Binaries;

/// <summary>Where a stretch of an image is stored, with the address it is mapped at; its bytes are read piece by piece.</summary>
/// <param name="Address">The address of its first byte, before anything slides; in a PE file counted from the image base.</param>
/// <param name="Offset">Where it is stored, in bytes from the beginning of the image, as <see cref="BinaryImage.ReadContent"/> counts.</param>
/// <param name="Size">Its size in bytes.</param>
internal readonly record struct StoredRange(ulong Address, long Offset, long Size)
{
    /// <summary>A range as a file gives it, cut where the image ends.</summary>
    /// <param name="length">The length of the image in bytes.</param>
    /// <param name="address">The address of its first byte.</param>
    /// <param name="offset">Where it is stored; may come from the file.</param>
    /// <param name="size">Its size in bytes; may come from the file.</param>
    public static StoredRange Within(long length, ulong address, long offset, ulong size) =>
        new(address, offset, offset < 0 || offset >= length ? 0 : (long)Math.Min(size, (ulong)(length - offset)));

    /// <summary>Ranges that together are no longer than the image. Those of a sound file do not overlap; those of a hostile one would make the same bytes be read many times.</summary>
    /// <param name="ranges">The ranges.</param>
    /// <param name="length">The length of the image in bytes.</param>
    public static IEnumerable<StoredRange> Bounded(IEnumerable<StoredRange> ranges, long length)
    {
        long left = length;
        foreach (StoredRange range in ranges)
        {
            long size = Math.Min(range.Size, Math.Max(left, 0));
            left -= size;
            yield return range with { Size = size };
        }
    }
}
