using Assay.Primitives;

namespace Assay.Targets;

/// <summary>
/// What glibc calls an Intel CPU in search paths: it puts names of its own in place of the kernel's <c>x86_64</c> (glibc 2.26 and later, sysdeps/x86/cpu-features.c,
/// where <c>dl_platform</c> and <c>dl_hwcap</c> are set). CPUs of other makers keep the kernel's name, whatever they can do.
/// </summary>
/// <param name="Name">The value of <c>$PLATFORM</c>: <c>haswell</c> or <c>xeon_phi</c>; null where the kernel's name stays.</param>
/// <param name="HasAvx512">True when <c>avx512_1</c> is one more subdirectory that loaders up to glibc 2.36 look into.</param>
public sealed record IntelPlatform(string? Name, bool HasAvx512)
{
    private static readonly string[] Haswell = ["avx2", "bmi1", "bmi2", "abm", "movbe", "popcnt", "fma"];

    /// <summary>Reads it from <c>/proc/cpuinfo</c>.</summary>
    /// <param name="machine">The running machine.</param>
    /// <returns>The names, or null for a CPU of another maker or architecture.</returns>
    public static IntelPlatform? Detect(IMachine machine) => CpuLevel.Field(machine, "vendor_id") is ["GenuineIntel"] ? OfFlags(CpuLevel.Field(machine, "flags")) : null;

    /// <summary>The names for a set of flags, named as the Linux kernel names them.</summary>
    /// <param name="flags">The flags.</param>
    public static IntelPlatform OfFlags(IEnumerable<string> flags)
    {
        HashSet<string> has = [.. flags];
        bool isPhi = has.Contains("avx512cd") && has.Contains("avx512er");
        return new IntelPlatform(
            isPhi && has.Contains("avx512pf") ? "xeon_phi" : Array.TrueForAll(Haswell, has.Contains) ? "haswell" : null,
            !isPhi && has.IsSupersetOf(["avx512cd", "avx512bw", "avx512dq", "avx512vl"]));
    }
}
