using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Targets;

namespace Assay.Reporting;

/// <summary>
/// The answer for programs: one JSON object, described by <c>docs/schema/check-1.json</c>. Within a version fields are added, never renamed
/// and never given another meaning. Nothing in it depends on time, so two runs can be compared.
/// </summary>
public static class JsonReport
{
    /// <summary>The version of the contract.</summary>
    public const int Version = 1;

    /// <summary>Writes a result as one object followed by a line feed.</summary>
    /// <param name="result">The result.</param>
    /// <param name="toolVersion">The version of the program that speaks.</param>
    /// <param name="output">Where the UTF-8 text goes.</param>
    public static void Write(ExaminationResult result, string toolVersion, Stream output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        using (Utf8JsonWriter writer = new(output, Layout))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            WriteTool(writer, toolVersion);
            WriteSubject(writer, result.Subject);
            if (result.Fault is { } fault) WriteFault(writer, fault);
            WriteTarget(writer, result.Targets.IsEmpty ? null : result.Targets[0]);
            if (result.Targets.Length > 1) WriteTargets(writer, result.Targets);
            WriteStrings(writer, "problems", result.Problems);
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    // The relaxed encoder still escapes all control characters; it leaves quotes and letters readable. The text is never put into HTML.
    internal static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static void WriteTool(Utf8JsonWriter writer, string toolVersion)
    {
        writer.WriteStartObject("tool");
        writer.WriteString("name", "assay");
        writer.WriteString("version", toolVersion);
        writer.WriteEndObject();
    }

    internal static void WriteTargetFacts(Utf8JsonWriter writer, Target target)
    {
        writer.WriteStartObject("target");
        writer.WriteString("name", TargetName.Format(target));
        writer.WriteString("cpu", target.Cpu);
        writer.WriteNumber("pageSize", target.PageSize);
        writer.WriteBoolean("host", target.IsHost);
        writer.WriteEndObject();
    }

    internal static void WriteSubject(Utf8JsonWriter writer, SubjectFacts? subject)
    {
        if (subject is null)
        {
            writer.WriteNull("subject");
            return;
        }

        writer.WriteStartObject("subject");
        writer.WriteString("kind", Words.Of(subject.Kind));
        writer.WriteString("path", subject.Path);
        writer.WriteString("python", subject.Python);
        writer.WriteString("implementation", subject.Implementation);
        writer.WriteString("architecture", subject.Architectures.IsEmpty ? null : Name(subject.Architectures[0]));
        WriteStrings(writer, "architectures", [.. subject.Architectures.Select(Name)]);
        writer.WriteString("environment", subject.EnvironmentKind is { } kind ? Words.Of(kind) : null);
        writer.WriteString("executable", subject.Executable);
        writer.WriteNumber("distributions", subject.DistributionCount);
        writer.WriteEndObject();

        string Name(Architecture architecture) => TargetName.ArchitectureName(architecture, subject.Os);
    }

    internal static void WriteFault(Utf8JsonWriter writer, SubjectFault fault)
    {
        writer.WriteStartObject("fault");
        writer.WriteString("kind", Words.Of(fault.Kind));
        writer.WriteString("message", fault.Message);
        writer.WriteEndObject();
    }

    private static void WriteTargets(Utf8JsonWriter writer, ImmutableArray<TargetExamination> targets)
    {
        writer.WriteStartArray("targets");
        foreach (TargetExamination target in targets)
        {
            writer.WriteStartObject();
            WriteTarget(writer, target);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTarget(Utf8JsonWriter writer, TargetExamination? examination)
    {
        if (examination is null)
        {
            writer.WriteNull("target");
        }
        else
        {
            WriteTargetFacts(writer, examination.Target);
        }

        writer.WriteStartArray("verdicts");
        foreach (ImportExamination import in examination?.Imports ?? []) WriteVerdict(writer, import);
        writer.WriteEndArray();
        writer.WriteStartArray("findings");
        foreach (Finding finding in examination?.Findings ?? []) WriteFinding(writer, finding);
        writer.WriteEndArray();
        if (examination?.Python is { } python) PackageWords.Write(writer, python, examination);
    }

    internal static void WriteVerdict(Utf8JsonWriter writer, ImportExamination import)
    {
        Verdict verdict = import.Verdict;
        writer.WriteStartObject();
        writer.WriteString("import", verdict.Import);
        writer.WriteString("verdict", Words.Of(verdict.Kind));
        writer.WriteString("exception", verdict.Exception);
        writer.WriteString("message", verdict.Message);
        writer.WriteString("signal", verdict.Signal);
        writer.WriteString("certainty", Words.Of(verdict.Certainty));
        WriteStrings(writer, "chain", verdict.Chain);
        WriteStrings(writer, "findings", verdict.Findings);
        writer.WriteString("distribution", import.Distribution);
        writer.WriteString("distributionVersion", import.DistributionVersion);
        writer.WriteEndObject();
    }

    internal static void WriteFinding(Utf8JsonWriter writer, Finding finding)
    {
        writer.WriteStartObject();
        writer.WriteString("code", finding.Code);
        writer.WriteString("severity", Words.Of(finding.Severity));
        writer.WriteString("title", finding.Title);
        writer.WriteString("path", finding.Path);
        writer.WriteString("import", finding.Import);
        writer.WriteStartArray("evidence");
        foreach (Evidence evidence in finding.Evidence)
        {
            writer.WriteStartObject();
            writer.WriteString("path", evidence.Path);
            if (evidence.Offset is { } offset) writer.WriteNumber("offset", offset);
            else writer.WriteNull("offset");
            writer.WriteString("record", evidence.Record);
            writer.WriteString("field", evidence.Field);
            writer.WriteString("value", evidence.Value);
            writer.WriteString("label", evidence.Label);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteStrings(writer, "chain", finding.Chain);
        WriteStrings(writer, "steps", finding.Steps);
        WriteStrings(writer, "notes", finding.Notes);
        writer.WriteStartArray("fixes");
        foreach (Fix fix in finding.Fixes)
        {
            writer.WriteStartObject();
            writer.WriteString("summary", fix.Summary);
            WriteStrings(writer, "commands", fix.Commands);
            writer.WriteString("applicability", Words.Of(fix.Applicability));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteStrings(writer, "sources", finding.Sources);
        writer.WriteEndObject();
    }

    /// <summary>An array of objects, one for each item.</summary>
    internal static void WriteEach<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    internal static void WriteStrings(Utf8JsonWriter writer, string name, ImmutableArray<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values) writer.WriteStringValue(value);
        writer.WriteEndArray();
    }
}
