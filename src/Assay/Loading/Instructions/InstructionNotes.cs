using System.Globalization;
using System.Text.Json;
using Assay.Binaries.Code;
using Assay.Binaries.Code.Flow;
using Assay.Targets.Cpu;

namespace Assay.Loading.Instructions;

/// <summary>What was found out about the code of one file for one kind of processor, in a form that can be kept: as JSON.</summary>
internal sealed class InstructionNotes
{
    /// <summary>Changes whenever the same code would be judged in another way.</summary>
    public const int Version = 1;

    /// <summary>What runs when the file is loaded; null when nobody looked.</summary>
    public CodeFindings[]? Initialisers { get; set; }

    /// <summary>What runs when a module is initialised, by its init function.</summary>
    public Dictionary<string, CodeFindings[]> Modules { get; } = new(StringComparer.Ordinal);

    /// <summary>What runs when a function is called, by its name.</summary>
    public Dictionary<string, CodeFindings[]> Functions { get; } = new(StringComparer.Ordinal);

    /// <summary>What nearly all of its code needs; null when nobody looked.</summary>
    public CpuFeatures? WhollyNeeds { get; set; }

    /// <summary>True when there is something that is not kept yet.</summary>
    public bool IsChanged { get; set; }

    /// <summary>The notes as bytes.</summary>
    public byte[] ToBytes()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            if (Initialisers is not null) WriteAll(writer, "initialisers", Initialisers);
            WriteNamed(writer, "modules", Modules);
            WriteNamed(writer, "functions", Functions);
            if (WhollyNeeds is { } needs) WriteFeatures(writer, "wholly", needs);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads notes; what makes no sense gives empty ones.</summary>
    /// <param name="bytes">The bytes, or null for none.</param>
    public static InstructionNotes Read(byte[]? bytes)
    {
        if (bytes is null) return new InstructionNotes();
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            InstructionNotes notes = new();
            if (root.TryGetProperty("initialisers", out JsonElement initialisers)) notes.Initialisers = ReadAll(initialisers);
            foreach (JsonProperty module in root.GetProperty("modules").EnumerateObject()) notes.Modules[module.Name] = ReadAll(module.Value);
            foreach (JsonProperty function in root.GetProperty("functions").EnumerateObject()) notes.Functions[function.Name] = ReadAll(function.Value);
            if (root.TryGetProperty("wholly", out JsonElement wholly)) notes.WhollyNeeds = ReadFeatures(wholly);
            return notes;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or ArgumentException)
        {
            return new InstructionNotes();
        }
    }

    private static void WriteNamed(Utf8JsonWriter writer, string name, Dictionary<string, CodeFindings[]> named)
    {
        writer.WriteStartObject(name);
        foreach ((string each, CodeFindings[] findings) in named) WriteAll(writer, each, findings);
        writer.WriteEndObject();
    }

    private static void WriteAll(Utf8JsonWriter writer, string name, CodeFindings[] all)
    {
        writer.WriteStartArray(name);
        foreach (CodeFindings findings in all)
        {
            writer.WriteStartObject();
            writer.WriteNumber("address", findings.Root.Address);
            writer.WriteString("reason", findings.Root.Reason);
            WritePlace(writer, "certain", findings.Certain);
            WritePlace(writer, "conditional", findings.Conditional);
            writer.WriteStartObject("foreign");
            foreach ((string function, Reach reach) in findings.Foreign) writer.WriteNumber(function, (int)reach);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static CodeFindings[] ReadAll(JsonElement all) => [.. all.EnumerateArray().Select(Read)];

    private static CodeFindings Read(JsonElement one)
    {
        CodeFindings findings = new(new CodeRoot(one.GetProperty("address").GetUInt64(), one.GetProperty("reason").GetString()!));
        if (one.TryGetProperty("certain", out JsonElement certain)) AddPlace(findings, certain, Reach.Certain);
        if (one.TryGetProperty("conditional", out JsonElement conditional)) AddPlace(findings, conditional, Reach.Conditional);
        foreach (JsonProperty function in one.GetProperty("foreign").EnumerateObject()) findings.AddForeign(function.Name, function.Value.GetInt32() == 0 ? Reach.Certain : Reach.Conditional);
        return findings;
    }

    private static void WritePlace(Utf8JsonWriter writer, string name, CodePlace? place)
    {
        if (place is not { } known) return;
        writer.WriteStartObject(name);
        writer.WriteNumber("address", known.Address);
        WriteFeatures(writer, "lacking", known.Lacking);
        writer.WriteEndObject();
    }

    private static void AddPlace(CodeFindings findings, JsonElement place, Reach reach) =>
        findings.Add(place.GetProperty("address").GetUInt64(), ReadFeatures(place.GetProperty("lacking")), reach);

    private static void WriteFeatures(Utf8JsonWriter writer, string name, CpuFeatures features)
    {
        writer.WriteStartArray(name);
        foreach (CpuFeature feature in features) writer.WriteStringValue(feature.ToString());
        writer.WriteEndArray();
    }

    private static CpuFeatures ReadFeatures(JsonElement list) => new([.. list.EnumerateArray().Select(each => Enum.Parse<CpuFeature>(each.GetString()!))]);

    /// <summary>The key of the notes of a file.</summary>
    /// <param name="content">The hash of its content.</param>
    /// <param name="lacking">What the processor does not have.</param>
    public static string Key(UInt128 content, CpuFeatures lacking) => string.Create(CultureInfo.InvariantCulture, $"{content:x32}-{lacking.Bits:x32}-{Version:x}");
}
