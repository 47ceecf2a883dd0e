using System.Text.Json;
using Assay.Diagnostics;
using Assay.Examination.Verifying;
using Assay.Verification.Importing;

namespace Assay.Reporting;

/// <summary>Imports that were really made, for programs: one JSON object, described by <c>docs/schema/verify-1.json</c>. The report that is sent has the same form.</summary>
public static class VerificationJson
{
    /// <summary>Writes a result as one object followed by a line feed.</summary>
    /// <param name="result">The result.</param>
    /// <param name="toolVersion">The version of the program that speaks.</param>
    /// <param name="output">Where the UTF-8 text goes.</param>
    public static void Write(VerificationResult result, string toolVersion, Stream output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        VerificationPlan plan = result.Plan;
        using (Utf8JsonWriter writer = new(output, JsonReport.Layout))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 1);
            JsonReport.WriteTool(writer, toolVersion);
            JsonReport.WriteSubject(writer, plan.Prediction.Subject);
            JsonReport.WriteTargetFacts(writer, plan.Target);
            writer.WriteStartObject("run");
            JsonReport.WriteStrings(writer, "command", plan.Command);
            writer.WriteBoolean("emulated", plan.IsEmulated);
            writer.WriteNumber("seconds", plan.Seconds);
            JsonReport.WriteStrings(writer, "notes", plan.Notes);
            JsonReport.WriteStrings(writer, "variables", plan.Variables);
            writer.WriteEndObject();
            writer.WriteBoolean("sound", result.IsSound);
            writer.WriteStartObject("counts");
            foreach (Agreement agreement in Enum.GetValues<Agreement>()) writer.WriteNumber(VerificationWords.Of(agreement), result.Count(agreement));
            writer.WriteNumber("imported", result.Imported);
            writer.WriteEndObject();
            JsonReport.WriteEach(writer, "imports", result.Imports, import => WriteImport(writer, import, plan));
            JsonReport.WriteStrings(writer, "distributions", plan.Distributions);
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    /// <summary>Writes a result as a report that can be sent: the same object, without names of people and machines in its texts.</summary>
    /// <param name="result">The result.</param>
    /// <param name="toolVersion">The version of the program that speaks.</param>
    /// <param name="personal">What is taken out.</param>
    /// <param name="output">Where the UTF-8 text goes.</param>
    public static void WriteReport(VerificationResult result, string toolVersion, PersonalWords personal, Stream output)
    {
        ArgumentNullException.ThrowIfNull(personal);
        ArgumentNullException.ThrowIfNull(output);
        using MemoryStream whole = new();
        Write(result, toolVersion, whole);
        using JsonDocument document = JsonDocument.Parse(whole.ToArray());
        using (Utf8JsonWriter writer = new(output, JsonReport.Layout)) Copy(document.RootElement, writer, personal);
        output.WriteByte((byte)'\n');
    }

