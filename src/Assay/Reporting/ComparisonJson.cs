using System.Text.Json;
using Assay.Comparison;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Targets;

namespace Assay.Reporting;

/// <summary>Two environments side by side, for programs: one JSON object, described by <c>docs/schema/diff-1.json</c>. Fields are added, never renamed.</summary>
public static class ComparisonJson
{
    /// <summary>Writes a comparison as one object followed by a line feed.</summary>
    /// <param name="result">The comparison.</param>
    /// <param name="toolVersion">The version of the program that speaks.</param>
    /// <param name="output">Where the UTF-8 text goes.</param>
    public static void Write(ComparisonResult result, string toolVersion, Stream output)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        using (Utf8JsonWriter writer = new(output, JsonReport.Layout))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", JsonReport.Version);
            JsonReport.WriteTool(writer, toolVersion);
            if (result.Fault is { } fault) JsonReport.WriteFault(writer, fault);
            WriteSide(writer, "a", result.Before, result.BeforeTarget);
            WriteSide(writer, "b", result.After, result.AfterTarget);
            JsonReport.WriteEach(writer, "imports", result.Imports, import => WriteImport(writer, import));
            JsonReport.WriteEach(writer, "differences", result.Differences, difference => WriteDifference(writer, difference));
            JsonReport.WriteStrings(writer, "problems", result.Problems);
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteSide(Utf8JsonWriter writer, string name, SubjectFacts? subject, Target? target)
    {
        if (subject is null || target is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        JsonReport.WriteSubject(writer, subject);
        JsonReport.WriteTargetFacts(writer, target);
        writer.WriteEndObject();
    }

    private static void WriteImport(Utf8JsonWriter writer, ComparedImport import)
    {
        writer.WriteString("import", import.Import);
        writer.WriteBoolean("otherwise", import.EndsOtherwise);
        WriteVerdict(writer, "a", import.Before);
        WriteVerdict(writer, "b", import.After);
        writer.WriteString("finding", import.Finding?.Code);
        writer.WriteString("title", import.Finding?.Title);
        JsonReport.WriteEach(writer, "causes", import.Causes, cause => WriteDifference(writer, cause));
    }

    private static void WriteVerdict(Utf8JsonWriter writer, string name, Verdict? verdict)
    {
        if (verdict is null)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteString("verdict", Words.Of(verdict.Kind));
        writer.WriteString("exception", verdict.Exception);
        writer.WriteString("message", verdict.Message);
        writer.WriteString("signal", verdict.Signal);
        writer.WriteEndObject();
    }

    private static void WriteDifference(Utf8JsonWriter writer, Difference difference)
    {
        writer.WriteString("kind", difference.Kind switch
        {
            DifferenceKind.LibrarySearch => "library-search",
            DifferenceKind.ModuleSearch => "module-search",
            _ => difference.Kind.ToString().ToLowerInvariant(),
        });
        writer.WriteString("name", difference.Name);
        writer.WriteString("a", difference.Before);
        writer.WriteString("b", difference.After);
    }
}
