using System.Collections.Immutable;
using Assay.Targets.Cpu;

namespace Assay.Blas.Kernels;

/// <summary>Whether kernels of x86 leave vectors of the processor unused.</summary>
internal static class KernelShortfall
{
    private static readonly CpuFeatures Wide = new(CpuFeature.Avx2, CpuFeature.Fma);

    /// <summary>True for a processor whose vectors are worth kernels of their own.</summary>
    /// <param name="announced">What it announces.</param>
    public static bool IsWide(CpuFeatures announced) => announced.HasAll(Wide);

    /// <summary>What is poor about kernels on such a processor; null for good ones.</summary>
    /// <param name="uses">What kernels are written for; those for no feature are left out.</param>
    /// <param name="kernel">The kernel.</param>
    public static string? Of(ImmutableDictionary<string, CpuFeature> uses, string kernel) =>
        !uses.TryGetValue(kernel, out CpuFeature feature) ? "written for processors without AVX; this one has AVX2"
        : feature == CpuFeature.Avx ? "written for processors without AVX2, which this one has"
        : null;
}
