using System.Collections.Immutable;
using System.Text.Json;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Examination.Repairing;
using Assay.Repairs;

namespace Assay.Reporting;

/// <summary>A plan for programs: one JSON object, described by <c>docs/schema/fix-1.json</c>. Fields are added, never renamed.</summary>
public static class RepairJson
{
    /// <summary>Writes a plan, and what became of it, as one object followed by a line feed.</summary>
    /// <param name="plan">The plan; null where an environment was only exchanged.</param>
    /// <param name="outcome">What became of it; null where nothing was carried out.</param>
    /// <param name="toolVersion">The version of the program that speaks.</param>
    /// <param name="output">Where the UTF-8 text goes.</param>
    public static void Write(RepairPlan? plan, RepairOutcome? outcome, string toolVersion, Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        using (Utf8JsonWriter writer = new(output, JsonReport.Layout))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", JsonReport.Version);
            JsonReport.WriteTool(writer, toolVersion);
            if (plan is not null) WritePlan(writer, plan);
            if (outcome is not null) WriteOutcome(writer, outcome);
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WritePlan(Utf8JsonWriter writer, RepairPlan plan)
    {
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
    }

    private static void WriteOutcome(Utf8JsonWriter writer, RepairOutcome outcome)
    {
        writer.WriteStartObject("applied");
        writer.WriteString("end", outcome.End.ToString().ToLowerInvariant());
        writer.WriteString("message", outcome.Message);
        JsonReport.WriteStrings(writer, "healed", outcome.Healed);
        JsonReport.WriteStrings(writer, "notes", outcome.Notes);
        writer.WriteString("aside", outcome.Aside);
        writer.WriteString("log", outcome.Log);
        writer.WriteEndObject();
    }

    private static void WriteVerdicts(Utf8JsonWriter writer, string name, ImmutableArray<ImportExamination> imports)
    {
        writer.WriteStartArray(name);
        foreach (ImportExamination import in imports) JsonReport.WriteVerdict(writer, import);
        writer.WriteEndArray();
    }

    private static void WriteStep(Utf8JsonWriter writer, PlannedStep step)
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
