using System.Text.Json;
using Assay.Examination.Resolving;
using Assay.Packaging.Building;
using Assay.Packaging.Choosing;

namespace Assay.Reporting;

/// <summary>What pip and uv would take, for programs: one JSON object, described by <c>docs/schema/resolve-1.json</c>, with the same promises as <see cref="JsonReport"/>.</summary>
public static class ResolutionJson
{
    /// <summary>Writes a result as one object followed by a line feed.</summary>
    /// <param name="result">The result.</param>
    /// <param name="toolVersion">The version of the program that speaks.</param>
    /// <param name="output">Where the UTF-8 text goes.</param>
    public static void Write(ResolutionResult result, string toolVersion, Stream output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        using (Utf8JsonWriter writer = new(output, JsonReport.Layout))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", JsonReport.Version);
            JsonReport.WriteTool(writer, toolVersion);
            if (result.Fault is { } fault) JsonReport.WriteFault(writer, fault);
            JsonReport.WriteStrings(writer, "sources", result.Sources);
            JsonReport.WriteEach(writer, "answers", result.Answers, answer => WriteAnswer(writer, answer));
            JsonReport.WriteStrings(writer, "problems", result.Problems);
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteAnswer(Utf8JsonWriter writer, ResolutionAnswer answer)
    {
        writer.WriteString("requirement", answer.Requirement);
        writer.WriteString("project", answer.Project);
        JsonReport.WriteTargetFacts(writer, answer.Target);
        writer.WriteString("python", answer.Python.ToString());
        writer.WriteString("pythonFull", answer.Python.FullVersion);
        writer.WriteBoolean("applies", answer.Applies);
        writer.WriteBoolean("known", !answer.IsUnknownProject);
        WriteChoice(writer, answer.Pip);
        WriteChoice(writer, answer.Uv);
        writer.WriteBoolean("same", answer.Pip.File?.Filename == answer.Uv.File?.Filename);
        if (answer.Disagreement is { } disagreement)
        {
            writer.WriteStartObject("disagreement");
            writer.WriteString("cause", ResolutionWords.Kebab(disagreement.Cause));
            writer.WriteString("text", disagreement.Text);
            writer.WriteEndObject();
        }

        if (!answer.Inspected.IsEmpty) JsonReport.WriteEach(writer, "inspected", answer.Inspected, wheel => WriteInspected(writer, wheel));
        if (answer.Nearest is { } nearest) WriteNearest(writer, nearest);
        if (answer.Build is { } build) WriteBuild(writer, answer, build);
    }

    private static void WriteChoice(Utf8JsonWriter writer, InstallerChoice choice)
    {
        writer.WriteStartObject(ResolutionWords.Of(choice.Installer));
        writer.WriteString("file", choice.File?.Filename);
        writer.WriteString("kind", choice.File is null ? null : choice.IsSource ? "source" : "wheel");
        writer.WriteString("url", choice.File?.Url);
        writer.WriteString("sha256", choice.File?.Sha256);
        writer.WriteString("problem", choice.Problem);
        writer.WriteEndObject();
    }

    private static void WriteInspected(Utf8JsonWriter writer, InspectedWheel wheel)
    {
        writer.WriteString("file", wheel.Reading.Filename);
        if (wheel.Reading.Size is { } size) writer.WriteNumber("size", size);
        writer.WriteNumber("bytesRead", wheel.Reading.BytesRead);
        writer.WriteNumber("requests", wheel.Reading.Requests);
        writer.WriteBoolean("listed", wheel.Reading.IsListed);
        JsonReport.WriteStrings(writer, "requires", [.. wheel.Reading.Metadata?.All("Requires-Dist") ?? []]);
        JsonReport.WriteEach(writer, "findings", wheel.Findings, finding =>
        {
            writer.WriteString("code", finding.Code);
            writer.WriteString("severity", Words.Of(finding.Severity));
            writer.WriteString("title", finding.Title);
            writer.WriteString("path", finding.Path);
        });
        JsonReport.WriteStrings(writer, "problems", wheel.Reading.Problems);
    }

    private static void WriteNearest(Utf8JsonWriter writer, NearMisses nearest)
    {
        writer.WriteStartObject("nearest");
        writer.WriteString("version", nearest.Version);
        JsonReport.WriteEach(writer, "refused", nearest.Refused, group => WriteRefused(writer, group));
        writer.WriteString("otherVersion", nearest.OtherVersion?.Filename);
        writer.WriteBoolean("otherVersionIsAskedFor", nearest.OtherVersionIsAskedFor);
        JsonReport.WriteStrings(writer, "pythons", [.. nearest.Pythons.Select(python => python.ToString())]);
        writer.WriteString("system", nearest.System?.ToString());
        writer.WriteEndObject();
    }

    private static void WriteRefused(Utf8JsonWriter writer, RefusedGroup group)
    {
        writer.WriteString("kind", ResolutionWords.Kebab(group.Refusal.Kind));
        writer.WriteString("reason", group.Refusal.Reason);
        writer.WriteString("example", group.Example);
        writer.WriteNumber("count", group.Count);
    }

    private static void WriteBuild(Utf8JsonWriter writer, ResolutionAnswer answer, BuildNeeds build)
    {
        writer.WriteStartObject("build");
        JsonReport.WriteStrings(writer, "needs", [.. build.Machine.Select(need => ResolutionWords.Kebab(need))]);
        JsonReport.WriteStrings(writer, "fetched", build.Fetched);
        writer.WriteString("origin", ResolutionWords.Kebab(build.Origin));
        writer.WriteString("source", build.Source);
        if (answer.Lacking is { } lacking) JsonReport.WriteStrings(writer, "lacking", [.. lacking.Select(need => ResolutionWords.Kebab(need))]);
        JsonReport.WriteStrings(writer, "commands", answer.Commands);
        writer.WriteEndObject();
    }
}
