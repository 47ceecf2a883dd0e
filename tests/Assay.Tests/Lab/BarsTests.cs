using Assay.Lab.Judging;
using Assay.Lab.Referee;

namespace Assay.Tests.Lab;

/// <summary>The laboratory must not flatter: every way of being wrong misses a bar.</summary>
public class BarsTests
{
    [Fact]
    public void A_predictor_that_is_right_misses_no_bar() => Assert.Empty(Bars.Missed([.. World().Select(Right)], whole: false));

    [Fact]
    public void A_predictor_that_always_says_imports_is_reported()
    {
        IReadOnlyList<string> missed = Bars.Missed([.. World().Select(result => result with { Predicted = Ending.Imports })], whole: false);
        Assert.Contains(missed, line => line.StartsWith("verdicts agree in", StringComparison.Ordinal));
    }

    [Fact]
    public void A_predictor_that_always_says_unknown_is_reported()
    {
        IReadOnlyList<string> missed = Bars.Missed([.. World().Select(result => result with { Predicted = Ending.Unknown })], whole: false);
        Assert.Contains(missed, line => line.Contains("unknown, at most", StringComparison.Ordinal));
    }

    [Fact]
    public void A_predictor_that_gives_no_answer_is_reported()
    {
        IReadOnlyList<string> missed = Bars.Missed([.. World().Select(result => result with { Predicted = Ending.NoAnswer, Fault = "it threw" })], whole: false);
        Assert.Contains(missed, line => line.EndsWith("cases without a prediction", StringComparison.Ordinal));
        Assert.Contains(missed, line => line.StartsWith("verdicts agree in", StringComparison.Ordinal));
    }

    [Fact]
    public void One_false_alarm_is_one_too_many()
    {
        List<Result> results = [.. Enumerable.Repeat(World(), 100).SelectMany(world => world).Select(Right)];
        int healthy = results.FindIndex(result => result.Actual == Ending.Imports);
        results[healthy] = results[healthy] with { Predicted = Ending.Fails, PredictedException = "ImportError", PredictedMessage = "no" };
        Assert.Equal(["1 false alarms, none wanted"], Bars.Missed(results, whole: false));
    }

    [Fact]
    public void An_error_found_in_a_healthy_variation_is_a_false_alarm_although_the_verdict_is_right()
    {
        Result[] results = [.. World().Select(Right)];
        int healthy = Array.FindIndex(results, result => result.Actual == Ending.Imports);
        Assert.Empty(Bars.Missed([.. results.Select((result, index) => index == healthy ? result with { ErrorCodes = ["A101"] } : result)], whole: false));
        Assert.NotEmpty(Bars.Missed([.. results.Select((result, index) => index == healthy ? result with { ErrorCodes = ["A101"], Healthy = true } : result)], whole: false));
    }

    [Theory]
    [InlineData("ImportError", "something else")]
    [InlineData("OSError", "libx.so: cannot open shared object file: No such file or directory")]
    public void Another_type_or_another_text_is_not_the_last_line(string type, string text)
    {
        Result[] results = [.. World().Select(Right).Select(result => result.Actual == Ending.Fails ? result with { PredictedException = type, PredictedMessage = text } : result)];
        Assert.Contains(Bars.Missed(results, whole: false), line => line.StartsWith("the last line is predicted in", StringComparison.Ordinal));
    }

    [Fact]
    public void Only_the_last_line_of_a_message_is_held_to_the_bar()
    {
        Result result = Right(World().First(result => result.Actual == Ending.Fails)) with { Message = "long advice\nthe cause", PredictedMessage = "other advice\nthe cause" };
        Assert.True(result.LastLineEqual);
        Assert.False(result.MessageEqual);
    }

    [Fact]
    public void A_whole_run_needs_enough_cases_of_every_platform() =>
        Assert.Equal(3, Bars.Missed([.. World().Select(Right)], whole: true).Count(line => line.Contains("cases on", StringComparison.Ordinal)));

    [Fact]
    public void A_run_without_cases_is_no_success() => Assert.NotEmpty(Bars.Missed([], whole: false));

    [Fact]
    public void What_reality_did_not_answer_does_not_count()
    {
        Result silent = World()[0] with { Actual = Ending.NoAnswer, Predicted = Ending.Fails };
        Assert.Equal(3, Score.Of("all", [.. World().Select(Right), silent]).Cases);
    }

    private static Result[] World() =>
    [
        new() { Case = "x86_64/a/00", Platform = "x86_64", Family = "a", Base = "toys", Import = "x", Actual = Ending.Imports },
        new() { Case = "x86_64/b/00", Platform = "x86_64", Family = "b", Base = "toys", Import = "x", Actual = Ending.Fails, Exception = "ImportError", Message = "libx.so: cannot open shared object file: No such file or directory" },
        new() { Case = "x86_64/c/00", Platform = "x86_64", Family = "c", Base = "toys", Import = "x", Actual = Ending.Crashes, Signal = "SIGBUS", ExitStatus = 135 },
    ];

    private static Result Right(Result result) => result with { Predicted = result.Actual, PredictedException = result.Exception, PredictedMessage = result.Message, PredictedSignal = result.Signal };
}
