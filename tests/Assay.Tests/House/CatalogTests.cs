using Assay.Rules;

namespace Assay.Tests.House;

/// <summary>House rule: no page, no rule. That the examples of the pages fire is held by running them (<c>Pages/RulePageTests</c>).</summary>
public sealed class CatalogTests
{
    public static TheoryData<string> Codes => [.. RuleCatalog.All.Select(rule => rule.Info.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_code_has_a_page_with_every_part_that_a_reader_looks_for(string code)
    {
        RuleInfo info = RuleCatalog.Find(code)!.Info;
        string page = Repository.Read($"src/Assay/Rules/{info.Area}/{info.Page}.md").ReplaceLineEndings("\n");
        Assert.StartsWith($"# {info.Name} ({info.Code})\n", page, StringComparison.Ordinal);
        int position = 0;
        foreach (string heading in new[] { "## Why it breaks", "## Example", "```target", "```output", "## When Assay stays silent", "## How to fix", "## Sources" })
        {
            int found = page.IndexOf("\n" + heading, position, StringComparison.Ordinal);
            Assert.True(found >= 0, $"{info.Page}.md has no `{heading}` after what should come before it");
            position = found;
        }

        // The program carries the very page.
        Assert.Equal(page, RuleCatalog.PageOf(info).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_page_belongs_to_a_code()
    {
        IEnumerable<string> pages = Repository.Files("src/Assay/Rules").Where(file => file.EndsWith(".md", StringComparison.Ordinal)).Select(file => Path.GetFileNameWithoutExtension(file));
        Assert.Equal([.. RuleCatalog.All.Select(rule => rule.Info.Page).Order(StringComparer.Ordinal)], [.. pages.Order(StringComparer.Ordinal)]);
    }

    [Fact]
    public void A_page_that_lost_its_rule_would_be_noticed() => Assert.Throws<InvalidOperationException>(() => RuleCatalog.PageOf(new RuleInfo("A999", "no-such-rule", "NoSuchRule", "nothing")));
}
