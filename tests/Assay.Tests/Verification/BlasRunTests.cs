using System.Text;
using System.Text.Json;
using Assay.Cli;
using Assay.Cli.Commands;
using Assay.Primitives;
using Assay.Tests.Fixtures;
using Assay.Verification;

namespace Assay.Tests.Verification;

/// <summary>What the program prints about trials it runs, to a terminal, into a pipe and as JSON.</summary>
[Trait("speed", "slow")]
public sealed class BlasRunTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Text_says_first_what_is_executed_and_has_bars_only_on_a_terminal(bool isTerminal)
    {
        BlasTrialRequest request = Reference();
        (ExitCode status, string text) = Print([request], json: false, isTerminal);
        Assert.Equal(ExitCode.Success, status);
        Assert.StartsWith($"executing {request.Blas!.Path} and {request.Lapack!.Path} in a process of its own\n", text, StringComparison.Ordinal);
        Assert.Contains("  coef_ = [1. 2.]  intercept_ = 3.0  residual ", text, StringComparison.Ordinal);
        Assert.Matches(@"\n        1    48 +\d+\.\d+ +[\d.]+ % +\d+\.\d+ +[\d.]+ %", text);
        Assert.Equal(isTerminal, text.Any(character => character is '█' or '▏' or '▎' or '▍' or '▌' or '▋' or '▊' or '▉'));
        Assert.DoesNotContain("error:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_is_one_object_and_a_bad_library_beside_a_good_one_gives_status_one()
    {
        using TemporaryDirectory directory = new();
        string file = Trials.Compile(directory, "libcruel.so", "#include <stdlib.h>\n__attribute__((constructor)) static void begin(void) { abort(); }\n");
        (ExitCode status, string text) = Print([Trials.Plain(file, null), Reference()], json: true, isTerminal: true);
        Assert.Equal(ExitCode.Findings, status);
        using JsonDocument document = JsonDocument.Parse(text);
        JsonElement trials = document.RootElement.GetProperty("trials");
        Assert.Equal("`libcruel.so` crashed with SIGABRT while it was opened, in a constructor", Assert.Single(trials[0].GetProperty("problems").EnumerateArray()).GetString());
        Assert.Empty(trials[1].GetProperty("problems").EnumerateArray());
        Assert.True(trials[1].GetProperty("sound").GetBoolean());
    }

    private static BlasTrialRequest Reference()
    {
        string libraries = Trials.Debian("");
        return Trials.Plain(Path.Combine(libraries, "blas/libblas.so.3"), Path.Combine(libraries, "lapack/liblapack.so.3"), Path.Combine(libraries, "libquadmath.so.0"), Path.Combine(libraries, "libgfortran.so.5"))
            with
        { Sizes = [32, 48], Budget = 2 };
    }

    private static (ExitCode Status, string Text) Print(BlasTrialRequest[] requests, bool json, bool isTerminal)
    {
        using MemoryStream output = new();
        using StringWriter error = new();
        Session session = new() { Output = output, Error = error, Machine = new HostMachine(), WorkingDirectory = "/", OutputIsTerminal = isTerminal };
        ExitCode status = BlasRun.Print([.. requests], json, session, Trials.Command);
        Assert.Empty(error.ToString());
        return (status, Encoding.UTF8.GetString(output.ToArray()));
    }
}
