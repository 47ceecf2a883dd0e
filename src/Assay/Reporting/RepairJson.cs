using System.Collections.Immutable;
using System.Text.Json;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Examination.Repairing;

namespace Assay.Reporting;

/// <summary>A plan for programs: one JSON object, described by <c>docs/schema/fix-1.json</c>. Fields are added, never renamed.</summary>
public static class RepairJson
{
    /// <summary>Writes a plan as one object followed by a line feed.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="toolVersion">The version of the program that speaks.</param>
    /// <param name="output">Where the UTF-8 text goes.</param>
    public static void Write(RepairPlan plan, string toolVersion, Stream output)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(output);
        using (Utf8JsonWriter writer = new(output, JsonReport.Layout))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", JsonReport.Version);
            JsonReport.WriteTool(writer, toolVersion);
            JsonReport.WriteSubject(writer, plan.Subject);
            if (plan.Fault is { } fault) JsonReport.WriteFault(writer, fault);
            if (plan.Target is { } target) JsonReport.WriteTargetFacts(writer, target);
            else writer.WriteNull("target");
            writer.WriteString("owner", plan.Owner is { } owner ? RepairWords.Of(owner.Kind) : null);
            writer.WriteString("project", plan.Owner?.Directory);
            writer.WriteBoolean("healthy", plan.IsHealthy);
            writer.WriteBoolean("proven", plan.IsProven);
            WriteVerdicts(writer, "before", plan.Before);
            writer.WriteStartArray("causes");
            foreach (Finding cause in plan.Causes) JsonReport.WriteFinding(writer, cause);
            writer.WriteEndArray();
            JsonReport.WriteEach(writer, "steps", plan.Steps, step => WriteStep(writer, step));
            WriteVerdicts(writer, "after", plan.After);
            JsonReport.WriteStrings(writer, "reservations", plan.Reservations);
            JsonReport.WriteStrings(writer, "worse", plan.Worse);
            JsonReport.WriteStrings(writer, "elsewhere", plan.Elsewhere);
            JsonReport.WriteStrings(writer, "requirements", plan.Requirements);
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteVerdicts(Utf8JsonWriter writer, string name, ImmutableArray<ImportExamination> imports)
    {
        writer.WriteStartArray(name);
        foreach (ImportExamination import in imports) JsonReport.WriteVerdict(writer, import);
        writer.WriteEndArray();
    }

    private static void WriteStep(Utf8JsonWriter writer, RepairStep step)
    {
        writer.WriteString("summary", step.Summary);
        JsonReport.WriteStrings(writer, "commands", step.Commands);
        writer.WriteString("applicability", Words.Of(step.Applicability));
        JsonReport.WriteStrings(writer, "findings", step.Codes);
        JsonReport.WriteEach(writer, "changes", step.Changes, change =>
        {
            writer.WriteString("name", change.Name);
            writer.WriteString("from", change.From);
            writer.WriteString("to", change.To);
            writer.WriteString("file", change.File);
            if (change.Bytes is { } bytes) writer.WriteNumber("bytes", bytes);
            else writer.WriteNull("bytes");
            writer.WriteBoolean("download", change.IsDownload);
        });
    }
}
