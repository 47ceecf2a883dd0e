using System.Collections.Immutable;
using System.Text;
using Assay.Packaging.Choosing;

namespace Assay.Packaging.Indexing;

/// <summary>Reads a page in HTML: every anchor of PEP 503, with the attributes of PEP 592, 658 and 714, and the version of PEP 629.</summary>
internal static class HtmlPageReader
{
    /// <summary>Reads a page.</summary>
    public static IndexReading Read(ReadOnlySpan<byte> page, Uri? address)
    {
        HtmlTags tags = new(Encoding.UTF8.GetString(page));
        ImmutableArray<IndexFile>.Builder files = ImmutableArray.CreateBuilder<IndexFile>();
        int passedOver = 0;
        bool hasBase = false;
        while (tags.Next())
        {
            switch (tags.Name)
            {
                case "meta" when tags["name"] == "pypi:repository-version" && RepositoryVersion.Problem(tags["content"]) is { } problem:
                    return IndexReading.Refused(problem);
                case "base" when !hasBase && tags["href"] is { } href:
                    hasBase = true;
                    if (Uri.TryCreate(address, href, out Uri? moved)) address = moved;
                    break;
                case "a":
                    if (File(tags, address) is { } file) files.Add(file);
                    else passedOver++;
                    break;
            }
        }

        return tags.IsCutOff ? IndexReading.Refused("expected a whole page, found one that ends inside a tag") : new IndexReading(files.ToImmutable()) { PassedOver = passedOver };
    }

    private static IndexFile? File(HtmlTags tags, Uri? address)
    {
        if (tags["href"]?.Trim() is not { Length: > 0 } link || IndexLink.FilenameOf(link) is not { Length: > 0 } name) return null;
        int fragment = link.IndexOf('#');
        return new IndexFile(name)
        {
            Url = IndexLink.Resolve(link, address),
            RequiresPython = tags["data-requires-python"],
            IsYanked = tags["data-yanked"] is not null,

            // An attribute without a text is a yank without a reason, unlike an empty text in JSON.
            YankReason = tags["data-yanked"] is { Length: > 0 } reason ? reason : null,
            Sha256 = fragment < 0 ? null : IndexLink.Sha256Of(link[fragment..]),
            HasMetadata = (tags["data-core-metadata"] ?? tags["data-dist-info-metadata"]) is { } metadata && (metadata == "true" || metadata.Contains('=')),
        };
    }
}
