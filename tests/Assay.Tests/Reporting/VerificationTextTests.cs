using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Examination.Verifying;
using Assay.Reporting;
using Assay.Targets.Cpu;
using Assay.Tests.House;
using Assay.Verification.Importing;

namespace Assay.Tests.Reporting;

/// <summary>What is printed of imports that were made, for outcomes of every kind.</summary>
public sealed class VerificationTextTests
{
    private static readonly ImportOutcome Died = new(ImportOutcomeKind.Died)
    {
        Signal = "SIGILL",
        Seconds = 0.2,
        Talk = "Fatal Python error: Illegal instruction\n\nCurrent thread 0x1 (most recent call first):\n  File \"x\", line 1 in f\nhello\u001b[2J",
        Frames = [new PythonFrame("/v/a.py", 3, "<module>"), new PythonFrame("/v/b.py", 7, "begin")],
        Site = new CrashSite
        {
            File = "/v/x.so",
            Offset = 0x10d9,
            Address = 0x11d9,
            Function = "tables",
            FunctionOffset = 0x1c,
            Bytes = new byte[] { 0x62, 0xf1, 0x7c, 0x48, 0x58, 0xc1 },
            Instruction = "vaddps zmm0,zmm0,zmm1",
            Needs = new CpuFeatures(CpuFeature.Avx512f),
        },
    };

    [Fact]
    public void A_crash_that_was_not_predicted_says_what_where_and_which_feature()
    {
        Assert.Equal("""
            DISAGREED      x: it dies of SIGILL  (0.2 s)
               = predicted: it imports
               = in `tables` + 0x1c of /v/x.so at 0x11d9
               = instruction: 62 f1 7c 48 58 c1  vaddps zmm0,zmm0,zmm1
               = it needs AVX512F, which this processor lacks
               = Python: /v/a.py:3
               = Python: /v/b.py:7 in begin
               = it printed: hello\x1b[2J

            """.ReplaceLineEndings("\n"), Text(VerdictKind.Imports, Died));
    }

    [Fact]
    public void A_crash_that_was_predicted_repeats_the_reason() => Assert.StartsWith(
        "agreed         x: it dies of SIGILL  (0.2 s)\n   = as predicted: because\n   = in `tables`",
        Text(VerdictKind.Crashes, Died, verdict => verdict with { Signal = "SIGILL", Message = "because" }), StringComparison.Ordinal);

    [Theory]
    [InlineData(ImportOutcomeKind.Hung, "not settled    x: it does not come back: killed after 60 s")]
    [InlineData(ImportOutcomeKind.Exited, "DISAGREED      x: it ends the process with status 0, without an exception")]
    [InlineData(ImportOutcomeKind.NotStarted, "DISAGREED      x: the interpreter does not start: gone")]
    public void Every_end_is_one_line(ImportOutcomeKind kind, string line) =>
        Assert.Equal(line + "\n   = predicted: it imports\n", Text(VerdictKind.Imports, new ImportOutcome(kind) { Status = 0, Reason = "gone" }));

