using System.Globalization;
using Assay.Diagnostics;
using Assay.Examination.Verifying;
using Assay.Targets.Cpu;
using Assay.Verification.Importing;

namespace Assay.Reporting;

/// <summary>The sentences about imports that were really made.</summary>
internal static class VerificationWords
{
    private const int MostBytes = 16;

    /// <summary>How a prediction stands to what happened: <c>agreed</c>, <c>disagreed</c>, ...</summary>
    public static string Of(Agreement agreement) => agreement switch
    {
        Agreement.Agreed => "agreed",
        Agreement.Disagreed => "disagreed",
        Agreement.NotPredicted => "not-predicted",
        _ => "not-settled",
    };

    /// <summary>A kind of outcome: <c>imported</c>, <c>raised</c>, ...</summary>
    public static string Of(ImportOutcomeKind kind) => kind switch
    {
        ImportOutcomeKind.Imported => "imported",
        ImportOutcomeKind.Raised => "raised",
        ImportOutcomeKind.Died => "died",
        ImportOutcomeKind.Exited => "exited",
        ImportOutcomeKind.Hung => "hung",
        _ => "not-started",
    };

    /// <summary>What was predicted, as a clause.</summary>
    public static string Predicted(Verdict verdict) => verdict.Kind switch
    {
        VerdictKind.Imports => "it imports",
        VerdictKind.Fails => $"it raises {verdict.Exception}{(verdict.Message is { } text ? ": " + FirstLine(text) : "")}",
        VerdictKind.Crashes => verdict.Signal is { } signal ? $"it dies of {signal}{(verdict.Message is { } reason ? ": " + FirstLine(reason) : "")}" : "it ends the process",
        _ => $"nothing: {FirstLine(verdict.Message ?? "")}",
    };

    /// <summary>What happened, as a clause.</summary>
    /// <param name="outcome">What happened.</param>
    /// <param name="seconds">The seconds that an import was given.</param>
    public static string Happened(ImportOutcome outcome, int seconds) => outcome.Kind switch
    {
        ImportOutcomeKind.Imported => "it imports",
        ImportOutcomeKind.Raised => $"it raises {outcome.Exception!.TypeName}{(outcome.Exception.Message is { Length: > 0 } text ? ": " + FirstLine(text) : "")}",
        ImportOutcomeKind.Died => $"it dies of {outcome.Signal}",
        ImportOutcomeKind.Exited => $"it ends the process with status {outcome.Status?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}, without an exception",
        ImportOutcomeKind.Hung => $"it does not come back: killed after {seconds} s",
        _ => $"the interpreter does not start: {FirstLine(outcome.Reason)}",
    };

    /// <summary>What became of the process after its import.</summary>
    /// <param name="outcome">An import that came back.</param>
    public static string? Afterwards(ImportOutcome outcome)
    {
        if (outcome.Afterwards is not { } after) return null;
        string what = after.Kind switch
        {
            ImportOutcomeKind.Died => $"died of {after.Signal}",
            ImportOutcomeKind.Exited => $"ended with status {after.Status?.ToString(CultureInfo.InvariantCulture) ?? "unknown"}",
            _ => "did not end and was killed",
        };
        return outcome.IsInExample ? $"fitting LinearRegression, the process {what}" : $"after the import the process {what}";
    }

    /// <summary>The bytes of an instruction: <c>62 f1 7c 48 58 c1</c>.</summary>
    public static string Bytes(ReadOnlyMemory<byte> bytes) => string.Join(' ', bytes[..Math.Min(bytes.Length, MostBytes)].ToArray().Select(one => one.ToString("x2", CultureInfo.InvariantCulture)));

    /// <summary>Where machine code stood, in one clause: the function, the file, the offset.</summary>
    public static string Place(CrashSite site)
    {
        string file = site.File is { } path ? $"{path} at {(site.Address is { } address ? Hex(address) : $"offset {Hex(site.Offset)}")}" : $"memory that no file backs, at {Hex(site.Offset)}";
        return site.Function is { } function ? $"`{function}`{(site.FunctionOffset == 0 ? "" : $" + {Hex(site.FunctionOffset)}")} of {file}" : file;
    }

    /// <summary>The features an instruction needs and the processor lacks; all it needs where the processor is not known. Empty when it needs none.</summary>
    public static IEnumerable<string> Lacking(CrashSite site, CpuFeatures? processor) => (processor is { } has && !(site.Needs - has).IsEmpty ? site.Needs - has : site.Needs).Select(Name);

    /// <summary>The name of a feature.</summary>
    public static string Name(CpuFeature feature) => CpuFeatureNames.Of(feature);

    /// <summary>A Python line: <c>x.py:3 in f</c>.</summary>
    public static string Of(PythonFrame frame) => $"{frame.File}:{frame.Line}{(frame.Function is "" or "<module>" ? "" : $" in {frame.Function}")}";

    /// <summary>A number as C prints it.</summary>
    public static string Hex(ulong number) => "0x" + number.ToString("x", CultureInfo.InvariantCulture);

    /// <summary>The first line of a text that says something.</summary>
    public static string FirstLine(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (lines.Length == 0) return "";
        return PrintableText.OneLine(lines[0]) + (lines.Length == 1 ? "" : $" (and {Words.Count(lines.Length - 1, "more line")})");
    }
}
