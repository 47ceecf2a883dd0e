using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Binaries;

/// <summary>What the tools of the field said about one native file of the corpus (oracles/natives.jsonl.gz; natives.md beside it says which tool said what).</summary>
/// <param name="Wheel">The archive the file is in.</param>
/// <param name="Path">Its name in the archive.</param>
/// <param name="Format"><c>elf</c>, <c>macho</c> or <c>pe</c>.</param>
/// <param name="Line">The whole line.</param>
internal sealed record OracleRecord(string Wheel, string Path, string Format, JsonElement Line)
{
    /// <summary>The object that holds the facts of the format.</summary>
    public JsonElement Facts => Line.GetProperty(Format);

    /// <summary>Every file of one format with its bytes, archive by archive.</summary>
    /// <param name="format"><c>elf</c>, <c>macho</c> or <c>pe</c>.</param>
    public static IEnumerable<(OracleRecord Record, byte[] Content)> All(string format)
    {
        foreach (IGrouping<string, OracleRecord> archive in Read(format).GroupBy(record => record.Wheel))
        {
            Dictionary<string, OracleRecord> records = archive.ToDictionary(record => record.Path, StringComparer.Ordinal);
            foreach ((string path, byte[] content) in Corpus.Members(archive.Key, records.Keys.ToHashSet(StringComparer.Ordinal)))
            {
                Assert.Equal(records[path].Line.GetProperty("size").GetInt64(), content.Length);
                yield return (records[path], content);
            }
        }
    }

    private static List<OracleRecord> Read(string format)
    {
        using GZipStream lines = new(File.OpenRead(System.IO.Path.Combine(Needs.Corpus(), "oracles", "natives.jsonl.gz")), CompressionMode.Decompress);
        using StreamReader reader = new(lines, Encoding.UTF8);
        List<OracleRecord> records = [];
        while (reader.ReadLine() is { } line)
        {
            JsonElement root = JsonDocument.Parse(line).RootElement;
            if (root.GetProperty("format").GetString() == format)
                records.Add(new OracleRecord(root.GetProperty("wheel").GetString()!, root.GetProperty("path").GetString()!, format, root));
        }

        return records;
    }
}
