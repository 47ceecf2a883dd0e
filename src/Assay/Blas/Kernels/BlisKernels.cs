using System.Collections.Immutable;
using System.Text.Json;
using Assay.Primitives;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Blas.Kernels;

/// <summary>Predicts which sub-configuration BLIS chooses (<c>blis-kernels.json</c>, whose first lines say what each part means).</summary>
internal sealed class BlisKernels
{
    private const string Skylake = "skx";

    private static readonly Lazy<BlisKernels> Only = new(() => new BlisKernels());

    private readonly ReleaseNumber first, last;
    private readonly ImmutableArray<(string Folder, ImmutableArray<string> Configurations)> builds;
    private readonly ImmutableDictionary<string, ImmutableArray<Choice>> choices;
    private readonly ImmutableDictionary<string, CpuFeature> uses;
    private readonly string other;

    private BlisKernels()
    {
        using JsonDocument document = EmbeddedData.Open("blis-kernels");
        JsonElement root = document.RootElement;
        first = ReleaseNumber.Parse(Text(root, "first"))!;
        last = ReleaseNumber.Parse(Text(root, "last"))!;
        builds = [.. root.GetProperty("builds").EnumerateArray().Select(build => (Text(build, "folder")!, Text(build, "configurations")!.Split(' ').ToImmutableArray()))];
        choices = root.GetProperty("choices").EnumerateObject().ToImmutableDictionary(maker => maker.Name, maker => maker.Value.EnumerateArray().Select(Read).ToImmutableArray(), StringComparer.Ordinal);
        uses = Text(root, "uses")!.Split(' ').Select(word => word.Split(':')).ToImmutableDictionary(pair => pair[0], pair => CpuFeatureNames.Parse(pair[1])!.Value, StringComparer.Ordinal);
        other = Text(root, "other")!;
    }

    /// <summary>The sub-configurations that a library was built with; empty when nothing tells.</summary>
    /// <param name="path">The library, with all links followed.</param>
    public static ImmutableArray<string> BuiltWith(string path) => Only.Value.builds.FirstOrDefault(build => path.StartsWith(build.Folder, StringComparison.Ordinal)) is { Folder: not null } known ? known.Configurations : [];

    /// <summary>Predicts.</summary>
    /// <param name="library">The library.</param>
    /// <param name="target">Where it runs.</param>
    public static KernelPrediction Of(BlasLibrary library, Target target) => Only.Value.Predict(library, target);

    private KernelPrediction Predict(BlasLibrary library, Target target)
    {
        if (library.Kernels.Kernels.IsEmpty) return KernelPrediction.NotKnown("its file does not show which sub-configurations it has");
        if (ReleaseNumber.Parse(library.Version) is not { IsBetweenReleases: false } version || version.CompareRelease(first) < 0 || version.CompareRelease(last) > 0) return KernelPrediction.NotKnown("how this release chooses is not known here");
        if (target.Models is not { All: { IsEmpty: false } models }) return KernelPrediction.NotKnown("which processor it is on is not known");
        if (target.Architecture != Architecture.X86_64 || target.Announced is not { } announced) return KernelPrediction.NotKnown("what the processor announces is not known");
        string?[] names = [.. models.Select(model => Choose(model, announced, library.Kernels.Kernels, target.Models.Brand)).Distinct()];
        if (names.Contains(null)) return KernelPrediction.NotKnown("it counts the units for fused multiplication by the name on the box, which is not known");
        if (names.Length > 1) return KernelPrediction.NotKnown($"{string.Join(" or ", names)}, by the model of the processor");
        return KernelPrediction.Of(names[0]!) with { Shortfall = KernelShortfall.IsWide(announced) ? KernelShortfall.Of(uses, names[0]!) : null };
    }

    // Null where the name on the box decides and is not known.
    private string? Choose(CpuModel model, CpuFeatures announced, ImmutableArray<string> configurations, string? brand)
    {
        foreach (Choice choice in choices.GetValueOrDefault(model.Maker, []))
        {
            if (!configurations.Contains(choice.Name) || !choice.Fits(model, announced)) continue;
            if (choice.Name != Skylake) return choice.Name;
            if (HasTwoUnits(brand) is not { } hasTwo) return null;
            if (hasTwo) return choice.Name;
        }

        return other;
    }

    // vpu_count: of the names between these it reads a number, which is left open here.
    private static bool? HasTwoUnits(string? brand) => brand switch
    {
        null => null,
        _ when brand.Contains("Intel(R) Xeon(R)", StringComparison.Ordinal) => brand.Contains("Platinum", StringComparison.Ordinal) ? true
            : brand.Contains("Bronze", StringComparison.Ordinal) || !(brand.Contains("Gold", StringComparison.Ordinal) || brand.Contains("Silver", StringComparison.Ordinal) || brand.Contains('W', StringComparison.Ordinal) || brand.Contains('D', StringComparison.Ordinal)) ? false
            : null,
        _ => brand.Contains("Intel(R) Core(TM)", StringComparison.Ordinal),
    };

    private static Choice Read(JsonElement row) => new(
        Text(row, "name")!,
        row.TryGetProperty("family", out JsonElement family) ? family.GetInt32() : null,
        KernelRow.Ranges(Text(row, "models")),
        new CpuFeatures([.. Text(row, "features")!.Split(' ').Select(word => CpuFeatureNames.Parse(word) ?? throw new InvalidOperationException($"blis-kernels.json: {word} is no feature"))]));

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out JsonElement text) ? text.GetString() : null;

    private sealed record Choice(string Name, int? Family, ImmutableArray<(int From, int To)> Models, CpuFeatures Features)
    {
        public bool Fits(CpuModel model, CpuFeatures announced) => announced.HasAll(Features) && (Family is null || Family == model.Family) && (Models.IsEmpty || Models.Any(range => range.From <= model.Number && model.Number <= range.To));
    }
}
