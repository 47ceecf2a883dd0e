using System.Collections.Immutable;
using System.Text.Json;
using Assay.Packaging.Choosing;

namespace Assay.Packaging.Indexing;

/// <summary>Reads a page in JSON: PEP 691, with <c>size</c> of PEP 700 and <c>core-metadata</c> of PEP 714. Members that nobody asks for are passed over.</summary>
internal static class JsonPageReader
{
    /// <summary>Reads a page.</summary>
    public static IndexReading Read(ReadOnlyMemory<byte> page, Uri? address)
    {
        try
        {
            if (page.Span.StartsWith("\uFEFF"u8)) page = page[3..];
            using JsonDocument document = JsonDocument.Parse(page);
            return Read(document.RootElement, address);
        }
        catch (JsonException error)
        {
            return IndexReading.Refused($"expected JSON, found a fault in line {error.LineNumber + 1}");
        }
        catch (InvalidOperationException)
        {
            // The parser looks into texts late.
            return IndexReading.Refused("expected texts in UTF-8, found bytes that are none");
        }
    }

    private static IndexReading Read(JsonElement root, Uri? address)
    {
        if (root.ValueKind != JsonValueKind.Object) return IndexReading.Refused("expected a JSON object");
        string? version = Member(root, "meta") is { ValueKind: JsonValueKind.Object } meta ? Text(meta, "api-version") : null;
        if (RepositoryVersion.Problem(version) is { } problem) return IndexReading.Refused(problem);
        if (Member(root, "files") is not { ValueKind: JsonValueKind.Array } list) return IndexReading.Refused("expected a list `files`, found none");
        ImmutableArray<IndexFile>.Builder files = ImmutableArray.CreateBuilder<IndexFile>();
        int passedOver = 0;
        foreach (JsonElement entry in list.EnumerateArray())
        {
            if (entry.ValueKind == JsonValueKind.Object && Text(entry, "filename") is { Length: > 0 } name && Text(entry, "url") is { Length: > 0 } url) files.Add(File(entry, name, url, address));
            else passedOver++;
        }

        return new IndexReading(files.ToImmutable()) { PassedOver = passedOver };
    }

    private static IndexFile File(JsonElement entry, string name, string url, Uri? address)
    {
        JsonElement? yanked = Member(entry, "yanked");
        JsonElement? metadata = Member(entry, "core-metadata") ?? Member(entry, "dist-info-metadata");
        return new IndexFile(name)
        {
            Url = IndexLink.Resolve(url, address),
            RequiresPython = Text(entry, "requires-python"),
            IsYanked = yanked?.ValueKind is JsonValueKind.True or JsonValueKind.String,
            YankReason = yanked is { ValueKind: JsonValueKind.String } reason ? reason.GetString() : null,
            Size = Member(entry, "size") is { ValueKind: JsonValueKind.Number } size && size.TryGetInt64(out long bytes) && bytes >= 0 ? bytes : null,
            Sha256 = Member(entry, "hashes") is { ValueKind: JsonValueKind.Object } hashes ? IndexLink.Sha256(Text(hashes, "sha256")) : null,
            HasMetadata = metadata?.ValueKind is JsonValueKind.True or JsonValueKind.Object,
        };
    }

    private static JsonElement? Member(JsonElement owner, string name) => owner.TryGetProperty(name, out JsonElement value) ? value : null;

    private static string? Text(JsonElement owner, string name) => Member(owner, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;
}
