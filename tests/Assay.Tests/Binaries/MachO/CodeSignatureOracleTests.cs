using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Assay.Binaries;
using Assay.Binaries.MachO;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Binaries.MachO;

/// <summary>The code signature of every Mach-O file of the corpus, read by us and by <c>rcodesign print-signature-info</c>.</summary>
[Trait("speed", "slow")]
public sealed class CodeSignatureOracleTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_signature_is_what_rcodesign_says()
    {
        Dictionary<(string, string), JsonElement> theirs = [];
        using GZipStream lines = new(File.OpenRead(Path.Combine(Needs.Corpus(), "oracles", "signatures.jsonl.gz")), CompressionMode.Decompress);
        using StreamReader reader = new(lines, Encoding.UTF8);
        while (reader.ReadLine() is { } line)
        {
            JsonElement root = JsonDocument.Parse(line).RootElement;
            theirs.Add((root.GetProperty("source").GetString()!, root.GetProperty("member").GetString()!), root);
        }

        List<string> differences = [];
        int signed = 0;
        foreach ((OracleRecord record, byte[] content) in OracleRecord.All("macho"))
        {
            using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(content));
            JsonElement root = theirs[(record.Wheel, record.Path)];
            JsonElement[] told = [.. root.GetProperty("rcodesign").EnumerateArray()];
            JsonElement[] pages = [.. root.GetProperty("pages").EnumerateArray()];
            Assert.Equal(file.Images.Length, told.Length);
            for (int index = 0; index < told.Length; index++)
            {
                MachOImage image = (MachOImage)file.Images[index];
                ComparePages(new OracleComparison(record, pages[index], "pages."), image, differences);
                signed += Compare(new OracleComparison(record, told[index], "rcodesign."), image, differences, fat: image.FatEntry is null ? null : index) ? 1 : 0;
            }
        }

        output.WriteLine($"{theirs.Count} files, {signed} signed slices");
        Assert.True(differences.Count == 0, $"{differences.Count} differences:\n" + string.Join('\n', differences.Take(100)));
        Assert.True(signed >= 311, $"only {signed} signed slices");
    }

    private static bool Compare(OracleComparison comparison, MachOImage image, List<string> differences, int? fat)
    {
        comparison.Field("sub_path", fat is null ? null : $"macho-index:{fat}");
        if (image.CodeSignature is not { } signature)
        {
            comparison.Field("signature", null);
        }
        else
        {
            // It speaks of the primary code directory.
            CodeDirectory directory = signature.CodeDirectories[0];
            comparison.Field("blobs", signature.Blobs.Select(blob => $"{SlotName(blob.Slot)} ({blob.Slot})"));
            comparison.Field("version", $"0x{directory.Version:X}");
            comparison.Field("flags", FlagNames(directory));
            comparison.Field("identifier", directory.Identifier);
            comparison.Field("team_name", directory.TeamIdentifier);
            comparison.Field("digest_type", directory.HashType switch { 1 => "sha1", 2 => "sha256", _ => "?" });
            comparison.Field("signed_entity_size", directory.CodeLimit);
            comparison.Field("code_digests_count", directory.CodeSlotCount);
            comparison.Field("cms", signature.CmsLength > 8);
        }

        differences.AddRange(comparison.Finish().Differences);
        return image.CodeSignature is not null;
    }

    private static void ComparePages(OracleComparison comparison, MachOImage image, List<string> differences)
    {
        comparison.Field("cputype", image.CpuType);
        comparison.Field("signed", image.CodeSignature is not null);
        if (image.CodeSignature is { } signature)
        {
            comparison.Field("code_directories", signature.CodeDirectories.Select(directory => new
            {
                slot = directory.Slot,
                version = $"0x{directory.Version:x}",
                flags = $"0x{directory.Flags:x}",
                code_limit = directory.CodeLimit,
                page_size = directory.PageSize,
                hash = directory.HashType == 1 ? "sha1" : "sha256",
                pages = directory.CodeSlotCount,
                bad_pages = directory.FindBadPages().Length,
            }));
        }

        differences.AddRange(comparison.Finish().Differences);
    }

    private static string SlotName(uint slot) => slot switch
    {
        0 => "CodeDirectory",
        2 => "RequirementSet",
        0x1000 => "CodeDirectory Alternate #0",
        0x10000 => "CMS Signature",
        _ => "?",
    };

    private static string FlagNames(CodeDirectory directory)
    {
        List<string> names = [];
        if (directory.IsAdHoc) names.Add("ADHOC");
        if (directory.HasRuntime) names.Add("RUNTIME");
        if (directory.IsLinkerSigned) names.Add("LINKER_SIGNED");
        return $"CodeSignatureFlags({string.Join(" | ", names)})";
    }
}
