using System.Collections.Immutable;

namespace Assay.Targets.Cpu;

/// <summary>How one feature is spelled (<c>cpu-features.json</c>). What a system has no word for is null.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Name">The field's own name.</param>
/// <param name="Linux">The word in <c>/proc/cpuinfo</c>.</param>
/// <param name="CpuId">The bit that announces it on x86.</param>
/// <param name="Capability">Its bit in AT_HWCAP.</param>
/// <param name="Capability2">Its bit in AT_HWCAP2.</param>
/// <param name="MacOs">Keys of sysctl on Arm, words of sysctl on Intel.</param>
/// <param name="Windows">The number of IsProcessorFeaturePresent.</param>
internal sealed record CpuFeatureRow(CpuFeature Feature, string Name, string? Linux, CpuIdBit? CpuId, int? Capability, int? Capability2, ImmutableArray<string> MacOs, int? Windows)
{
    /// <summary>True for a feature of Arm; all others are of x86.</summary>
    public bool IsArm => Feature >= CpuFeature.ArmLse;
}
