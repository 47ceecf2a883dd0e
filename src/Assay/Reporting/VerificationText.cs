using System.Globalization;
using Assay.Diagnostics;
using Assay.Examination.Verifying;
using Assay.Targets;
using Assay.Verification.Importing;

namespace Assay.Reporting;

/// <summary>Imports that were really made, as text: one line for each that says whether the prediction held, and below it what the process left behind.</summary>
public static class VerificationText
{
    private const int MostFrames = 5;
    private const int MostTalk = 3;
    private const int LabelWidth = 13;

    /// <summary>Says what is about to be executed.</summary>
    /// <param name="plan">What will be run.</param>
    /// <param name="writer">Where the text goes.</param>
    /// <param name="style">Width and colour.</param>
    public static void WriteAnnouncement(VerificationPlan plan, TextWriter writer, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(style);
        int count = plan.Prediction.Targets[0].Imports.Length;
        writer.WriteLine($"executing {style.Strong(PrintableText.OneLine(string.Join(' ', plan.Command)))}: {Words.Count(count, "import")}, each in a process of its own, at most {plan.Seconds} s");
        writer.WriteLine(TextReport.Headline(plan.Prediction.Subject!));
        writer.WriteLine($"on {PrintableText.OneLine(TargetName.Format(plan.Target))}{(plan.Target is { Cpu: { } cpu, IsHost: false } ? $", {PrintableText.OneLine(cpu)}" : "")}{(plan.IsEmulated ? ", under an emulator" : "")}");
        foreach (string note in plan.Notes) writer.WriteLine($"note: {PrintableText.OneLine(note)}");
        writer.WriteLine();
    }

