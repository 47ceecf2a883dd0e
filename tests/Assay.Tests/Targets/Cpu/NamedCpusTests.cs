using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Tests.Targets.Cpu;

public sealed class NamedCpusTests
{
    [Fact]
    public void Rows_have_features_of_their_own_architecture_alone()
    {
        Assert.All(NamedCpus.All, cpu =>
        {
            Assert.Matches("^[a-z0-9.-]+$", cpu.Name);
            Assert.All(cpu.Features, feature => Assert.Equal(cpu.Architecture == Architecture.Arm64, CpuFeatureNames.IsArm(feature)));
            Assert.True(cpu.Features.HasAll(cpu.Announced) || cpu.Name == "apple-m4-vm");
        });
    }

    [Theory]
    [InlineData("Cortex_A72", "cortex-a72")]
    [InlineData("GRAVITON3", "neoverse-v1")]
    [InlineData("skylake_avx512", "skylake-avx512")]
    [InlineData("Opteron_G3", "k10")]
    [InlineData("raspberrypi4", "raspberry-pi-4")]
    [InlineData("znver4", "zen4")]
    [InlineData("apple-m4-pro", "apple-m4")]
    [InlineData("x86-64-v1", "x86-64")]
    [InlineData("z80", null)]
    public void Names_are_the_words_people_type(string typed, string? expected) => Assert.Equal(expected, NamedCpus.Find(typed)?.Name);

    [Theory]
    [InlineData("cortex-a71", Architecture.Arm64, "cortex-a72")]
    [InlineData("haswel", Architecture.X86_64, "haswell")]
    [InlineData("aple-m1", Architecture.Arm64, "apple-m1")]
    public void The_nearest_names_are_told(string typed, Architecture architecture, string expected) => Assert.Contains(expected, NamedCpus.Nearest(typed, architecture));

    // What people rely on when they name a processor.
    [Theory]
    [InlineData("raspberry-pi-4", CpuFeature.ArmLse, false)]
    [InlineData("raspberry-pi-4", CpuFeature.ArmAes, false)]
    [InlineData("raspberry-pi-5", CpuFeature.ArmLse, true)]
    [InlineData("apple-m1", CpuFeature.ArmBf16, false)]
    [InlineData("apple-m2", CpuFeature.ArmBf16, true)]
    [InlineData("apple-m4", CpuFeature.ArmSve, false)]
    [InlineData("apple-m4", CpuFeature.ArmSme, true)]
    [InlineData("graviton2", CpuFeature.ArmSve, false)]
    [InlineData("graviton3", CpuFeature.ArmSve, true)]
    [InlineData("graviton3", CpuFeature.ArmSve2, false)]
    [InlineData("graviton4", CpuFeature.ArmSve2, true)]
    [InlineData("tremont", CpuFeature.Avx, false)]
    [InlineData("zen", CpuFeature.Xop, false)]
    [InlineData("zen3", CpuFeature.Avx512f, false)]
    [InlineData("zen4", CpuFeature.Avx512f, true)]
    [InlineData("alderlake", CpuFeature.Avx512f, false)]
    [InlineData("k10", CpuFeature.Ssse3, false)]
    [InlineData("penryn", CpuFeature.Sse42, false)]
    [InlineData("qemu-max", CpuFeature.Avx512f, false)]
    public void What_distinguishes_them_is_there(string name, CpuFeature feature, bool has) => Assert.Equal(has, NamedCpus.Find(name)!.Features.Has(feature));

    [Theory]
    [InlineData("kvm64", "x86-64")]
    [InlineData("nehalem", "x86-64-v2")]
    [InlineData("haswell", "x86-64-v3")]
    [InlineData("skylake-avx512", "x86-64-v4")]
    [InlineData("knl", "x86-64-v3")]
    [InlineData("cortex-a72", "armv8-a")]
    [InlineData("cortex-a76", "armv8.2-a")]
    [InlineData("neoverse-v1", "armv8.4-a")]
    [InlineData("apple-m1", "armv8.5-a")]
    [InlineData("apple-m2", "armv8.6-a")]
    [InlineData("neoverse-v2", "armv9-a")]
    public void Levels_are_reached_or_not(string name, string level)
    {
        NamedCpu cpu = NamedCpus.Find(name)!;
        Assert.Equal(level, NamedCpus.Level(cpu.Features, cpu.Architecture)?.Name);
        if (cpu.Architecture == Architecture.X86_64) Assert.Equal(level, CpuLevel.Of(cpu.Features));
    }
}
