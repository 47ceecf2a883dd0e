using System.Text.Json;
using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Packaging;

/// <summary>What is said about files that are not taken, held against the recorded choices of pip and uv and against our own choice, which equals them.</summary>
[Trait("speed", "slow")]
public sealed class RefusalOracleTests
{
    // The pages on which the recorded choices differ, and in which rule.
    private static readonly Dictionary<string, DisagreementCause> Causes = new()
    {
        ["tar.gz first, then zip"] = DisagreementCause.EqualFiles,
        ["tar.bz2 and others"] = DisagreementCause.FileName,
        ["newest yanked"] = DisagreementCause.Yanked,
        ["yanked true, empty string reason"] = DisagreementCause.Yanked,
        ["one file of the newest version is yanked"] = DisagreementCause.Yanked,
        ["yanked wheel, specific wheel not yanked"] = DisagreementCause.Yanked,
        ["Requires-Python upper bound"] = DisagreementCause.RequiresPythonUpperBound,
        ["Requires-Python upper bound, sdist"] = DisagreementCause.RequiresPythonUpperBound,
        ["Requires-Python =="] = DisagreementCause.RequiresPythonUpperBound,
        ["Requires-Python invalid"] = DisagreementCause.RequiresPythonUnreadable,
        ["Requires-Python differs between files of one version"] = DisagreementCause.RequiresPythonOfSibling,
        ["Requires-Python exactly <3.12"] = DisagreementCause.RequiresPythonUpperBound,
        ["linux tag order"] = DisagreementCause.TagOrder,
        ["linux_ against musllinux"] = DisagreementCause.TagOrder,
        ["manylinux dual, listed the other way"] = DisagreementCause.EqualFiles,
        ["riscv64 manylinux 2.31 / 2.35 / 2.39"] = DisagreementCause.Tag,
        ["1.0.0 first, then 1.0"] = DisagreementCause.ArbitraryEquality,
        ["tag set unsorted or odd"] = DisagreementCause.FileName,
        ["arbitrary equality"] = DisagreementCause.ArbitraryEquality,
    };

    private readonly RecordedChoices recorded = new();

