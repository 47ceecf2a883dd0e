using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Tests.Targets;

public sealed class TargetCpuTests
{
    [Theory]
    [InlineData("linux-glibc2.36-aarch64,cpu=cortex-a72", "cortex-a72")]
    [InlineData("linux-aarch64,cpu=Graviton3", "neoverse-v1")]
    [InlineData("linux-x86_64,cpu=x86-64-v3", "x86-64-v3")]
    [InlineData("macos-15-arm64,cpu=m4", "apple-m4")]
    [InlineData("macos-14-arm64", "apple-m1")]
    [InlineData("macos-14-x86_64-rosetta", "rosetta")]
    [InlineData("macos-15-x86_64-rosetta", "rosetta-avx")]
    [InlineData("macos-15-arm64-rosetta,cpu=apple-m2", "rosetta-avx")]
    [InlineData("linux-x86_64-rosetta", "rosetta")]
    [InlineData("windows-11-x86_64-prism", "prism-avx")]
    [InlineData("windows-11-x86_64-prism,cpu=prism", "prism")]
    [InlineData("linux-x86_64-qemu", "qemu-max")]
    public void A_processor_is_named_or_guaranteed(string name, string row)
    {
        Assert.True(TargetName.TryParse(name, out Target? target, out string? problem), problem);
        Assert.Equal(NamedCpus.Find(row)!.Features, target!.Features);
        Assert.Equal(NamedCpus.Find(row)!.Announced, target.Announced);
    }

    [Theory]
    [InlineData("linux-x86_64")]
    [InlineData("linux-aarch64")]
    [InlineData("macos-14-x86_64")]
    [InlineData("windows-11-arm64")]
    [InlineData("linux-armv7l,cpu=raspberry-pi-2")]
    public void Else_nothing_is_known(string name)
    {
        Assert.True(TargetName.TryParse(name, out Target? target, out _));
        Assert.Null(target!.Features);
        Assert.Null(target.Announced);
    }

    [Fact]
    public void What_Rosetta_runs_it_does_not_announce()
    {
        Assert.True(TargetName.TryParse("macos-15-x86_64-rosetta", out Target? target, out _));
        Assert.True(target!.Features!.Value.Has(CpuFeature.Avx2));
        Assert.False(target.Announced!.Value.Has(CpuFeature.Avx));
    }

    [Theory]
    [InlineData("linux-aarch64,cpu=cortex-a71", "no processor is known as `cortex-a71`; nearest are cortex-a72, cortex-a73, cortex-a75")]
    [InlineData("linux-x86_64,cpu=apple-m1", "`apple-m1` is a processor for aarch64, and the target is x86_64")]
    [InlineData("macos-14-arm64,cpu=haswell", "`haswell` is a processor for x86_64, and the target is arm64")]
    [InlineData("linux-aarch64,cpu=", "facts are cpu=NAME")]
    public void A_processor_that_cannot_be_is_refused(string name, string part)
    {
        Assert.False(TargetName.TryParse(name, out _, out string? problem));
        Assert.Contains(part, problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("linux-armv6l", 6)]
    [InlineData("linux-glibc2.31-armv6l", 6)]
    [InlineData("linux-armv7l", 7)]
    [InlineData("linux-arm,cpu=raspberry-pi-zero", 6)]
    [InlineData("linux-armv7l,cpu=raspberry-pi-4", 8)]
    [InlineData("linux-arm", null)]
    [InlineData("linux-aarch64", null)]
    public void Arm_of_32_bits_has_versions(string name, int? version)
    {
        Assert.True(TargetName.TryParse(name, out Target? target, out string? problem), problem);
        Assert.Equal(version, target!.ArmVersion);
    }

    [Theory]
    [InlineData("linux-glibc2.31-armv6l")]
    [InlineData("linux-glibc2.31-armv7l")]
    public void Their_names_stay_apart(string name)
    {
        Assert.True(TargetName.TryParse(name, out Target? target, out _));
        Assert.Equal(name, target!.Name);
    }

    [Fact]
    public void An_Intel_processor_has_the_names_that_glibc_gives_it()
    {
        Assert.True(TargetName.TryParse("linux-x86_64,cpu=skylake-avx512", out Target? intel, out _));
        Assert.Equal(new IntelPlatform("haswell", true), intel!.IntelPlatform);
        Assert.True(TargetName.TryParse("linux-x86_64,cpu=zen4", out Target? amd, out _));
        Assert.Null(amd!.IntelPlatform);
        Assert.Equal(new Processor(ProcessorVendor.Amd, "zen4", true), amd.Processor);
    }

    [Theory]
    [InlineData("linux-aarch64,cpu=graviton3", ProcessorVendor.Arm, "neoverse-v1")]
    [InlineData("linux-aarch64,cpu=rpi4", ProcessorVendor.Arm, "cortex-a72")]
    [InlineData("linux-x86_64,cpu=k10", ProcessorVendor.Amd, "k10")]
    [InlineData("macos-15-arm64,cpu=apple-m4-pro", ProcessorVendor.Apple, "apple-m4-pro")]
    public void Libraries_see_the_core(string name, ProcessorVendor vendor, string core)
    {
        Assert.True(TargetName.TryParse(name, out Target? target, out _));
        Assert.Equal(new Processor(vendor, core, false), target!.Processor);
    }
}
