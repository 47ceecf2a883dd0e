using Assay.Indexes.Web;
using Assay.Packaging.Choosing;
using Assay.Packaging.Indexing;
using Assay.Primitives;

namespace Assay.Indexes;

/// <summary>Pages that lie in files.</summary>
internal static class LocalPage
{
    /// <summary>Reads a page; null when there is none at the path. The links of its files are made paths where they lead to files.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="path">The file; its name tells HTML from JSON, and <c>.gz</c> that it is packed.</param>
    /// <param name="place">The directory that its links start from, ending with '/'.</param>
    public static IndexReading? Read(IMachine machine, string path, string place)
    {
        using ByteSource? source = machine.Open(path, out AccessOutcome outcome);
        if (source is null) return outcome is AccessOutcome.Missing or AccessOutcome.NotADirectory ? null : IndexReading.Refused("cannot be read");
        if (source.Length > IndexPageReader.MostBytes) return IndexReading.Refused($"expected a page of at most {IndexPageReader.MostBytes} bytes, found {source.Length}");
        byte[] page = source.ReadUpTo(0, source.Length);
        string plain = path;
        if (path.EndsWith(".gz", StringComparison.Ordinal))
        {
            plain = path[..^3];
            PackedBody body = PackedBody.Gunzip(page, IndexPageReader.MostBytes);
            if (body.Content is null) return IndexReading.Refused(body.Problem!);
            page = body.Content;
        }

        IndexReading reading = IndexPageReader.Read(page, plain.EndsWith(".json", StringComparison.Ordinal) ? "application/vnd.pypi.simple.v1+json" : "text/html", new Uri("file://" + Uri.EscapeDataString(place).Replace("%2F", "/", StringComparison.Ordinal)));
        return reading with { Files = [.. reading.Files.Select(WithPath)] };
    }

    private static IndexFile WithPath(IndexFile file) =>
        file.Url is { } url && url.StartsWith("file:", StringComparison.Ordinal) && Uri.TryCreate(url, UriKind.Absolute, out Uri? address) ? file with { Url = address.LocalPath } : file;
}
