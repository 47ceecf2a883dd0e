using Assay.Targets.Cpu;

namespace Assay.Targets;

/// <summary>The x86-64 level of a CPU by its features (x86-64 psABI, "Micro-Architecture Levels").</summary>
public static class CpuLevel
{
    // The psABI names OSXSAVE too; without it no system switches AVX on.
    private static readonly CpuFeatures[] Levels =
    [
        new(CpuFeature.Cmpxchg16b, CpuFeature.LahfSahf, CpuFeature.Popcnt, CpuFeature.Sse3, CpuFeature.Sse41, CpuFeature.Sse42, CpuFeature.Ssse3),
        new(CpuFeature.Avx, CpuFeature.Avx2, CpuFeature.Bmi1, CpuFeature.Bmi2, CpuFeature.F16c, CpuFeature.Fma, CpuFeature.Lzcnt, CpuFeature.Movbe),
        new(CpuFeature.Avx512f, CpuFeature.Avx512bw, CpuFeature.Avx512cd, CpuFeature.Avx512dq, CpuFeature.Avx512vl),
    ];

    /// <summary>The level of a set of features.</summary>
    /// <param name="features">The features.</param>
    /// <returns>1 to 4.</returns>
    public static int NumberOf(CpuFeatures features) => 1 + Levels.TakeWhile(features.HasAll).Count();

    /// <summary>The name of the level of a set of features.</summary>
    /// <param name="features">The features.</param>
    /// <returns><c>x86-64</c> to <c>x86-64-v4</c>.</returns>
    public static string Of(CpuFeatures features) => NumberOf(features) is var level && level == 1 ? "x86-64" : $"x86-64-v{level}";
}
