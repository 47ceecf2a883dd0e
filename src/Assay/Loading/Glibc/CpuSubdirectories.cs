using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Loading.Glibc;

/// <summary>What the x86-64 level of the CPU decides: subdirectories of <c>glibc-hwcaps</c>, and the bits of GNU_PROPERTY_X86_ISA_1_NEEDED.</summary>
internal static class CpuSubdirectories
{
    /// <summary>The level that a target states, as the host's own does.</summary>
    /// <param name="target">The target.</param>
    /// <returns>1 to 4, or null when it states none or another kind of CPU.</returns>
    public static int? LevelOf(Target target)
    {
        // Releases of qemu differ in what they announce.
        if (target.Architecture != Architecture.X86_64 || target is { Translation: "qemu", Cpu: null }) return null;
        return (target.Announced ?? (target.Cpu is { } name ? NamedCpus.Find(name)?.Announced : null)) is { } announced ? CpuLevel.NumberOf(announced) : null;
    }

    /// <summary>The subdirectories of a level, best first (sysdeps/x86_64/dl-hwcaps-subdirs.c).</summary>
    /// <param name="level">1 to 4.</param>
    public static string[] Of(int level) => level switch
    {
        4 => ["x86-64-v4", "x86-64-v3", "x86-64-v2"],
        3 => ["x86-64-v3", "x86-64-v2"],
        2 => ["x86-64-v2"],
        _ => [],
    };
}
