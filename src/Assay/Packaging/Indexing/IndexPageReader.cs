namespace Assay.Packaging.Indexing;

/// <summary>Reads a project's page of a simple index, in HTML (PEP 503) or JSON (PEP 691).</summary>
public static class IndexPageReader
{
    /// <summary>The longest page that is read, in bytes: several times the longest of PyPI.</summary>
    public const int MostBytes = 128 << 20;

    /// <summary>Reads a page.</summary>
    /// <param name="page">The page, decompressed.</param>
    /// <param name="contentType">What the server calls it; null when nobody says, then the first character decides.</param>
    /// <param name="address">Where the page came from, which makes its links absolute; null leaves them as they are.</param>
    public static IndexReading Read(ReadOnlyMemory<byte> page, string? contentType = null, Uri? address = null)
    {
        if (page.Length > MostBytes) return IndexReading.Refused($"expected a page of at most {MostBytes} bytes, found {page.Length}");
        string kind = (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        return kind switch
        {
            "application/vnd.pypi.simple.v1+json" or "application/json" => JsonPageReader.Read(page, address),
            "application/vnd.pypi.simple.v1+html" or "text/html" or "application/xhtml+xml" => HtmlPageReader.Read(page.Span, address),
            "" => LooksLikeJson(page.Span) ? JsonPageReader.Read(page, address) : HtmlPageReader.Read(page.Span, address),
            _ => IndexReading.Refused($"expected a page in HTML or JSON, found `{kind}`"),
        };
    }

    private static bool LooksLikeJson(ReadOnlySpan<byte> page)
    {
        if (page.StartsWith("\uFEFF"u8)) page = page[3..];
        return page.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
    }
}
