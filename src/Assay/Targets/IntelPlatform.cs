using Assay.Targets.Cpu;

namespace Assay.Targets;

/// <summary>
/// What glibc calls an Intel CPU in search paths: it puts names of its own in place of the kernel's <c>x86_64</c> (glibc 2.26 and later, sysdeps/x86/cpu-features.c,
/// where <c>dl_platform</c> and <c>dl_hwcap</c> are set). CPUs of other makers keep the kernel's name, whatever they can do.
/// </summary>
/// <param name="Name">The value of <c>$PLATFORM</c>: <c>haswell</c> or <c>xeon_phi</c>; null where the kernel's name stays.</param>
/// <param name="HasAvx512">True when <c>avx512_1</c> is one more subdirectory that loaders up to glibc 2.36 look into.</param>
public sealed record IntelPlatform(string? Name, bool HasAvx512)
{
    private static readonly CpuFeatures
        Haswell = new(CpuFeature.Avx2, CpuFeature.Bmi1, CpuFeature.Bmi2, CpuFeature.Lzcnt, CpuFeature.Movbe, CpuFeature.Popcnt, CpuFeature.Fma),
        Phi = new(CpuFeature.Avx512cd, CpuFeature.Avx512er),
        Server = new(CpuFeature.Avx512cd, CpuFeature.Avx512bw, CpuFeature.Avx512dq, CpuFeature.Avx512vl);

    /// <summary>The names for what an Intel CPU announces.</summary>
    /// <param name="features">The features.</param>
    public static IntelPlatform Of(CpuFeatures features)
    {
        bool isPhi = features.HasAll(Phi);
        return new IntelPlatform(isPhi && features.Has(CpuFeature.Avx512pf) ? "xeon_phi" : features.HasAll(Haswell) ? "haswell" : null, !isPhi && features.HasAll(Server));
    }
}
