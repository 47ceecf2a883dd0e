using Assay.Diagnostics;
using Assay.Examination.Verifying;
using Assay.Verification.Importing;

namespace Assay.Tests.Examination.Verifying;

/// <summary>When a prediction counts as right.</summary>
public sealed class PredictionCheckTests
{
    private static readonly ImportOutcome Imported = new(ImportOutcomeKind.Imported);
    private static readonly ImportOutcome Died = new(ImportOutcomeKind.Died) { Signal = "SIGILL" };
    private static readonly ImportOutcome Exited = new(ImportOutcomeKind.Exited) { Status = 0 };
    private static readonly ImportOutcome Hung = new(ImportOutcomeKind.Hung);
    private static readonly ImportOutcome NotStarted = new(ImportOutcomeKind.NotStarted) { Reason = "gone" };

    [Fact]
    public void An_import_that_is_predicted_must_come_back()
    {
        Verdict verdict = Of(VerdictKind.Imports);
        Assert.Equal(Agreement.Agreed, PredictionCheck.Of(verdict, Imported));
        foreach (ImportOutcome other in new[] { Died, Exited, Raised("ImportError", "x"), NotStarted }) Assert.Equal(Agreement.Disagreed, PredictionCheck.Of(verdict, other));
        Assert.Equal(Agreement.NotSettled, PredictionCheck.Of(verdict, Hung));
    }

    [Fact]
    public void A_failure_must_have_the_class_and_where_it_is_certain_the_text()
    {
        Verdict verdict = Of(VerdictKind.Fails) with { Exception = "ImportError", Message = "no\udce9" };
        Assert.Equal(Agreement.Agreed, PredictionCheck.Of(verdict, Raised("ImportError", @"no\udce9")));
        Assert.Equal(Agreement.Disagreed, PredictionCheck.Of(verdict, Raised("ImportError", "yes")));
        Assert.Equal(Agreement.Disagreed, PredictionCheck.Of(verdict, Raised("ModuleNotFoundError", @"no\udce9")));
        Assert.Equal(Agreement.Disagreed, PredictionCheck.Of(verdict, Imported));
        Assert.Equal(Agreement.Agreed, PredictionCheck.Of(verdict with { Certainty = Certainty.TextMayVary }, Raised("ImportError", "yes")));
        Assert.Equal(Agreement.Disagreed, PredictionCheck.Of(verdict with { Certainty = Certainty.TextMayVary }, Raised("OSError", "yes")));
        Assert.Equal(Agreement.Agreed, PredictionCheck.Of(verdict with { Message = "\U0001F600" }, Raised("ImportError", "\U0001F600")));
    }

    [Fact]
    public void A_crash_must_have_the_signal()
    {
        Verdict verdict = Of(VerdictKind.Crashes) with { Signal = "SIGILL", Message = "why" };
        Assert.Equal(Agreement.Agreed, PredictionCheck.Of(verdict, Died));
        Assert.Equal(Agreement.Disagreed, PredictionCheck.Of(verdict, Died with { Signal = "SIGSEGV" }));
        Assert.Equal(Agreement.Disagreed, PredictionCheck.Of(verdict, Exited));
        Assert.Equal(Agreement.Agreed, PredictionCheck.Of(verdict with { Signal = null }, Exited));
        Assert.Equal(Agreement.Disagreed, PredictionCheck.Of(verdict with { Signal = null }, Imported));
    }

    [Fact]
    public void What_says_nothing_about_a_prediction_does_not_count_against_it()
    {
        Assert.Equal(Agreement.NotPredicted, PredictionCheck.Of(Of(VerdictKind.Unknown), Died));
        Assert.Equal(Agreement.Agreed, PredictionCheck.Of(Of(VerdictKind.Fails) with { Exception = "OSError" }, NotStarted));
        Assert.Equal(Agreement.NotSettled, PredictionCheck.Of(Of(VerdictKind.Imports), NotStarted, hasRunner: true));
        Assert.Equal(Agreement.Disagreed, PredictionCheck.Of(Of(VerdictKind.Imports), NotStarted with { Signal = "SIGILL" }, hasRunner: true));
    }

    private static Verdict Of(VerdictKind kind) => new() { Import = "x", Kind = kind };

    private static ImportOutcome Raised(string type, string text) => new(ImportOutcomeKind.Raised) { Exception = new PythonException(type, text) };
}
