using System.Globalization;
using Assay.Indexes.Web;

namespace Assay.Indexes;

/// <summary>A file on a server that is read in parts, and never as a whole unless it is small. What the server says of the parts is checked: place, length, and that it is still the same file.</summary>
/// <param name="address">The file.</param>
/// <param name="web">The network.</param>
internal sealed class RangedFile(Uri address, WebClient web)
{
    /// <summary>Up to this many bytes a file is taken whole, and parts of any file may sum up to it.</summary>
    public const int Small = 64 << 10;

    private const int Share = 50, AtOnce = 8;

    private Uri place = address;
    private string? tag;
    private long bytes;
    private int requests;

    /// <summary>What was fetched; null before the first answer.</summary>
    public FetchedSource? Source { get; private set; }

    /// <summary>Why nothing more is fetched, one line; null while all is well.</summary>
    public string? Problem { get; private set; }

    /// <summary>How many bytes were taken.</summary>
    public long Bytes => Interlocked.Read(ref bytes);

    /// <summary>How many requests were sent.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>How many bytes may be taken yet.</summary>
    public long Room => Math.Max((Source?.Length ?? 0) / Share, Small) - Bytes;

    private string Name { get; } = WebAddress.Show(address);

    /// <summary>Fetches the end of the file, and so learns its length.</summary>
    /// <param name="size">The length, if it is known.</param>
    /// <param name="length">How many bytes of the end.</param>
    /// <param name="cancellation">Ends it.</param>
    public Task OpenAsync(long? size, int length, CancellationToken cancellation) =>
        FetchAsync(size <= Small ? null : size is { } known ? new WebRange(known - length, length) : new WebRange(null, length), cancellation);

    /// <summary>Fetches parts, neighbours together, a few at the same time.</summary>
    /// <param name="parts">Start and end of each.</param>
    /// <param name="cancellation">Ends it.</param>
    public async Task FetchAsync(IEnumerable<(long Start, long End)> parts, CancellationToken cancellation)
    {
        using SemaphoreSlim gate = new(AtOnce);
        await Task.WhenAll(Joined(parts).Select(async part =>
        {
            await gate.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                if (Problem is null) await FetchAsync(new WebRange(part.Start, part.End - part.Start), cancellation).ConfigureAwait(false);
            }
            finally
            {
                gate.Release();
            }
        })).ConfigureAwait(false);
    }

    /// <summary>Counts what another request about this file took.</summary>
    public void Count(WebAnswer answer)
    {
        Interlocked.Add(ref bytes, answer.Bytes);
        Interlocked.Add(ref requests, answer.Requests);
    }

    /// <summary>Joins parts that touch or nearly do: a request costs more than the bytes between them.</summary>
    /// <param name="parts">Start and end of each, in any order.</param>
    internal static List<(long Start, long End)> Joined(IEnumerable<(long Start, long End)> parts)
    {
        const int Near = 512;
        List<(long Start, long End)> joined = [];
        foreach ((long start, long end) in parts.Order())
        {
            if (joined.Count > 0 && start <= joined[^1].End + Near) joined[^1] = (joined[^1].Start, Math.Max(end, joined[^1].End));
            else joined.Add((start, end));
        }

        return joined;
    }

    private async Task FetchAsync(WebRange? range, CancellationToken cancellation)
    {
        WebAnswer answer = await web.GetAsync(new WebQuestion(place) { Range = range, MostBytes = Math.Max(range?.Length ?? 0, Small) }, cancellation).ConfigureAwait(false);
        Count(answer);
        string? problem = answer.Problem;
        if (answer.Reply is { Status: 200, Fault: WebFault.TooLarge, ContentLength: var whole })
            problem = $"{Name}: expected the part of the file that was asked for (status 206), found an offer of {(whole is { } length ? $"all {length} bytes" : "all of it")}; this server gives no parts, so the wheel is not looked into; download it and check the file";
        else if (problem is null) problem = Take(answer, range);
        Problem ??= problem;
    }

    private string? Take(WebAnswer answer, WebRange? range)
    {
        byte[] content = answer.Content!;
        if (answer.Reply.Status == 200)
        {
            if (Source is not null && Source.Length != content.Length) return $"{Name}: changed while it was read; try again";
            (Source ??= new FetchedSource(content.Length)).Add(0, content);
            return null;
        }

        if (range is not { } asked) return $"{Name}: expected the whole file (status 200), found a part of it";
        if (!TryRead(answer.Reply.ContentRange, out long start, out long end, out long total)) return $"{Name}: expected a Content-Range like `bytes 0-99/1000`, found `{answer.Reply.ContentRange}`";
        long from = asked.From ?? Math.Max(0, total - asked.Length);
        if (start != from || end != Math.Min(total, from + asked.Length) - 1 || content.Length != end - start + 1)
            return $"{Name}: expected the bytes from {from} to {Math.Min(total, from + asked.Length) - 1}, found {content.Length} bytes that are said to be those from {start} to {end}; try again, or download it and check the file";
        if (Source is not null && (Source.Length != total || tag != answer.Reply.EntityTag)) return $"{Name}: changed while it was read; try again";
        if (Source is null)
        {
            // The next parts are asked for where the first one was found.
            place = answer.Address;
            tag = answer.Reply.EntityTag;
            Source = new FetchedSource(total);
        }

        Source.Add(start, content);
        return null;
    }

    private static bool TryRead(string? text, out long start, out long end, out long total)
    {
        start = end = total = 0;
        string[] parts = text is not null && text.StartsWith("bytes ", StringComparison.OrdinalIgnoreCase) ? text[6..].Split('-', '/') : [];
        return parts.Length == 3
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out start)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out end)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out total) && start <= end && end < total;
    }
}
