using System.Text;
using System.Text.RegularExpressions;
using Assay.Rules;
using Assay.Tests.House;

namespace Assay.Tests.Rules;

public sealed partial class RuleCatalogTests
{
    public static TheoryData<string> Codes => [.. RuleCatalog.All.Select(rule => rule.Info.Code)];

    [Fact]
    public void The_list_is_sorted_and_no_code_name_or_page_is_given_twice()
    {
        RuleInfo[] infos = [.. RuleCatalog.All.Select(rule => rule.Info)];
        Assert.Equal(infos.Select(info => info.Code).Order(StringComparer.Ordinal).Distinct(), infos.Select(info => info.Code));
        Assert.Equal(infos.Length, infos.Select(info => info.Name).Distinct().Count());
        Assert.Equal(infos.Length, infos.Select(info => info.Page).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_rule_is_named_after_its_class_and_lies_in_the_folder_of_its_area(string code)
    {
        Rule rule = RuleCatalog.Find(code)!;
        Assert.Matches(CodeForm(), rule.Info.Code);
        Assert.Equal(rule.GetType().Name, rule.Info.Page);
        Assert.Equal(WordStart().Replace(rule.Info.Page, "-$0").TrimStart('-').ToLowerInvariant(), rule.Info.Name);
        string folder = Path.Combine(Repository.Root, "src", "Assay", "Rules", rule.Info.Area.ToString());
        Assert.True(File.Exists(Path.Combine(folder, rule.Info.Page + ".cs")), $"{rule.Info.Page}.cs is not in {folder}");
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_summary_is_lower_case_without_a_full_stop_and_the_knowledge_has_a_source(string code)
    {
        Rule rule = RuleCatalog.Find(code)!;
        Assert.True(char.IsLower(rule.Info.Summary[0]) || rule.Info.Summary.StartsWith("Python", StringComparison.Ordinal), rule.Info.Summary);
        Assert.False(rule.Info.Summary.EndsWith('.'), rule.Info.Summary);
        Assert.NotEmpty(rule.Sources);
        Assert.All(rule.Sources, source => Assert.StartsWith("https://", source, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_rule_without_facts_says_nothing(string code) => Assert.Empty(RuleCatalog.Find(code)!.Examine(Facts.Context()));

    [Fact]
    public void The_list_of_codes_in_docs_is_current()
    {
        StringBuilder expected = new();
        expected.Append("# Codes\n\nEvery finding carries one of these. A code is for ever: it is never used for anything else, and the page of a retired one stays.\n\n");
        expected.Append("| code | name | what it says | page |\n|---|---|---|---|\n");
        foreach (RuleInfo info in RuleCatalog.All.Select(rule => rule.Info))
            expected.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {info.Code} | {info.Name} | {info.Summary} | [{info.Page}](../src/Assay/Rules/{info.Area}/{info.Page}.md) |\n");
        string path = Path.Combine(Repository.Root, "docs", "codes.md");
        if (Environment.GetEnvironmentVariable("ASSAY_BLESS") == "1") File.WriteAllText(path, expected.ToString());
        Assert.Equal(expected.ToString(), File.Exists(path) ? File.ReadAllText(path) : "");
    }

    [GeneratedRegex("^A[0-6][0-9]{2}$")]
    private static partial Regex CodeForm();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex WordStart();
}
