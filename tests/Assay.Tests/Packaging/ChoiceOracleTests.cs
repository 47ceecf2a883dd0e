using System.Globalization;
using System.Text.Json;
using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Packaging;

/// <summary>Every recorded choice of pip 26.3 and uv 0.13.9 is made here too, and every list of tags is theirs.</summary>
[Trait("speed", "slow")]
public sealed class ChoiceOracleTests
{
    private readonly RecordedChoices choices = new();

    [Fact]
    public void Lists_of_tags_are_those_of_packaging_and_uv()
    {
        int pip = 0, uv = 0;
        foreach (JsonElement row in choices.Tables.GetProperty("rows").EnumerateArray())
        {
            string target = row.Text("target")!, python = row.Text("python")!;
            string[] ours = [.. choices.Tags(target, python, Installer.Pip).All.Select(tag => tag.ToString())];
            Assert.True(row.Texts("packaging").SequenceEqual(ours), $"{target} {python}: {Difference(row.Texts("packaging"), ours)}");
            pip++;
            string[] uvs = [.. choices.Tags(target, python, Installer.Uv).All.Select(tag => tag.ToString())];
            if (row.TryGetProperty("uv_set_order_not_established", out _))
            {
                // Of the tags for ARMv8 only some were asked about.
                string[] set = row.Texts("uv_set_order_not_established");
                Assert.Empty(set.Except(uvs));
                Assert.All(uvs.Except(set), tag => Assert.EndsWith("_armv8l", tag, StringComparison.Ordinal));
            }

            if (!row.TryGetProperty("uv", out JsonElement recorded)) continue;
            string[] theirs = recorded.ValueKind == JsonValueKind.String ? row.Texts("packaging") : row.Texts("uv");

            // uv's list was found by asking; of the many tags with fat32 only some were asked about.
            if (target.Contains("x86_64", StringComparison.Ordinal) || target.Contains("rosetta", StringComparison.Ordinal)) uvs = [.. uvs.Where(tag => !tag.EndsWith("_fat32", StringComparison.Ordinal) || theirs.Contains(tag))];
            Assert.True(theirs.SequenceEqual(uvs), $"uv {target} {python}: {Difference(theirs, uvs)}");
            uv++;
        }

        Assert.Equal((252, 43), (pip, uv));
    }

    [Fact]
    public void Choices_over_real_pages()
    {
        Dictionary<string, IndexPage?> pages = [];
        int withoutPage = 0;
        List<string> wrong = [];
        int rows = 0;
        foreach (JsonElement row in JsonLines.Read(Path.Combine(Needs.Corpus("oracles"), "resolve.jsonl.gz")))
        {
            rows++;
            Assert.True(Requirement.TryParse(row.Text("requirement")!, out Requirement? requirement));
            if (!pages.TryGetValue(requirement.NormalizedName, out IndexPage? page)) pages[requirement.NormalizedName] = page = RecordedChoices.Page(requirement.NormalizedName);

            // The recorded choices speak of one project more than there are pages.
            if (page is null && requirement.NormalizedName == "ziglang") withoutPage++;
            else wrong.AddRange(Compare(row, requirement, page ?? new IndexPage(requirement.Name, [])));
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join('\n', wrong.Take(40))}");
        Assert.Equal((8618, 147), (rows, withoutPage));
    }

    [Fact]
    public void Choices_by_one_rule_each()
    {
        List<string> wrong = [];
        int pages = 0;
        foreach (JsonElement page in JsonLines.Read(Path.Combine(Needs.Corpus("oracles"), "rules.jsonl.gz")))
        {
            pages++;
            IndexPage files = new(page.Text("name")!, page.GetProperty("files").EnumerateArray().Select(RecordedChoices.Read));
            foreach (JsonElement row in page.GetProperty("rows").EnumerateArray())
            {
                if (!Requirement.TryParse(row.Text("requirement")!, out Requirement? requirement))
                {
                    // Both refuse to read it too.
                    Assert.Equal(("InstallationError", "Error"), (row.GetProperty("pip").Text("error"), row.GetProperty("uv").Text("error")));
                    continue;
                }

                wrong.AddRange(Compare(row, requirement, files).Select(line => $"{page.Text("rule")}: {line}"));
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join('\n', wrong.Take(60))}");
        Assert.Equal(71, pages);
    }

    private IEnumerable<string> Compare(JsonElement row, Requirement requirement, IndexPage page)
    {
        string target = row.Text("target")!, python = row.Text("python")!;
        foreach (Installer installer in Enum.GetValues<Installer>())
        {
            Question question = new(requirement, choices.Tags(target, python, installer), row.Flag("allow_sdist"));
            string? ours = page.Choose(question)?.Filename;
            JsonElement answer = row.GetProperty(installer == Installer.Pip ? "pip" : "uv");
            string? theirs = answer.TryGetProperty("file", out JsonElement file) ? file.GetString() : null;
            if (ours != theirs) yield return $"{installer} {requirement} {target} {python} sdist {row.Flag("allow_sdist")}: theirs {theirs ?? answer.ToString()}, ours {ours}";
        }
    }

    private static string Difference(string[] theirs, string[] ours)
    {
        int at = theirs.Zip(ours).TakeWhile(pair => pair.First == pair.Second).Count();
        return string.Create(CultureInfo.InvariantCulture, $"{theirs.Length} against {ours.Length}, at {at}: theirs {theirs.ElementAtOrDefault(at)}, ours {ours.ElementAtOrDefault(at)}");
    }
}
