using System.Collections.Immutable;
using System.Text.Json;
using Assay.Primitives;
using Assay.Targets.Cpu;

namespace Assay.Blas.Kernels;

/// <summary>What is known of OpenBLAS's choice (<c>openblas-kernels.json</c>, whose first lines say what each part means).</summary>
internal sealed class OpenBlasKnowledge
{
    private static readonly Lazy<OpenBlasKnowledge> Only = new(() => new OpenBlasKnowledge());

    private OpenBlasKnowledge()
    {
        using JsonDocument document = EmbeddedData.Open("openblas-kernels");
        JsonElement root = document.RootElement;
        Last = Release(root.GetProperty("last").GetString()!);
        Dictionary<string, string> ladders = root.GetProperty("ladders").EnumerateObject().ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal);
        Rows = [.. root.GetProperty("chips").EnumerateArray().Select(row => Row(row, ladders))];
        Absent = root.GetProperty("absent").EnumerateObject().ToImmutableDictionary(table => table.Name, table => table.Value.EnumerateObject().ToImmutableDictionary(pair => pair.Name, pair => pair.Value.GetString()!, StringComparer.Ordinal), StringComparer.Ordinal);
        Always = root.GetProperty("always").EnumerateObject().ToImmutableDictionary(pair => pair.Name, pair => pair.Value.EnumerateObject().Select(step => (Release(step.Name), step.Value.GetString()!)).ToImmutableArray(), StringComparer.Ordinal);
        Whole = [.. Words(root, "whole")];
        X86Names = Pairs(root.GetProperty("names"), "x86");
        ArmNames = Pairs(root.GetProperty("names"), "arm");
        JsonElement older = root.GetProperty("older");
        OlderSince = Release(older.GetProperty("since").GetString()!);
        OlderMark = older.GetProperty("mark").GetString()!;
        OlderNames = Pairs(older, "names").ToImmutableDictionary(pair => pair.Table, pair => pair.Name, StringComparer.Ordinal);
        Uses = Pairs(root, "uses").ToImmutableDictionary(pair => pair.Table, pair => CpuFeatureNames.Parse(pair.Name)!.Value, StringComparer.Ordinal);
        JsonElement general = root.GetProperty("general");
        GeneralTable = general.GetProperty("table").GetString()!;
        BetterTable = general.GetProperty("better").GetString()!;
        LargeCores = [.. new CpuModels(general.GetProperty("models").GetString()!).All];
    }

    /// <summary>What is known.</summary>
    public static OpenBlasKnowledge Own => Only.Value;

    /// <summary>The last release that is known.</summary>
    public ReleaseNumber Last { get; }

    /// <summary>The processors, of which the first that fits counts.</summary>
    public ImmutableArray<KernelRow> Rows { get; }

    /// <summary>What stands for a table that is not there: by <c>x86</c>, <c>x86-list</c>, <c>arm</c>, <c>arm-list</c>.</summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, string>> Absent { get; }

    /// <summary>Tables that are another one in every file, by release.</summary>
    public ImmutableDictionary<string, ImmutableArray<(ReleaseNumber Since, string Table)>> Always { get; }

    /// <summary>The tables of Arm that every file has which was not made with a list of its own.</summary>
    public ImmutableArray<string> Whole { get; }

    /// <summary>What tables are called, in the order they are looked up.</summary>
    public ImmutableArray<(string Table, string Name)> X86Names { get; }

    /// <summary>The same of Arm.</summary>
    public ImmutableArray<(string Table, string Name)> ArmNames { get; }

    /// <summary>The release from which on names of old processors are left out of files that have no code for them.</summary>
    public ReleaseNumber OlderSince { get; }

    /// <summary>The table that tells files with code for old processors.</summary>
    public string OlderMark { get; }

    /// <summary>What is said instead of the names of old processors.</summary>
    public ImmutableDictionary<string, string> OlderNames { get; }

    /// <summary>What tables of x86 are written for.</summary>
    public ImmutableDictionary<string, CpuFeature> Uses { get; }

    /// <summary>The table of Arm for any processor.</summary>
    public string GeneralTable { get; }

    /// <summary>The one that suits large cores better.</summary>
    public string BetterTable { get; }

    /// <summary>The large cores.</summary>
    public ImmutableHashSet<CpuModel> LargeCores { get; }

    private static KernelRow Row(JsonElement row, Dictionary<string, string> ladders)
    {
        string maker = row.GetProperty("maker").GetString()!;
        bool isArm = maker is "arm" or "macos" || maker.StartsWith("0x", StringComparison.Ordinal);
        return new KernelRow(
            maker,
            row.TryGetProperty("family", out JsonElement family) ? family.GetInt32() : 0,
            KernelRow.Ranges(row.TryGetProperty("models", out JsonElement models) ? models.GetString() : null),
            [.. row.GetProperty("since").EnumerateObject().Select(step => (Release(step.Name), new KernelLadder(ladders.GetValueOrDefault(step.Value.GetString()!, step.Value.GetString()!), isArm)))],
            row.TryGetProperty("needs", out JsonElement needs) ? needs.GetString() : null);
    }

    private static ReleaseNumber Release(string text) => ReleaseNumber.Parse(text) ?? throw new InvalidOperationException($"openblas-kernels.json: {text} is no release");

    private static string[] Words(JsonElement parent, string name) => parent.GetProperty(name).GetString()!.Split(' ');

    private static ImmutableArray<(string Table, string Name)> Pairs(JsonElement parent, string name) => [.. Words(parent, name).Select(word => word.Split(':')).Select(pair => (pair[0], pair[1]))];
}
