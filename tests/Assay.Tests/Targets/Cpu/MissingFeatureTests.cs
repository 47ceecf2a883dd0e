using Assay.Targets.Cpu;

namespace Assay.Tests.Targets.Cpu;

public sealed class MissingFeatureTests
{
    private static readonly CpuFeatures SapphireWithoutSha = NamedCpus.Find("sapphirerapids")!.Features - new CpuFeatures(CpuFeature.Sha);

    [Fact]
    public void A_virtual_machine_that_hides_a_feature_is_found_out()
    {
        HostCpu cpu = new() { Features = SapphireWithoutSha, Maker = "GenuineIntel", Hypervisor = "KVMKVMKVM" };
        Assert.Equal("CPUID.07H.0:EBX[29] is 0: every processor of this maker that has the rest has it, so the virtual machine (KVMKVMKVM) hides it", Why(CpuFeature.Sha, cpu));
        Assert.Equal("CPUID.07H.1:EAX[21] is 0", Why(CpuFeature.AmxFp16, cpu));
        Assert.Equal("CPUID.07H.0:EBX[29] is 0", Why(CpuFeature.Sha, cpu with { Hypervisor = null }));
    }

    [Fact]
    public void Registers_that_are_not_switched_on_are_told_apart_from_missing_bits()
    {
        HostCpu cpu = new() { Features = NamedCpus.Find("haswell")!.Features, SwitchedOff = new CpuFeatures(CpuFeature.Avx512f), Maker = "GenuineIntel" };
        Assert.Equal("CPUID.07H.0:EBX[16] announces it, and the operating system does not switch its registers on (XCR0)", Why(CpuFeature.Avx512f, cpu));
    }

    [Fact]
    public void A_translator_is_named() =>
        Assert.Equal("CPUID.01H.0:ECX[28] is 0: instructions are translated here (TCGTCGTCGTCG)", Why(CpuFeature.Avx, new HostCpu { Features = default(CpuFeatures), IsTranslated = true, Hypervisor = "TCGTCGTCGTCG" }));

    [Fact]
    public void Nothing_is_missing_where_nothing_is_known() => Assert.Empty(MissingFeature.Of(SapphireWithoutSha, new HostCpu()));

    private static string Why(CpuFeature feature, HostCpu cpu) => Assert.Single(MissingFeature.Of(new CpuFeatures(feature), cpu)).Reason;
}
