using System.Collections.Immutable;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Blas.Kernels;

/// <summary>Predicts what a file of OpenBLAS chooses on a target, and whether that is a poor choice.</summary>
internal static class OpenBlasKernels
{
    private const string Good = "HASWELL", Best = "SKYLAKEX";

    // Earlier ones multiply wrongly by AVX-512 now and then (OB-AVX512-GEMM, OB-AVX512-SGEMM).
    private static readonly ReleaseNumber FirstWithSafeBest = ReleaseNumber.Parse("0.3.15")!;

    /// <summary>Predicts.</summary>
    /// <param name="library">The library.</param>
    /// <param name="target">Where it runs.</param>
    /// <param name="coreType">What OPENBLAS_CORETYPE is set to, or null.</param>
    public static KernelPrediction Of(BlasLibrary library, Target target, string? coreType)
    {
        if (coreType is not null) return KernelPrediction.NotKnown($"OPENBLAS_CORETYPE is set to `{coreType}`, which decides");
        if (library.Kernels.Kernels.IsEmpty) return KernelPrediction.NotKnown("its file does not show which kernels it has");
        if (ReleaseNumber.Parse(library.Version) is not { } version) return KernelPrediction.NotKnown("its version is not known");

        // macOS on arm64 is not asked for the model.
        ImmutableArray<CpuModel> models = target.Models?.All ?? (target is { Os: OperatingSystemKind.MacOs, Architecture: Architecture.Arm64 } ? [default] : []);
        if (models.IsEmpty) return KernelPrediction.NotKnown("which processor it is on is not known");
        OpenBlasChooser chooser = new(library.Kernels.Kernels, target);
        List<KernelPrediction> choices = [];
        foreach (CpuModel model in models)
            foreach (ReleaseNumber release in version.Around())
            {
                KernelPrediction choice = chooser.Choose(release, model, out string? table);
                choices.Add(table is null || choice.Name is null ? choice : Judged(choice, table, release, library.Kernels.Kernels, target, model));
            }

        if (choices.FirstOrDefault(choice => choice.Name is null) is { } open) return open;
        string[] names = [.. choices.Select(choice => choice.Name!).Distinct(StringComparer.Ordinal)];
        return names.Length == 1 ? choices[0] : KernelPrediction.NotKnown($"{string.Join(" or ", names)}, by the model of the processor{(version.IsBetweenReleases ? " and what is between two releases" : "")}");
    }

    private static KernelPrediction Judged(KernelPrediction choice, string table, ReleaseNumber release, ImmutableArray<string> tables, Target target, CpuModel model)
    {
        if (Shortfall(table, target, model) is not { } shortfall) return choice;
        OpenBlasKnowledge known = OpenBlasKnowledge.Own;
        bool isArm = model.Maker.StartsWith("0x", StringComparison.Ordinal);
        bool isWide = target.Announced?.Has(CpuFeature.Avx512vl) == true && tables.Contains(Best) && release.CompareRelease(FirstWithSafeBest) >= 0;
        string better = isArm ? known.BetterTable : isWide ? Best : Good;
        string name = (isArm ? known.ArmNames : known.X86Names).First(pair => pair.Table == better).Name;

        // With every table there is: this release, and the last known one, which somebody gets who takes a newer one.
        OpenBlasChooser whole = new([.. (isArm ? known.ArmNames : known.X86Names).Select(pair => pair.Table)], target);
        _ = whole.Choose(release, model, out string? same);
        _ = whole.Choose(known.Last, model, out string? later);
        return choice with
        {
            Shortfall = shortfall,
            Better = tables.Contains(better) && !IsHidden(target) ? isArm ? name.ToUpperInvariant() : name : null,
            IsBuiltWithout = same is not null && Shortfall(same, target, model) is null,
            IsCuredLater = later is not null && Shortfall(later, target, model) is null,
        };
    }

    private static string? Shortfall(string table, Target target, CpuModel model)
    {
        OpenBlasKnowledge known = OpenBlasKnowledge.Own;
        if (known.LargeCores.Contains(model)) return table == known.GeneralTable ? "written for any 64-bit Arm; this processor suits those for large cores" : null;
        if (target.Announced is not { } announced || !KernelShortfall.IsWide(announced)) return IsHidden(target) ? "written for processors without AVX, which the translator does not announce" : null;
        return KernelShortfall.Of(known.Uses, table);
    }

    // Apple's translator announces no AVX even where it can run it.
    private static bool IsHidden(Target target) => target is { Translation: "rosetta", Announced: { } announced } && !announced.Has(CpuFeature.Avx);
}
