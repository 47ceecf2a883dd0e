using System.Text.Json;
using Assay.Tests.Cli;
using Assay.Tests.Fixtures;
using Assay.Tests.House;
using Assay.Tests.Reporting;
using Assay.Tests.Verification;

namespace Assay.Tests.Blas;

/// <summary>The whole command on real environments: the answers as JSON fit their schemas, and running the libraries solves the example.</summary>
[Trait("speed", "slow")]
public sealed class BlasCommandReality
{
    [Fact]
    public void The_answer_for_wheels_in_a_virtual_environment()
    {
        using JsonDocument answer = Answer("blas-1", "blas", Needs.Asset("venv"), "--json");
        JsonElement survey = answer.RootElement.GetProperty("targets")[0];
        Assert.Equal("loader", survey.GetProperty("by").GetString());
        Assert.Equal(["openblas 0.3.31.188.0 ilp64", "openblas 0.3.30 lp64"], survey.GetProperty("libraries").EnumerateArray()
            .Select(library => $"{library.GetProperty("implementation")} {library.GetProperty("version")} {library.GetProperty("width")}"));
        Assert.Contains(survey.GetProperty("borrowers").EnumerateArray(), borrower => borrower.GetProperty("distribution").GetString() == "scikit-learn");
    }

    [Fact]
    public void The_answer_for_another_system_below_a_root()
    {
        using JsonDocument answer = Answer("blas-1", "blas", "/usr", "--root", Needs.Asset("arm64"), "--json");
        JsonElement survey = answer.RootElement.GetProperty("targets")[0];
        Assert.Equal("linux-glibc2.36-aarch64", survey.GetProperty("target").GetProperty("name").GetString());
        Assert.Equal(["openblas"], survey.GetProperty("libraries").EnumerateArray().Select(library => library.GetProperty("implementation").GetString()!).Distinct());
    }

    [Fact]
    public void Running_the_libraries_of_wheels_solves_the_example_with_both()
    {
        using JsonDocument answer = Answer("blas-run-1", "blas", Needs.Asset("venv"), "--run", "--budget", "2", "--json");
        JsonElement[] trials = [.. answer.RootElement.GetProperty("trials").EnumerateArray()];
        Assert.Equal(2, trials.Length);
        Assert.All(trials, trial => Assert.Equal(("coef_ = [1. 2.]", true), (trial.GetProperty("example").GetProperty("text").GetString(), trial.GetProperty("sound").GetBoolean())));
        Assert.Equal(["ILP64", "LP64"], trials.Select(trial => trial.GetProperty("widths")[0].GetProperty("proved").GetString()));
    }

    [Fact]
    public void Running_says_first_what_it_executes_and_stays_plain_in_a_pipe()
    {
        CliOutcome run = InProcess.Run(["blas", Needs.Asset("venv"), "--run", "--budget", "1"], child: Trials.Command);
        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.StartsWith("executing ", run.Output, StringComparison.Ordinal);
        Assert.Contains("coef_ = [1. 2.]  intercept_ = 3.0", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
        Assert.DoesNotContain('\u2588', run.Output);
    }

    [Theory]
    [InlineData("--run: what runs on linux-glibc2.36-aarch64 cannot be run on", "arm64")]
    public void What_cannot_run_here_is_refused_in_one_line(string expected, string asset)
    {
        CliOutcome run = InProcess.Run(["blas", "/usr", "--root", Needs.Asset(asset), "--run"], child: Trials.Command);
        Assert.Equal((2, ""), (run.Status, run.Output));
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    private static JsonDocument Answer(string schema, params string[] arguments)
    {
        CliOutcome run = InProcess.Run(arguments, child: Trials.Command);
        Assert.Equal((0, ""), (run.Status, run.Error));
        Assert.Empty(SchemaValidator.Validate(Repository.Read($"docs/schema/{schema}.json"), run.Output));
        return JsonDocument.Parse(run.Output);
    }
}
