using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Assay.Tests.Binaries;

/// <summary>Our reading of one file beside theirs, field by field. A field of theirs that is neither compared nor left out by name is a difference too.</summary>
internal sealed class OracleComparison(OracleRecord record, JsonElement theirs, string prefix = "")
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);

    /// <summary>How many fields were compared.</summary>
    public int Compared { get; private set; }

    /// <summary>One line per field that differs: file, field, theirs, ours.</summary>
    public List<string> Differences { get; } = [];

    /// <summary>Compares one field. Objects and lists are compared as JSON, the order of keys aside.</summary>
    /// <param name="field">Its name in the record.</param>
    /// <param name="ours">What we read; anonymous objects, lists and numbers are welcome.</param>
    public void Field(string field, object? ours)
    {
        seen.Add(field);
        Compared++;
        JsonElement our = JsonSerializer.SerializeToElement(ours);
        if (!theirs.TryGetProperty(field, out JsonElement their)) Differences.Add($"{Name(field)}: they have no such field");
        else if (!JsonElement.DeepEquals(their, our)) Differences.Add($"{Name(field)}: theirs {Short(their)}, ours {Short(our)}");
    }

    /// <summary>Compares the count and digest of a list of names, as natives.md defines them.</summary>
    /// <param name="field">Its name in the record.</param>
    /// <param name="ours">The names, repeated or not, in any order.</param>
    public void Names(string field, IEnumerable<string> ours) => Field(field, Digest(ours));

    /// <summary>The count and digest of a list of names, as natives.md defines them.</summary>
    /// <param name="ours">The names, repeated or not, in any order.</param>
    public static object Digest(IEnumerable<string> ours)
    {
        List<byte[]> unique = [.. ours.Distinct(StringComparer.Ordinal).Select(Encoding.UTF8.GetBytes)];
        unique.Sort((left, right) => left.AsSpan().SequenceCompareTo(right));
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < unique.Count; i++)
        {
            if (i > 0) hash.AppendData("\n"u8);
            hash.AppendData(unique[i]);
        }

        return new { count = unique.Count, sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()) };
    }

    /// <summary>Names fields that are not compared, with the reason in the source beside the call.</summary>
    /// <param name="fields">Their names.</param>
    public void LeaveOut(params string[] fields) => seen.UnionWith(fields);

    /// <summary>Ends the comparison: fields nobody spoke of become differences.</summary>
    public OracleComparison Finish()
    {
        foreach (JsonProperty property in theirs.EnumerateObject())
            if (!seen.Contains(property.Name)) Differences.Add($"{Name(property.Name)}: not compared");
        return this;
    }

    private string Name(string field) => $"{record.Wheel}/{record.Path} {prefix}{field}";

    private static string Short(JsonElement element)
    {
        string text = JsonSerializer.Serialize(element, Plain);
        return text.Length <= 300 ? text : text[..300] + "...";
    }
}
