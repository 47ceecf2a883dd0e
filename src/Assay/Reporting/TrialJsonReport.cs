using System.Text.Json;
using Assay.Blas;
using Assay.Verification;

namespace Assay.Reporting;

/// <summary>Trials for programs: one JSON object, or one member of a larger one.</summary>
public static class TrialJsonReport
{
    /// <summary>Writes trials as one object followed by a line feed.</summary>
    /// <param name="results">The trials.</param>
    /// <param name="toolVersion">The version of the program that speaks.</param>
    /// <param name="output">Where the UTF-8 text goes.</param>
    public static void Write(IEnumerable<BlasTrialResult> results, string toolVersion, Stream output)
    {
        ArgumentNullException.ThrowIfNull(results);
        ArgumentNullException.ThrowIfNull(output);
        using (Utf8JsonWriter writer = new(output, JsonReport.Layout))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 1);
            JsonReport.WriteTool(writer, toolVersion);
            writer.WriteStartArray("trials");
            foreach (BlasTrialResult result in results) Write(result, writer);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    /// <summary>Writes one trial as an object.</summary>
    /// <param name="result">The trial.</param>
    /// <param name="writer">Where it goes.</param>
    public static void Write(BlasTrialResult result, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteBoolean("sound", result.IsSound);
        WriteLibrary("blas", result.Request.Blas);
        WriteLibrary("lapack", result.Request.Lapack);
        Each("problems", Problems(result), writer.WriteStringValue);
        JsonReport.WriteEach(writer, "endings", result.Endings, ending =>
        {
            writer.WriteNumber("threads", ending.Threads);
            writer.WriteString("kind", Word(ending.Kind));
            writer.WriteString("step", ending.Step.ToString().ToLowerInvariant());
            writer.WriteString("detail", ending.Detail);
            if (ending.Number is { } number) writer.WriteNumber("number", number);
            if (ending.Text.Length > 0) writer.WriteString("text", ending.Text);
        });
        JsonReport.WriteEach(writer, "facts", result.Facts, fact =>
        {
            writer.WriteString("name", fact.Name);
            writer.WriteString("value", fact.Value);
            writer.WriteString("source", fact.Source);
            writer.WriteString("file", fact.File);
        });
        JsonReport.WriteEach(writer, "elsewhere", result.Elsewhere, home =>
        {
            writer.WriteString("symbol", home.Symbol);
            writer.WriteString("asked", home.Asked);
            writer.WriteString("found", home.Found);
        });
        JsonReport.WriteEach(writer, "widths", result.Widths, width =>
        {
            writer.WriteString("interface", width.Interface);
            writer.WriteString("claimed", Word(width.Claimed));
            writer.WriteString("proved", Word(width.Proved));
            writer.WriteString("by", width.By);
        });
        if (result.Convention?.HiddenComplexResult is { } hidden) writer.WriteBoolean("hiddenComplexResult", hidden);
        if (result.Convention?.FloatAsDouble is { } asDouble) writer.WriteBoolean("floatAsDouble", asDouble);
        if (result.Example is { } example)
        {
            writer.WriteStartObject("example");
            writer.WriteBoolean("right", example.IsRight);
            writer.WriteString("text", $"coef_ = {NumpyText.Array(example.Coefficients)}");
            Each("coefficients", example.Coefficients, number => Number(null, number));
            Number("intercept", example.Intercept);
            Number("residual", example.Residual);
            writer.WriteNumber("rank", example.Rank);
            writer.WriteNumber("info", example.Info);
            writer.WriteEndObject();
        }

        WriteMeasured(result, writer);
        Each("notes", result.Notes, writer.WriteStringValue);
        writer.WriteString("talk", result.Talk);
        writer.WriteEndObject();

        void WriteLibrary(string name, TrialLibrary? library)
        {
            if (library is null)
            {
                writer.WriteNull(name);
                return;
            }

            writer.WriteStartObject(name);
            writer.WriteString("name", library.Title);
            writer.WriteString("path", library.Path);
            writer.WriteEndObject();
        }

        void Each<T>(string name, IEnumerable<T> items, Action<T> write)
        {
            writer.WriteStartArray(name);
            foreach (T item in items) write(item);
            writer.WriteEndArray();
        }

        void Number(string? name, double value) => JsonNumber.Write(writer, name, value);
    }

    private static void WriteMeasured(BlasTrialResult result, Utf8JsonWriter writer)
    {
        JsonReport.WriteEach(writer, "checks", result.Checks, check =>
        {
            writer.WriteString("routine", check.Routine);
            writer.WriteNumber("threads", check.Threads);
            writer.WriteNumber("cases", check.Cases);
            JsonNumber.Write(writer, "error", check.Error);
            writer.WriteString("wrong", check.Wrong);
        });
        JsonReport.WriteEach(writer, "peaks", result.Peaks, peak =>
        {
            writer.WriteNumber("threads", peak.Threads);
            writer.WriteString("instructions", peak.Instructions);
            JsonNumber.Write(writer, "doubleGigaflops", peak.Double);
            JsonNumber.Write(writer, "singleGigaflops", peak.Single);
        });
        JsonReport.WriteEach(writer, "timings", result.Timings, timing =>
        {
            writer.WriteString("routine", timing.Routine);
            writer.WriteNumber("threads", timing.Threads);
            writer.WriteNumber("size", timing.Size);
            writer.WriteNumber("runs", timing.Runs);
            if (timing.Seconds is { } seconds) JsonNumber.Write(writer, "seconds", seconds);
            if (timing.Gigaflops is { } gigaflops) JsonNumber.Write(writer, "gigaflops", gigaflops);
            if (result.Share(timing) is { } share) JsonNumber.Write(writer, "shareOfPeak", share);
            if (timing.Skipped is { } skipped) writer.WriteString("skipped", skipped);
        });
    }

    private static IEnumerable<string> Problems(BlasTrialResult result)
    {
        foreach (TrialEnding ending in result.Endings)
            if (TrialWords.Of(ending, result.Request) is { } sentence) yield return sentence;
        foreach (WidthProof lie in result.Widths.Where(width => width.IsLie)) yield return TrialWords.Of(lie, result.Request);
        foreach (TrialCheck check in result.Checks.Where(check => check.Wrong is not null)) yield return $"wrong results: `{check.Routine}`, {check.Wrong}";
    }

    private static string Word(TrialEndingKind kind) => kind switch
    {
        TrialEndingKind.Finished => "finished",
        TrialEndingKind.NotOpened => "not-opened",
        TrialEndingKind.Crashed => "crashed",
        TrialEndingKind.Exited => "exited",
        TrialEndingKind.Hung => "hung",
        _ => "not-started",
    };

    private static string Word(IntegerWidth width) => width switch { IntegerWidth.Lp64 => "LP64", IntegerWidth.Ilp64 => "ILP64", _ => "unknown" };
}