    /// <summary>Writes one import.</summary>
    /// <param name="import">The import.</param>
    /// <param name="plan">What was run.</param>
    /// <param name="writer">Where the text goes.</param>
    /// <param name="style">Width and colour.</param>
    public static void Write(ImportVerification import, VerificationPlan plan, TextWriter writer, TextStyle style)
    {
        ArgumentNullException.ThrowIfNull(import);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(style);
        ImportOutcome outcome = import.Outcome;
        Verdict verdict = import.Prediction.Verdict;
        string name = style.Strong(PrintableText.OneLine(import.Import));
        string happened = VerificationWords.Happened(outcome, plan.Seconds);
        string time = outcome.Seconds > 0 ? style.Faint($"  ({outcome.Seconds.ToString("0.0", CultureInfo.InvariantCulture)} s)") : "";
        string label = import.Agreement switch
        {
            Agreement.Agreed => "agreed",
            Agreement.Disagreed => "DISAGREED",
            Agreement.NotPredicted => "not predicted",
            _ => "not settled",
        };
        string painted = import.Agreement switch
        {
            Agreement.Agreed => style.Of(VerdictKind.Imports, label.PadRight(LabelWidth)),
            Agreement.Disagreed => style.Of(Severity.Error, label.PadRight(LabelWidth)),
            _ => style.Of(VerdictKind.Unknown, label.PadRight(LabelWidth)),
        };
        writer.WriteLine($"{painted}  {name}: {happened}{time}");
        if (import.Agreement != Agreement.Agreed) Fact($"predicted: {VerificationWords.Predicted(verdict)}{(verdict.Findings.IsEmpty ? "" : $" [{string.Join(", ", verdict.Findings)}]")}");
        else if (verdict is { Kind: VerdictKind.Crashes, Message: { } reason }) Fact($"as predicted: {VerificationWords.FirstLine(reason)}");
        for (PythonException? cause = outcome.Exception?.Cause; cause is not null; cause = cause.Cause) Fact($"after {cause.TypeName}: {VerificationWords.FirstLine(cause.Message ?? "")}");
        WriteEnd(outcome);
        if (outcome.Example is { } example) WriteExample(example);
        if (outcome.ExampleFailure is { } failure) Complain($"fitting LinearRegression raises {failure.TypeName}: {VerificationWords.FirstLine(failure.Message ?? "")}");
        if (VerificationWords.Afterwards(outcome) is { } afterwards)
        {
            Complain(afterwards);
            WriteEnd(outcome.Afterwards!);
        }

        bool isQuiet = outcome.Kind is ImportOutcomeKind.Imported or ImportOutcomeKind.Raised && outcome.Afterwards is null;
        if (!isQuiet && outcome.Talk.Length > 0)
            foreach (string line in outcome.Talk.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(IsItsOwn).TakeLast(MostTalk)) Fact($"it printed: {PrintableText.Fit(line, style.Width)}");

        void WriteEnd(ImportOutcome end)
        {
            if (end.Site is { } site) WriteSite(site, end.Kind == ImportOutcomeKind.Hung);
            foreach (PythonFrame frame in end.Frames.TakeLast(MostFrames)) Fact($"Python: {VerificationWords.Of(frame)}");
        }

        void WriteSite(CrashSite site, bool hung)
        {
            Fact($"in {VerificationWords.Place(site)}");
            if (hung) return;
            if (site.IsSent) Fact("the signal was sent by a program (abort, raise or kill)");
            else if (site.Instruction is { } text) Fact($"instruction: {VerificationWords.Bytes(site.Bytes)}  {text}");
            else Fact($"bytes there: {VerificationWords.Bytes(site.Bytes)}");
            if (site.Reached is { } reached) Fact($"memory that was not there: {VerificationWords.Hex(reached)}");
            string needs = string.Join(", ", VerificationWords.Lacking(site, plan.Target.Features));
            if (needs.Length > 0) Fact($"it needs {needs}{(plan.Target.Features is { } has && !(site.Needs - has).IsEmpty ? ", which this processor lacks" : "")}");
        }

        void WriteExample(FittedExample example)
        {
            string versions = $"scikit-learn {example.ScikitLearn}, NumPy {example.Numpy}";
            Fact($"coef_ = {example.Text}  intercept_ = {NumpyText.Number(example.Intercept)}  ({versions})");
            string distance = $"{Small(example.CoefficientDistance)} from [1. 2.], {Small(example.InterceptDistance)} from 3";
            if (example.IsRight) Fact(distance);
            else Complain($"wrong results: {distance}");
        }

        void Fact(string text) => writer.WriteLine($"   {style.Frame("=")} {PrintableText.OneLine(text)}");

        void Complain(string text) => writer.WriteLine($"   {style.Of(Severity.Error, "error")}: {PrintableText.OneLine(text)}");
    }

    /// <summary>Writes the line that sums up.</summary>
    /// <param name="result">All imports.</param>
    /// <param name="writer">Where the text goes.</param>
    public static void WriteSummary(VerificationResult result, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(writer);
        List<string> parts = [];
        Add(Agreement.Agreed, "agreed");
        Add(Agreement.Disagreed, "DISAGREED");
        Add(Agreement.NotPredicted, "not predicted");
        Add(Agreement.NotSettled, "not settled");
        int others = result.Imports.Length - result.Imported;
        writer.WriteLine();
        writer.WriteLine(result.Imports.IsEmpty ? "nothing to import" : $"{string.Join(", ", parts)}; {Plural(result.Imported, "imports", "import")}{(others == 0 ? "" : $", {Plural(others, "does", "do")} not")}");

        void Add(Agreement agreement, string words)
        {
            if (result.Count(agreement) is > 0 and var count) parts.Add($"{count} {words}");
        }
    }

    private static string Plural(int number, string one, string several) => $"{number} {(number == 1 ? one : several)}";

    private static string Small(double number) => number == 0 ? "0" : number.ToString("0.#e+0", CultureInfo.InvariantCulture);

    // The interpreter's own last words are shown in better form.
    private static bool IsItsOwn(string line) => !line.StartsWith("Fatal Python error", StringComparison.Ordinal) && !line.StartsWith("  File \"", StringComparison.Ordinal) && !line.EndsWith("(most recent call first):", StringComparison.Ordinal);
}
