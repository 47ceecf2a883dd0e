using System.Collections.Immutable;

namespace Assay.Targets.Cpu;

/// <summary>A feature that a processor does not have.</summary>
/// <param name="Feature">The feature.</param>
/// <param name="Reason">Why not, lower case, no full stop.</param>
public sealed record MissingFeature(CpuFeature Feature, string Reason)
{
    /// <summary>What the processor Assay runs on lacks of a set.</summary>
    /// <param name="wanted">The set.</param>
    /// <param name="cpu">The processor.</param>
    /// <returns>Empty when it has all of it, or when nothing is known of it.</returns>
    public static ImmutableArray<MissingFeature> Of(CpuFeatures wanted, HostCpu cpu)
    {
        ArgumentNullException.ThrowIfNull(cpu);
        return (cpu.Announced ?? cpu.Features) is { } told && cpu.Features is { } runs && (told & runs) is var has ? [.. (wanted - has).Select(feature => new MissingFeature(feature, Because(feature, has, cpu)))] : [];
    }

    private static string Because(CpuFeature feature, CpuFeatures has, HostCpu cpu)
    {
        CpuFeatureRow row = CpuFeatureNames.Rows[(int)feature];
        if (cpu.SwitchedOff.Has(feature))
            return row.IsArm ? "the kernel announces it without FEAT_SVE, which it is an extension of: it cannot run" : $"{row.CpuId} announces it, and the operating system does not switch its registers on (XCR0)";
        string silence = row switch
        {
            { IsArm: true, MacOs: [var key, ..] } when OperatingSystem.IsMacOS() => $"`hw.optional.arm.{key}` is not 1",
            { CpuId: { } bit } => $"{bit} is 0",
            { Capability: { } bit } => $"the kernel does not announce it (bit {bit} of AT_HWCAP, `{row.Linux}`)",
            { Capability2: { } bit } => $"the kernel does not announce it (bit {bit} of AT_HWCAP2, `{row.Linux}`)",
            _ => "no system announces it",
        };
        if (cpu.IsTranslated) return $"{silence}: instructions are translated here{(cpu.Hypervisor is { } name ? $" ({name})" : "")}";
        return IsHidden(feature, has, cpu) ? $"{silence}: every processor of this maker that has the rest has it, so the virtual machine ({cpu.Hypervisor}) hides it" : silence;
    }

    private static bool IsHidden(CpuFeature feature, CpuFeatures has, HostCpu cpu)
    {
        if (cpu.Hypervisor is null || Processor.OfMaker(cpu.Maker, null) is not { } maker) return false;
        NamedCpu[] like = [.. NamedCpus.All.Where(each => each.Vendor == maker.Vendor && each.Features.HasAll(has))];
        return like.Length > 0 && Array.TrueForAll(like, each => each.Features.Has(feature));
    }
}