    [Fact]
    public void A_wrong_regression_and_a_death_after_the_import_are_errors()
    {
        ImportOutcome outcome = new(ImportOutcomeKind.Imported)
        {
            Example = new FittedExample("[1.  2.5]", [1, 2.5], 3, "1.24", "1.2"),
            Afterwards = new ImportOutcome(ImportOutcomeKind.Died) { Signal = "SIGSEGV", Site = new CrashSite { Offset = 0x10, Reached = 0x8, Bytes = new byte[] { 0xc3 } } },
        };
        Assert.Equal("""
            agreed         x: it imports
               = coef_ = [1.  2.5]  intercept_ = 3.0  (scikit-learn 1.2, NumPy 1.24)
               error: wrong results: 5e-1 from [1. 2.], 0 from 3
               error: after the import the process died of SIGSEGV
               = in memory that no file backs, at 0x10
               = bytes there: c3
               = memory that was not there: 0x8

            """.ReplaceLineEndings("\n"), Text(VerdictKind.Imports, outcome));
        Assert.False(outcome.IsSound);
        Assert.Contains("error: fitting LinearRegression, the process did not end and was killed", Text(VerdictKind.Imports, outcome with { Afterwards = new ImportOutcome(ImportOutcomeKind.Hung), IsInExample = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_comes_with_what_it_was_raised_from()
    {
        ImportOutcome outcome = new(ImportOutcomeKind.Raised) { Exception = new PythonException("ImportError", "first\nsecond") { Cause = new PythonException("OSError", "no file") } };
        Assert.Equal(
            "not predicted  x: it raises ImportError: first (and 1 more line)\n   = predicted: nothing: who knows\n   = after OSError: no file\n",
            Text(VerdictKind.Unknown, outcome, verdict => verdict with { Message = "who knows" }));
    }

    [Fact]
    public void The_sum_counts_what_agreed_and_what_imports()
    {
        VerificationPlan plan = Plan();
        ImportVerification good = Of(VerdictKind.Imports, new ImportOutcome(ImportOutcomeKind.Imported)), bad = Of(VerdictKind.Imports, Died);
        using StringWriter writer = new() { NewLine = "\n" };
        VerificationText.WriteSummary(new VerificationResult(plan, [good, good, bad]), writer);
        Assert.Equal("\n2 agreed, 1 DISAGREED; 2 import, 1 does not\n", writer.ToString());
    }

    [Fact]
    public void The_json_of_every_end_fits_its_schema_and_the_report_has_no_names()
    {
        ImportOutcome after = new(ImportOutcomeKind.Imported) { Example = new FittedExample("[1. 2.]", [1, double.NaN], 3, "1", "2"), ExampleFailure = new PythonException("E", "ada"), Afterwards = Died, IsInExample = true };
        VerificationResult result = new(Plan(), [Of(VerdictKind.Imports, Died), Of(VerdictKind.Imports, after), Of(VerdictKind.Fails, new ImportOutcome(ImportOutcomeKind.Exited) { Status = 0 })]);
        using MemoryStream output = new();
        VerificationJson.WriteReport(result, "0.1", new PersonalWords("/home/ada", "import", null), output);
        string text = Encoding.UTF8.GetString(output.ToArray());
        Assert.Empty(SchemaValidator.Validate(Repository.Read("docs/schema/verify-1.json"), text));
        using JsonDocument document = JsonDocument.Parse(text);
        Assert.Equal("~/env/bin/python", document.RootElement.GetProperty("run").GetProperty("command")[0].GetString());
        Assert.Equal("AVX512F", document.RootElement.GetProperty("imports")[0].GetProperty("happened").GetProperty("site").GetProperty("lacks")[0].GetString());
    }

    private static string Text(VerdictKind kind, ImportOutcome outcome, Func<Verdict, Verdict>? change = null)
    {
        using StringWriter writer = new() { NewLine = "\n" };
        VerificationText.Write(Of(kind, outcome, change), Plan(), writer, new TextStyle());
        return writer.ToString();
    }

    private static ImportVerification Of(VerdictKind kind, ImportOutcome outcome, Func<Verdict, Verdict>? change = null)
    {
        Verdict verdict = new() { Import = "x", Kind = kind };
        if (change is not null) verdict = change(verdict);
        return new ImportVerification(new ImportExamination(verdict, null), outcome, PredictionCheck.Of(verdict, outcome));
    }

    private static VerificationPlan Plan()
    {
        ExaminationResult result = SampleResults.Of([], everything: false, SampleResults.Imports("x"));
        TargetExamination target = result.Targets[0];
        ImmutableArray<TargetExamination> targets = [target with { Target = target.Target with { Features = new CpuFeatures(CpuFeature.Avx2) } }];
        return new VerificationPlan { Request = new VerificationRequest(result.Request), Prediction = result with { Targets = targets }, Command = ["/home/ada/env/bin/python"], Seconds = 60 };
    }
}
