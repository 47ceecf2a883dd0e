using System.Collections.Immutable;
using System.Text.Json;
using Assay.Examination.Resolving;
using Assay.Indexes;
using Assay.Primitives;
using Assay.Tests.Fixtures;
using Assay.Tests.Packaging;

namespace Assay.Tests.Examination.Resolving;

/// <summary>
/// The whole of <c>resolve</c>, from the pages on disk to the answer, gives the recorded choices of pip 26.3 and uv 0.13.9: every requirement on some of its machines. That all rows are
/// chosen alike is what <see cref="ChoiceOracleTests"/> holds.
/// </summary>
[Trait("speed", "slow")]
public sealed class ResolveOracleTests
{
    private const int TargetsEach = 4;

    [Fact]
    public async Task Recorded_choices_over_real_pages()
    {
        RecordedChoices recorded = new();
        string index = Needs.Corpus("index");
        (string Requirement, bool Sources, string Target, string Python, string? Pip, string? Uv)[] rows =
        [
            .. JsonLines.Read(Path.Combine(Needs.Corpus("oracles"), "resolve.jsonl.gz")).Select(row =>
                (row.Text("requirement")!, row.Flag("allow_sdist"), row.Text("target")!, row.Text("python")!, File(row, "pip"), File(row, "uv"))),
        ];
        List<string> wrong = [];
        int asked = 0, differ = 0, explained = 0, turn = 0;
        foreach (var group in rows.Where(row => !row.Requirement.StartsWith("ziglang", StringComparison.Ordinal)).GroupBy(row => (row.Sources, row.Requirement)))
        {
            string[] pythons = [.. group.Select(row => row.Python).Distinct()], all = [.. group.Select(row => row.Target).Distinct()];
            string[] targets = [.. Enumerable.Range(turn++ * TargetsEach, TargetsEach).Select(at => all[at % all.Length]).Distinct()];
            ResolutionResult result = await Resolver.RunAsync(
                new ResolutionRequest
                {
                    Requirements = [group.Key.Requirement],
                    Targets = [.. targets.Select(recorded.Machine)],
                    Pythons = [.. pythons.Select(recorded.Python)],
                    Index = new IndexSettings { Indexes = [index], Offline = true },
                    AllowsSources = group.Key.Sources,
                },
                new HostMachine(),
                cancellation: TestContext.Current.CancellationToken);
            Assert.Empty(result.Problems);
            Dictionary<(string, string), ResolutionAnswer> answers = result.Answers.Select((answer, at) => (answer, at)).ToDictionary(pair => (targets[pair.at / pythons.Length], pair.answer.Python.ToString()), pair => pair.answer);
            foreach (var row in group.Where(row => targets.Contains(row.Target)))
            {
                ResolutionAnswer answer = answers[(row.Target, row.Python)];
                asked++;
                if ((answer.Pip.File?.Filename, answer.Uv.File?.Filename) != (row.Pip, row.Uv)) wrong.Add($"{row}: {answer.Pip.File?.Filename} {answer.Uv.File?.Filename}");
                if (row.Pip != row.Uv) differ++;
                if (answer.Disagreement is not null) explained++;
                if (!answer.IsUnknownProject) Assert.Equal(row.Pip?.EndsWith(".whl", StringComparison.Ordinal) == true && row.Uv?.EndsWith(".whl", StringComparison.Ordinal) == true, answer.Nearest is null);
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} wrong:\n{string.Join('\n', wrong.Take(40))}");
        Assert.True(asked > 1000 && differ > 15, $"{asked} {differ}");
        Assert.Equal(differ, explained);
    }

    private static string? File(JsonElement row, string installer) => row.GetProperty(installer).TryGetProperty("file", out JsonElement file) ? file.GetString() : null;
}