    // Texts only: a person may be called like one of our fields.
    private static void Copy(JsonElement element, Utf8JsonWriter writer, PersonalWords personal)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Copy(property.Value, writer, personal);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (JsonElement item in element.EnumerateArray()) Copy(item, writer, personal);
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(personal.Without(element.GetString()!));
                break;
            default:
                element.WriteTo(writer);
                break;
        }
    }

    private static void WriteImport(Utf8JsonWriter writer, ImportVerification import, VerificationPlan plan)
    {
        Verdict verdict = import.Prediction.Verdict;
        writer.WriteString("import", import.Import);
        writer.WriteString("agreement", VerificationWords.Of(import.Agreement));
        writer.WriteStartObject("predicted");
        writer.WriteString("verdict", Words.Of(verdict.Kind));
        writer.WriteString("exception", verdict.Exception);
        writer.WriteString("message", verdict.Message);
        writer.WriteString("signal", verdict.Signal);
        writer.WriteString("certainty", Words.Of(verdict.Certainty));
        JsonReport.WriteStrings(writer, "chain", verdict.Chain);
        JsonReport.WriteStrings(writer, "findings", verdict.Findings);
        writer.WriteString("distribution", import.Prediction.Distribution);
        writer.WriteString("distributionVersion", import.Prediction.DistributionVersion);
        writer.WriteEndObject();
        ImportOutcome outcome = import.Outcome;
        writer.WriteStartObject("happened");
        WriteOutcome(writer, outcome, plan);
        writer.WriteString("moduleVersion", outcome.ModuleVersion);
        writer.WriteString("moduleFile", outcome.ModuleFile);
        writer.WriteString("python", outcome.Python);
        JsonNumber.Write(writer, "seconds", Math.Round(outcome.Seconds, 3));
        writer.WriteString("printed", outcome.Talk);
        WriteExample(writer, outcome);
        if (outcome.Afterwards is { } after)
        {
            writer.WriteStartObject("afterwards");
            writer.WriteBoolean("inExample", outcome.IsInExample);
            WriteOutcome(writer, after, plan);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void WriteOutcome(Utf8JsonWriter writer, ImportOutcome outcome, VerificationPlan plan)
    {
        writer.WriteString("outcome", VerificationWords.Of(outcome.Kind));
        writer.WriteString("exception", outcome.Exception?.TypeName);
        writer.WriteString("exceptionModule", outcome.ExceptionModule);
        writer.WriteString("message", outcome.Exception?.Message);
        JsonReport.WriteEach(writer, "causes", Causes(outcome.Exception), cause =>
        {
            writer.WriteString("exception", cause.TypeName);
            writer.WriteString("message", cause.Message);
        });
        writer.WriteString("signal", outcome.Signal);
        if (outcome.Status is { } status) writer.WriteNumber("status", status);
        else writer.WriteNull("status");
        writer.WriteString("reason", outcome.Reason.Length > 0 ? outcome.Reason : null);
        JsonReport.WriteEach(writer, "stack", outcome.Frames, frame =>
        {
            writer.WriteString("file", frame.File);
            writer.WriteNumber("line", frame.Line);
            writer.WriteString("function", frame.Function);
        });
        if (outcome.Site is not { } site)
        {
            writer.WriteNull("site");
            return;
        }

        writer.WriteStartObject("site");
        writer.WriteString("file", site.File);
        writer.WriteString("offset", VerificationWords.Hex(site.Offset));
        writer.WriteString("address", site.Address is { } address ? VerificationWords.Hex(address) : null);
        writer.WriteString("function", site.Function);
        writer.WriteString("functionOffset", site.Function is null ? null : VerificationWords.Hex(site.FunctionOffset));
        writer.WriteString("bytes", VerificationWords.Bytes(site.Bytes));
        writer.WriteString("instruction", site.Instruction);
        JsonReport.WriteStrings(writer, "needs", [.. site.Needs.Select(VerificationWords.Name)]);
        JsonReport.WriteStrings(writer, "lacks", plan.Target.Features is { } has ? [.. (site.Needs - has).Select(VerificationWords.Name)] : []);
        writer.WriteString("reached", site.Reached is { } reached ? VerificationWords.Hex(reached) : null);
        writer.WriteBoolean("sent", site.IsSent);
        writer.WriteEndObject();
    }

    private static void WriteExample(Utf8JsonWriter writer, ImportOutcome outcome)
    {
        if (outcome.Example is { } example)
        {
            writer.WriteStartObject("example");
            writer.WriteBoolean("right", example.IsRight);
            writer.WriteString("text", $"coef_ = {example.Text}");
            writer.WriteStartArray("coefficients");
            foreach (double number in example.Coefficients) JsonNumber.Write(writer, null, number);
            writer.WriteEndArray();
            JsonNumber.Write(writer, "intercept", example.Intercept);
            JsonNumber.Write(writer, "coefficientDistance", example.CoefficientDistance);
            JsonNumber.Write(writer, "interceptDistance", example.InterceptDistance);
            writer.WriteString("scikitLearn", example.ScikitLearn);
            writer.WriteString("numpy", example.Numpy);
            writer.WriteEndObject();
        }

        if (outcome.ExampleFailure is { } failure) writer.WriteString("exampleFailure", failure.ToString());
    }

    private static IEnumerable<PythonException> Causes(PythonException? exception)
    {
        for (PythonException? cause = exception?.Cause; cause is not null; cause = cause.Cause) yield return cause;
    }
}
