using Assay.Primitives;

namespace Assay.Binaries.Pe;

/// <summary>
/// Reads small pieces from all over a file in whole pages and keeps them. The tables of a PE file hold addresses of strings that lie close together;
/// reading each string by itself would cost a system call a string. Safe for several threads.
/// </summary>
/// <param name="source">The file.</param>
internal sealed class PageCache(ByteSource source)
{
    private const int PageSize = 16384;

    /// <summary>At most 16 MiB are kept; then the cache starts afresh.</summary>
    private const int PageLimit = 1024;

    private readonly Dictionary<long, byte[]> pages = [];

    public long Length => source.Length;

    /// <summary>Copies bytes, as <see cref="ByteSource.Read"/> does.</summary>
    /// <param name="offset">Where they start in the file.</param>
    /// <param name="destination">Where they go.</param>
    public int Read(long offset, Span<byte> destination)
    {
        int copied = 0;
        while (copied < destination.Length)
        {
            long position = offset + copied;
            if (position < 0 || position >= source.Length) break;
            byte[] page = Page(position / PageSize);
            int within = (int)(position % PageSize);
            if (within >= page.Length) break;
            int count = Math.Min(page.Length - within, destination.Length - copied);
            page.AsSpan(within, count).CopyTo(destination[copied..]);
            copied += count;
        }

        return copied;
    }

    private byte[] Page(long index)
    {
        lock (pages)
        {
            if (pages.TryGetValue(index, out byte[]? known)) return known;
            if (pages.Count >= PageLimit) pages.Clear();
            return pages[index] = source.ReadUpTo(index * PageSize, PageSize);
        }
    }
}
