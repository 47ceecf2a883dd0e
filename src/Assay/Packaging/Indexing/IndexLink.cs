namespace Assay.Packaging.Indexing;

/// <summary>The parts of a link to a file.</summary>
internal static class IndexLink
{
    /// <summary>The SHA-256 of a fragment like <c>sha256=...</c> in lower case, or null.</summary>
    public static string? Sha256Of(string fragment)
    {
        foreach (string part in fragment.TrimStart('#').Split('&'))
            if (part.StartsWith("sha256=", StringComparison.OrdinalIgnoreCase) && Sha256(part[7..]) is { } hash) return hash;
        return null;
    }

    /// <summary>A text of 64 hexadecimal digits in lower case; null for any other.</summary>
    public static string? Sha256(string? text) => text is { Length: 64 } && text.All(char.IsAsciiHexDigit) ? text.ToLowerInvariant() : null;

    /// <summary>The last part of a link's path, decoded; empty when the link leads to a directory.</summary>
    public static string FilenameOf(string link)
    {
        int end = link.IndexOfAny(['?', '#']);
        string path = end < 0 ? link : link[..end];
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }

    /// <summary>A link seen from a page: absolute when the page's address is known, without its fragment.</summary>
    public static string Resolve(string link, Uri? page)
    {
        int fragment = link.IndexOf('#');
        string bare = fragment < 0 ? link : link[..fragment];
        return page is not null && Uri.TryCreate(page, bare, out Uri? absolute) ? absolute.AbsoluteUri : bare;
    }
}
