using System.Collections.Immutable;
using System.Text.Json;
using Assay.Blas;
using Assay.Blas.Kernels;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Fixes;

namespace Assay.Reporting;

/// <summary>Who does the linear algebra, for programs: one JSON object, described by <c>docs/schema/blas-1.json</c>, with the same promises as <see cref="JsonReport"/>.</summary>
public static class BlasJson
{
    /// <summary>The version of the contract.</summary>
    public const int Version = 1;

    /// <summary>Writes a result as one object followed by a line feed.</summary>
    /// <param name="result">The result.</param>
    /// <param name="toolVersion">The version of the program that speaks.</param>
    /// <param name="output">Where the UTF-8 text goes.</param>
    /// <param name="withChoices">True to add what could do the work instead.</param>
    public static void Write(BlasResult result, string toolVersion, Stream output, bool withChoices = false)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(output);
        using (Utf8JsonWriter writer = new(output, JsonReport.Layout))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            JsonReport.WriteTool(writer, toolVersion);
            JsonReport.WriteSubject(writer, result.Subject);
            if (result.Fault is { } fault) JsonReport.WriteFault(writer, fault);
            writer.WriteStartArray("targets");
            foreach (BlasSurvey survey in result.Targets) WriteSurvey(writer, survey, withChoices);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        output.WriteByte((byte)'\n');
    }

    private static void WriteSurvey(Utf8JsonWriter writer, BlasSurvey survey, bool withChoices)
    {
        writer.WriteStartObject();
        JsonReport.WriteTargetFacts(writer, survey.Target);
        writer.WriteString("by", survey.IsByNames ? "names" : "loader");
        JsonReport.WriteEach(writer, "consumers", survey.Consumers, consumer => WriteConsumer(writer, consumer));
        JsonReport.WriteEach(writer, "borrowers", survey.Borrowers, borrower =>
        {
            writer.WriteString("module", borrower.Module);
            writer.WriteString("distribution", borrower.Distribution);
            writer.WriteString("distributionVersion", borrower.DistributionVersion);
            writer.WriteString("through", borrower.Through);
        });
        JsonReport.WriteEach(writer, "libraries", survey.Libraries, library => WriteLibrary(writer, library, survey));
        JsonReport.WriteEach(writer, "showConfig", survey.Reports, report =>
        {
            writer.WriteString("package", report.Package);
            writer.WriteString("name", report.Name);
            writer.WriteString("version", report.Version);
            writer.WriteString("configuration", report.Configuration);
        });
        JsonReport.WriteEach(writer, "threadpoolctl", survey.Threadpools, entry =>
        {
            writer.WriteString("api", entry.Api);
            writer.WriteString("path", entry.Library.Path);
            writer.WriteString("version", entry.Library.Version);
        });
        WriteThreads(writer, survey.Threads);
        writer.WriteStartArray("findings");
        foreach (Finding finding in survey.Findings) JsonReport.WriteFinding(writer, finding);
        writer.WriteEndArray();
        if (withChoices) WriteChoices(writer, survey.Choices.Value);
        writer.WriteEndObject();
    }

    private static void WriteChoices(Utf8JsonWriter writer, ImmutableArray<BlasChoice> choices)
    {
        JsonReport.WriteEach(writer, "choices", choices, choice =>
        {
            writer.WriteString("name", choice.Name);
            writer.WriteString("implementation", BlasWords.Of(choice.Implementation));
            writer.WriteBoolean("current", choice.IsCurrent);
            writer.WriteBoolean("installed", choice.IsInstalled);
            writer.WriteString("remark", choice.Remark);
            JsonReport.WriteStrings(writer, "commands", choice.Commands);
            JsonReport.WriteEach(writer, "effects", choice.Effects, effect =>
            {
                writer.WriteString("routine", effect.Routine);
                JsonReport.WriteStrings(writer, "callers", effect.Callers);
                writer.WriteString("before", effect.Before);
                writer.WriteString("after", effect.After);
            });
        });
    }

    private static void WriteThreads(Utf8JsonWriter writer, ThreadRuntimes threads)
    {
        writer.WriteStartObject("threads");
        JsonReport.WriteEach(writer, "openmp", threads.OpenMp, runtime =>
        {
            writer.WriteString("path", runtime.Path);
            writer.WriteString("family", BlasWords.Of(runtime.Family));
            JsonReport.WriteStrings(writer, "askedForAs", runtime.AskedForAs);
            JsonReport.WriteStrings(writer, "users", runtime.Users);
            JsonReport.WriteStrings(writer, "chain", runtime.Chain);
        });
        JsonReport.WriteEach(writer, "pools", threads.Pools, pool =>
        {
            writer.WriteString("path", pool.Path);
            writer.WriteString("title", pool.Title);
            writer.WriteString("layer", BlasWords.Of(pool.Layer));
            writer.WriteString("variable", pool.Variable);
        });
        JsonReport.WriteEach(writer, "clashes", threads.Clashes, clash =>
        {
            writer.WriteString("kind", BlasWords.Of(clash.Kind));
            JsonReport.WriteStrings(writer, "runtimes", [.. clash.Runtimes.Select(runtime => runtime.Path)]);
        });
        JsonReport.WriteEach(writer, "forkHazards", threads.ForkHazards, hazard =>
        {
            writer.WriteString("kind", BlasWords.Of(hazard.Kind));
            writer.WriteString("path", hazard.Path);
            JsonReport.WriteStrings(writer, "users", hazard.Users);
        });
        JsonReport.WriteEach(writer, "staticTls", threads.StaticTls, demand =>
        {
            writer.WriteString("path", demand.Path);
            writer.WriteNumber("bytes", demand.Bytes);
            writer.WriteNumber("alignment", demand.Alignment);
            writer.WriteNumber("relocations", demand.Relocations);
        });
        writer.WriteEndObject();
    }

    private static void WriteConsumer(Utf8JsonWriter writer, BlasConsumer consumer)
    {
        writer.WriteString("path", consumer.Path);
        writer.WriteString("module", consumer.Module);
        writer.WriteString("distribution", consumer.Distribution);
        writer.WriteString("distributionVersion", consumer.DistributionVersion);
        writer.WriteBoolean("ownLoops", consumer.BringsOwnLoops);
        writer.WriteString("embedded", consumer.Embedded?.Path);
        writer.WriteString("notLoaded", consumer.NotLoaded);
        WritePick(writer, "product", consumer.Product);
        WritePick(writer, "solver", consumer.Solver);
        JsonReport.WriteEach(writer, "answers", consumer.Answers, answer =>
        {
            writer.WriteString("library", answer.Library?.Path);
            writer.WriteString("open", answer.Open);
            writer.WriteString("width", BlasWords.Of(answer.Width));
            writer.WriteBoolean("oldAccelerate", answer.IsOldAccelerate);
            writer.WriteString("productsBy", answer.ProductsBy?.Path);
            JsonReport.WriteStrings(writer, "conventions", [.. answer.Symbols.Select(symbol => symbol.Convention.Pattern(symbol.Interface)).Distinct(StringComparer.Ordinal)]);
            if (answer.Route is { } route)
            {
                writer.WriteStartObject("route");
                writer.WriteString("kind", BlasWords.Of(route.Kind));
                JsonReport.WriteStrings(writer, "steps", route.Steps);
                writer.WriteEndObject();
            }
            else
            {
                writer.WriteNull("route");
            }

            JsonReport.WriteStrings(writer, "symbols", [.. answer.Symbols.Select(symbol => symbol.Stored)]);
        });
    }

    private static void WritePick(Utf8JsonWriter writer, string name, (string Routine, BlasAnswer Answer)? pick)
    {
        if (pick is not { } found)
        {
            writer.WriteNull(name);
            return;
        }

        writer.WriteStartObject(name);
        writer.WriteString("routine", found.Routine);
        writer.WriteString("library", found.Answer.Library?.Path);
        writer.WriteEndObject();
    }

    private static void WriteChosen(Utf8JsonWriter writer, KernelPrediction? kernel)
    {
        if (kernel is null)
        {
            writer.WriteNull("chosen");
            return;
        }

        writer.WriteStartObject("chosen");
        writer.WriteString("name", kernel.Name);
        writer.WriteString("unknown", kernel.Unknown);
        writer.WriteString("shortfall", kernel.Shortfall);
        writer.WriteEndObject();
    }

    private static void WriteLibrary(Utf8JsonWriter writer, BlasLibrary library, BlasSurvey survey)
    {
        writer.WriteString("path", library.Path);
        writer.WriteString("implementation", BlasWords.Of(library.Implementation));
        writer.WriteString("version", library.Version);
        writer.WriteString("width", BlasWords.Of(library.Width));
        writer.WriteString("threading", BlasWords.Of(library.Threading));
        writer.WriteStartObject("kernels");
        if (library.Kernels.IsAtRunTime is { } atRunTime) writer.WriteBoolean("atRunTime", atRunTime);
        else writer.WriteNull("atRunTime");
        JsonReport.WriteStrings(writer, "names", library.Kernels.Kernels);
        WriteChosen(writer, survey.KernelOf(library));
        writer.WriteEndObject();
        writer.WriteString("behind", library.Behind);
        writer.WriteString("backend", library.Backend);
        JsonReport.WriteStrings(writer, "marks", library.Marks);
        JsonReport.WriteEach(writer, "knownFaults", survey.FaultsOf(library), fault =>
        {
            writer.WriteString("id", fault.Id);
            writer.WriteString("level", BlasWords.Of(fault.Level));
            writer.WriteString("effect", fault.Effect);
            JsonReport.WriteStrings(writer, "sources", fault.Sources);
        });
    }
}
