using System.Text.Json;
using Assay.Blas;
using Assay.Reporting;
using Assay.Verification;

namespace Assay.Tests.Verification;

/// <summary>The sentences and the table, from results that no machine has to produce.</summary>
public sealed class TrialReportTests
{
    private static readonly BlasTrialRequest Request = new()
    {
        Blas = new TrialLibrary("/usr/lib/libblas.so.3") { Name = "netlib 3.11.0", ClaimedWidth = IntegerWidth.Lp64 },
        Lapack = new TrialLibrary("/usr/lib/liblapack.so.3") { Name = "netlib 3.11.0" },
    };

    private static readonly BlasTrialResult Result = new(Request)
    {
        Endings = [new(TrialEndingKind.Finished, 1, TrialStep.Closing, ""), new(TrialEndingKind.Finished, 2, TrialStep.Closing, "")],
        Widths = [new("BLAS", IntegerWidth.Lp64, IntegerWidth.Lp64, "isamax_"), new("LAPACK", IntegerWidth.Unknown, IntegerWidth.Lp64, "ilaver_")],
        Convention = new(false, false),
        Example = new([1.0000000000000002, 1.9999999999999993], 3.0000000000000013, 8.9e-16, 2, 0),
        Checks = [new("dgemm_", 1, 21, 0.04, null), new("dgesv_", 1, 7, 0.01, null)],
        Peaks = [new(1, "AVX2 with FMA", 50, 100), new(2, "AVX2 with FMA", 90, 180)],
        Timings = [new("dgemm", 1, 512, 9, 2.0 * 512 * 512 * 512 / 3e9, null), new("sgemm", 1, 512, 9, 2.0 * 512 * 512 * 512 / 6e9, null), new("dgemm", 2, 512, 0, null, "there was no time")],
    };

    [Fact]
    public void The_whole_text()
    {
        const string Expected = """
              BLAS        netlib 3.11.0
              LAPACK      netlib 3.11.0
              integers    integers of 32 bits (LP64), proved by `isamax_`, `ilaver_`
              functions   complex results are returned, single precision is returned as such
              example     coef_ = [1. 2.]  intercept_ = 3.0  residual 8.9e-16
              checks      right: dgemm_, dgesv_; 28 cases, the largest error 4 % of what rounding may cause

              threads     n   dgemm GFLOP/s  of peak   sgemm GFLOP/s  of peak
                    1   512             3.0    6.0 %             6.0    6.0 %
                    2   512         skipped
                    1  peak            50.0                    100.0           measured with AVX2 with FMA
                    2  peak            90.0                    180.0           measured with AVX2 with FMA
              skipped: dgemm of 512 with 2 threads: there was no time
            dgemm reaches 6 % of this core's peak (n = 512): reference BLAS; 15x is being left on the table (a tuned library reaches about 90 %, and 90 / 6 = 15)

            """;
        Assert.Equal(Expected, Text(Result, bars: false));
        Assert.True(Result.IsSound);
    }

    [Fact]
    public void Bars_are_drawn_only_where_somebody_looks()
    {
        Assert.Contains("6.0 %  █▎\n", Text(Result, bars: true), StringComparison.Ordinal);
        Assert.DoesNotContain('█', Text(Result, bars: false));
    }

    [Theory]
    [InlineData(46, 512, "dgemm reaches 92 % of this core's peak (n = 512)")]
    [InlineData(3, 256, "dgemm reaches 6 % of this core's peak (n = 256)")] // too small to judge
    [InlineData(3, 1024, "reference BLAS; 15x is being left on the table")]
    [InlineData(200, 1024, "dgemm reaches 4.0 times this core's peak: a matrix unit works beside the vector units")]
    public void The_speed_is_one_sentence(double gigaflops, int size, string expected)
    {
        BlasTrialResult result = Result with { Timings = [new("dgemm", 1, size, 3, 2.0 * size * size * size / gigaflops / 1e9, null)] };
        Assert.Contains(expected, Text(result, bars: false).TrimEnd('\n').Split('\n')[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Control_characters_of_a_library_do_not_reach_the_terminal()
    {
        BlasTrialResult result = Result with
        {
            Facts = [new("version", "\u001b[2Jfine", "x", "/x")],
            Endings = [new(TrialEndingKind.NotOpened, 1, TrialStep.Opening, "/x/\u001b[1m") { Text = "no\u001b[3m\nway" }],
            Checks = [new("dge\u001bmm", 1, 1, double.NaN, "\u001b")],
        };
        Assert.DoesNotContain('\u001b', Text(result, bars: true));
    }

    [Fact]
    public void Json_holds_the_same_and_has_no_number_that_json_cannot_say()
    {
        using MemoryStream output = new();
        TrialJsonReport.Write([Result with { Checks = [new("dgemm_", 1, 1, double.NaN, "1 x 1 x 1: not a number")] }], "1.2.3", output);
        using JsonDocument document = JsonDocument.Parse(output.ToArray());
        JsonElement trial = document.RootElement.GetProperty("trials")[0];
        Assert.False(trial.GetProperty("sound").GetBoolean());
        Assert.Equal("coef_ = [1. 2.]", trial.GetProperty("example").GetProperty("text").GetString());
        Assert.Equal(JsonValueKind.Null, trial.GetProperty("checks")[0].GetProperty("error").ValueKind);
        Assert.Equal(0.06, trial.GetProperty("timings")[0].GetProperty("shareOfPeak").GetDouble(), 6);
        Assert.Equal("LP64", trial.GetProperty("widths")[0].GetProperty("proved").GetString());
    }

    private static string Text(BlasTrialResult result, bool bars)
    {
        using StringWriter text = new() { NewLine = "\n" };
        TrialReport.Write(result, text, new TextStyle(), bars);
        return text.ToString();
    }
}
