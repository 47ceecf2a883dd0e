using System.Text.RegularExpressions;
using Assay.Rules;

namespace Assay.Tests.House;

/// <summary>The voice of messages, as far as it can be seen in the sources. What rules really print is held by their pages.</summary>
public sealed partial class MessageStyleTests
{
    [Fact]
    public void Nobody_broke_a_law()
    {
        List<string> offences = [];
        foreach (string file in Repository.SourceFiles("src"))
        {
            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;

                // SIGILL's name on some systems is quoted from them.
                if (LawWord().IsMatch(line) && !line.Contains("Illegal instruction", StringComparison.Ordinal) && !line.Contains("illegal hardware instruction", StringComparison.Ordinal) && !line.Contains("illegal-instruction", StringComparison.Ordinal)) offences.Add($"{Repository.Relative(file)}:{number}: {line.Trim()}");
            }
        }

        Assert.Empty(offences);
    }

    [Fact]
    public void A_title_is_lower_case_and_has_no_full_stop()
    {
        List<string> offences = [];
        foreach (string file in Repository.SourceFiles("src/Assay/Rules"))
            foreach (Match match in TitleText().Matches(File.ReadAllText(file)))
            {
                string title = match.Groups[1].Value;
                bool starts = title.Length > 0 && (char.IsLower(title[0]) || title[0] is '`' or '{' || ProperName().IsMatch(title));
                if (!starts || title.TrimEnd().EndsWith('.') || title.Contains('\'', StringComparison.Ordinal) && title.Contains("'{", StringComparison.Ordinal)) offences.Add($"{Repository.Relative(file)}: {title}");
            }

        Assert.Empty(offences);
    }

    [Fact]
    public void Names_and_summaries_of_rules_follow_the_guide()
    {
        foreach (RuleInfo info in RuleCatalog.All.Select(rule => rule.Info))
        {
            Assert.Matches("^[a-z]+(-[a-z0-9]+)*$", info.Name);
            Assert.False(info.Summary.EndsWith('.'), info.Summary);
            Assert.True(char.IsLower(info.Summary[0]) || ProperName().IsMatch(info.Summary), info.Summary);
        }
    }

    [GeneratedRegex(@"\b[Ii]llegal\b")]
    private static partial Regex LawWord();

    [GeneratedRegex(@"\bTitle = \$?""((?:[^""\\]|\\.)*)""")]
    private static partial Regex TitleText();

    [GeneratedRegex(@"^(Python|NumPy|SciPy|OpenBLAS|MKL|OpenMP|GLIBC|CPython|Windows|Linux|Debian|DT_|LC_|PT_)")]
    private static partial Regex ProperName();
}