    [Fact]
    public void Every_recorded_difference_has_its_reason()
    {
        int differences = 0;
        HashSet<string> wrong = [], seen = [];
        foreach (JsonElement page in JsonLines.Read(Path.Combine(Needs.Corpus("oracles"), "rules.jsonl.gz")))
        {
            IndexPage files = new(page.Text("name")!, page.GetProperty("files").EnumerateArray().Select(RecordedChoices.Read));
            string rule = page.Text("rule")!;
            foreach (JsonElement row in page.GetProperty("rows").EnumerateArray())
            {
                if (!Requirement.TryParse(row.Text("requirement")!, out Requirement? requirement)) continue;
                Disagreement? ours = Between(files, requirement, row);
                bool differs = File(row, "pip") != File(row, "uv");
                if (differs) differences++;
                if (differs) seen.Add(rule);
                if (differs != ours is not null) wrong.Add($"{rule}: {row} {ours}");
                else if (differs && Causes.GetValueOrDefault(rule) != ours!.Cause) wrong.Add($"{rule}: {ours} for {row}");
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join('\n', wrong.Take(40))}");
        Assert.Equal(Causes.Keys.Order(StringComparer.Ordinal), seen.Order(StringComparer.Ordinal));
        Assert.True(differences > 70, $"{differences}");
    }

    [Fact]
    public void Differences_over_real_pages_have_reasons()
    {
        Dictionary<DisagreementCause, int> causes = [];
        Dictionary<string, IndexPage?> pages = [];
        foreach (JsonElement row in JsonLines.Read(Path.Combine(Needs.Corpus("oracles"), "resolve.jsonl.gz")))
        {
            if (File(row, "pip") == File(row, "uv")) continue;
            Assert.True(Requirement.TryParse(row.Text("requirement")!, out Requirement? requirement));
            if (!pages.TryGetValue(requirement.NormalizedName, out IndexPage? page)) pages[requirement.NormalizedName] = page = RecordedChoices.Page(requirement.NormalizedName);
            Disagreement? ours = Between(page!, requirement, row);
            Assert.True(ours is not null, row.ToString());
            causes[ours.Cause] = causes.GetValueOrDefault(ours.Cause) + 1;
        }

        // numpy and scipy bound Python from above, and scikit-learn<=1.5.0rc1 names a pre-release as a bound.
        Assert.Equal([(DisagreementCause.RequiresPythonUpperBound, 102), (DisagreementCause.Prerelease, 25)], causes.OrderBy(pair => pair.Key).Select(pair => (pair.Key, pair.Value)));
    }

    [Fact]
    public void A_file_is_refused_exactly_when_it_would_not_be_taken_alone()
    {
        int taken = 0, refused = 0;
        List<string> wrong = [];
        foreach ((IndexPage page, Requirement requirement, string target, string python) in Questions())
        {
            foreach (Installer installer in Enum.GetValues<Installer>())
            {
                Question question = new(requirement, recorded.Tags(target, python, installer), (taken & 1) == 0);
                foreach (IndexFile file in page.Files)
                {
                    bool alone = new IndexPage(page.Project, [file]).Choose(question) is not null;
                    Refusal? refusal = Refusal.Of(page, file, question);
                    if (alone == refusal is null) continue;
                    wrong.Add($"{installer} {requirement} {target} {python} {file.Filename}: {(alone ? "taken" : "not taken")}, {refusal}");
                }

                taken += page.Choose(question) is null ? 0 : 1;
                refused++;
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join('\n', wrong.Take(40))}");
        Assert.True(taken > 100 && refused > taken, $"{taken} {refused}");
    }

    // A walk through machines and Pythons that meets each of them with several projects.
    private IEnumerable<(IndexPage, Requirement, string, string)> Questions()
    {
        string[] targets = [.. recorded.Tables.GetProperty("targets").EnumerateObject().Select(target => target.Name)];
        string[] pythons = [.. recorded.Tables.GetProperty("python_full").EnumerateObject().Select(python => python.Name)];
        int turn = 0;
        foreach (string project in (string[])["numpy", "cryptography", "rpds-py", "psycopg2-binary", "lightgbm", "joblib", "cffi"])
        {
            IndexPage page = RecordedChoices.Page(project)!;
            for (int i = 0; i < 12; i++, turn++)
                yield return (page, Read(i % 3 == 0 ? $"{project}>=1.20" : project), targets[(turn * 5) % targets.Length], pythons[(turn * 3) % pythons.Length]);
        }

        foreach (JsonElement rule in JsonLines.Read(Path.Combine(Needs.Corpus("oracles"), "rules.jsonl.gz")))
        {
            IndexPage page = new(rule.Text("name")!, rule.GetProperty("files").EnumerateArray().Select(RecordedChoices.Read));
            foreach (JsonElement row in rule.GetProperty("rows").EnumerateArray().Take(6))
                if (Requirement.TryParse(row.Text("requirement")!, out Requirement? requirement)) yield return (page, requirement, row.Text("target")!, row.Text("python")!);
        }
    }

    private static Requirement Read(string text) => Requirement.TryParse(text, out Requirement? requirement) ? requirement : throw new InvalidOperationException(text);

    private Disagreement? Between(IndexPage page, Requirement requirement, JsonElement row)
    {
        Question Ask(Installer installer) => new(requirement, recorded.Tags(row.Text("target")!, row.Text("python")!, installer), row.Flag("allow_sdist"));
        return Disagreement.Between(page, page, Ask(Installer.Pip), Ask(Installer.Uv));
    }

    private static string? File(JsonElement row, string installer) => row.GetProperty(installer).TryGetProperty("file", out JsonElement file) ? file.GetString() : null;
}
