using Assay.Rules;
using Assay.Tests.House;

namespace Assay.Tests.Pages;

/// <summary>The page of a rule is its test: the example fires, its healthy twin stays silent, and both print exactly what the page shows.</summary>
public sealed class RulePageTests
{
    private static readonly string[] Headings = ["Why it breaks", "Example", "When Assay stays silent", "How to fix", "Sources"];

    public static TheoryData<string> Codes => [.. RuleCatalog.All.Select(rule => rule.Info.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_page_has_the_title_the_headings_and_the_sources_of_its_rule(string code)
    {
        Rule rule = RuleCatalog.Find(code)!;
        Page page = PageOf(rule);
        Assert.Equal($"{rule.Info.Name} ({code})", page.Title);
        Assert.Equal(Headings, page.Headings);
        string text = string.Join('\n', page.Lines);
        Assert.All(rule.Sources, source => Assert.Contains(source.Split(' ')[0], text, StringComparison.Ordinal));
        Assert.Equal(text, RuleCatalog.PageOf(rule.Info).TrimEnd('\n'));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_example_fires_and_its_healthy_twin_stays_silent(string code)
    {
        Page page = PageOf(RuleCatalog.Find(code)!);
        Assert.Contains(page.Cases, example => example.Heading == Headings[1]);
        Assert.Contains(page.Cases, example => example.Heading == Headings[2]);
        foreach (PageCase example in page.Cases)
            Assert.Equal(example.Heading == Headings[1], example.Output.Content.Contains($"[{code}]: ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_page_shows_what_assay_prints(string code)
    {
        Page page = PageOf(RuleCatalog.Find(code)!);
        if (Environment.GetEnvironmentVariable("ASSAY_BLESS") == "1")
        {
            PageRunner.Bless(page);
            page = PageParser.Parse(page.Path);
        }

        for (int number = 0; number < page.Cases.Length; number++)
            Assert.Equal(page.Cases[number].Output.Content.TrimEnd('\n'), PageRunner.Run(page, number).TrimEnd('\n'));
    }

    private static Page PageOf(Rule rule) => PageParser.Parse(Path.Combine(Repository.Root, "src", "Assay", "Rules", rule.Info.Area.ToString(), rule.Info.Page + ".md"));
}
