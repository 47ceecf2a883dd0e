using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Examination;
using Assay.Fixes;
using Assay.Rules;
using Assay.Targets;
using Assay.Tests.House;

namespace Assay.Tests.Pages;

/// <summary>Every finding has a way out for whoever owns the environment, or a sentence on why no command helps; the page of its rule lists them for its own first example.</summary>
public sealed class CurePageTests
{
    private const string Lead = "Of the first example, by owner:";

    public static TheoryData<string> Codes => [.. RuleCatalog.All.Select(rule => rule.Info.Code)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_finding_of_the_page_has_a_way_out_or_a_reason(string code)
    {
        Page page = PageOf(code);
        Finding[] findings = [.. Enumerable.Range(0, page.Cases.Length).SelectMany(number => Findings(page, number)).Where(finding => finding.Code == code)];
        Assert.NotEmpty(findings);
        Assert.All(findings, finding => Assert.True(!finding.Fixes.IsEmpty, $"{code} has no way out and no reason why: {finding.Title}"));
        Assert.All(findings.SelectMany(finding => finding.Fixes), fix => Assert.True(!fix.Commands.IsEmpty || fix.Applicability == Applicability.DisplayOnly, fix.Summary));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void No_command_asks_for_root_through_pip_or_mixes_owners(string code)
    {
        foreach (Cure cure in CuresOf(PageOf(code), code))
        {
            Assert.All(cure.Fix.Commands, command => Assert.DoesNotContain("sudo", command, StringComparison.Ordinal));
            bool mixes = cure.Owners.Any(owner => owner is "Debian's Python" or "Fedora's Python" or "Alpine's Python" or "Homebrew") && cure.Fix.Commands.Any(command => command.Contains("pip install", StringComparison.Ordinal) && !command.Contains(".venv/", StringComparison.Ordinal) && !command.Contains("-new/", StringComparison.Ordinal) && !command.Contains("-arm64/", StringComparison.Ordinal));
            Assert.False(mixes, $"{code}: {string.Join(", ", cure.Owners)}: {string.Join("; ", cure.Fix.Commands)}");
        }
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void The_page_lists_the_way_out_for_each_owner(string code)
    {
        Page page = PageOf(code);
        string expected = Text(CuresOf(page, code));
        if (Environment.GetEnvironmentVariable("ASSAY_BLESS") == "1") Bless(page, expected);
        string text = File.ReadAllText(page.Path);
        int start = text.IndexOf(Lead, StringComparison.Ordinal);
        Assert.Equal(expected, start < 0 ? "" : text[start..text.IndexOf("\n\n## Sources", start, StringComparison.Ordinal)]);
    }

    private static void Bless(Page page, string expected)
    {
        string text = File.ReadAllText(page.Path);
        int end = text.IndexOf("\n\n## Sources", StringComparison.Ordinal), start = text.IndexOf("\n\n" + Lead, StringComparison.Ordinal);
        File.WriteAllText(page.Path, text[..(start < 0 ? end : start)] + (expected.Length == 0 ? "" : "\n\n" + expected) + text[end..]);
    }

    private static string Text(ImmutableArray<Cure> cures) => cures.IsEmpty ? "" : Lead + "\n\n" + string.Join('\n', cures.Select(cure =>
    {
        string owners = cures.Length == 1 ? "any" : string.Join(", ", cure.Owners);
        return cure.Fix.Commands.IsEmpty ? $"- {owners}: {cure.Fix.Summary}" : $"- {owners}: {string.Join(", then ", cure.Fix.Commands.Select(command => $"`{command}`"))}";
    }));

    private static ImmutableArray<Cure> CuresOf(Page page, string code)
    {
        for (int number = 0; number < page.Cases.Length; number++)
        {
            if (Findings(page, number).FirstOrDefault(finding => finding.Code == code) is not { } finding) continue;
            PageMachine machine = PageMachine.Of(page, number);
            EnvironmentSearchResult found = machine.Request.Subject is { } subject ? EnvironmentDiscovery.Find(machine.Machine, subject, machine.Request.WorkingDirectory) : EnvironmentDiscovery.FindDefault(machine.Machine, machine.Request.WorkingDirectory);
            Target target = Examiner.Run(machine.Request, machine.Machine).Targets.First(examination => examination.Findings.Any(one => one.Code == code)).Target;
            return found.IsFound ? Cures.Of(finding, found.Environment, target) : [];
        }

        return [];
    }

    private static IEnumerable<Finding> Findings(Page page, int number)
    {
        PageMachine machine = PageMachine.Of(page, number);
        return Examiner.Run(machine.Request, machine.Machine).Targets.SelectMany(target => target.Findings);
    }

    private static Page PageOf(string code)
    {
        Rule rule = RuleCatalog.Find(code)!;
        return PageParser.Parse(Path.Combine(Repository.Root, "src", "Assay", "Rules", rule.Info.Area.ToString(), rule.Info.Page + ".md"));
    }
}
