using System.Collections.Immutable;
using Assay.Targets.Cpu;

namespace Assay.Imports;

/// <summary>The core of NumPy was compiled for more than the processor announces.</summary>
/// <param name="Module">Its dotted name.</param>
/// <param name="File">Its file.</param>
/// <param name="Baseline">What it was compiled for, in NumPy's words.</param>
/// <param name="Missing">Those of the words that the processor does not announce in full.</param>
/// <param name="Lacking">The features that are missing for them.</param>
public sealed record NumpyBaseline(string Module, string File, string Baseline, ImmutableArray<string> Missing, CpuFeatures Lacking)
{
    // meson_cpu/x86/meson.build and meson_cpu/arm/meson.build of NumPy. SSE, SSE2 and the words for Advanced SIMD are part of the architectures.
    private static readonly CpuFeatures
        Level2 = new(CpuFeature.Sse3, CpuFeature.Ssse3, CpuFeature.Sse41, CpuFeature.Sse42, CpuFeature.Popcnt, CpuFeature.Cmpxchg16b, CpuFeature.LahfSahf),
        Level3 = Level2 | new CpuFeatures(CpuFeature.Avx, CpuFeature.Avx2, CpuFeature.Bmi1, CpuFeature.Bmi2, CpuFeature.Lzcnt, CpuFeature.F16c, CpuFeature.Fma, CpuFeature.Movbe),
        Level4 = Level3 | new CpuFeatures(CpuFeature.Avx512f, CpuFeature.Avx512cd, CpuFeature.Avx512vl, CpuFeature.Avx512bw, CpuFeature.Avx512dq);

    /// <summary>What one of NumPy's words asks for; null for words that are not known, and for those that every processor of the architecture has.</summary>
    /// <param name="word">The word.</param>
    public static CpuFeatures? FeaturesOf(string word) => word switch
    {
        "SSE3" => new CpuFeatures(CpuFeature.Sse3),
        "SSSE3" => new CpuFeatures(CpuFeature.Ssse3),
        "SSE41" => new CpuFeatures(CpuFeature.Sse41),
        "SSE42" => new CpuFeatures(CpuFeature.Sse42),
        "POPCNT" => new CpuFeatures(CpuFeature.Popcnt),
        "AVX" => new CpuFeatures(CpuFeature.Avx),
        "F16C" => new CpuFeatures(CpuFeature.F16c),
        "FMA3" => new CpuFeatures(CpuFeature.Fma),
        "AVX2" => new CpuFeatures(CpuFeature.Avx2),
        "AVX512F" => new CpuFeatures(CpuFeature.Avx512f),
        "AVX512CD" => new CpuFeatures(CpuFeature.Avx512cd),
        "X86_V2" => Level2,
        "X86_V3" => Level3,
        "X86_V4" => Level4,
        "ASIMDHP" => new CpuFeatures(CpuFeature.ArmFp16),
        "ASIMDDP" => new CpuFeatures(CpuFeature.ArmDotProd),
        "ASIMDFHM" => new CpuFeatures(CpuFeature.ArmFhm),
        "SVE" => new CpuFeatures(CpuFeature.ArmSve),
        _ => null,
    };
}
