using Assay.Targets.Cpu;

namespace Assay.Tests.Targets.Cpu;

public sealed class CpuFeatureNamesTests
{
    [Fact]
    public void Every_feature_has_one_row_and_names_of_its_own()
    {
        Assert.Equal(Enum.GetValues<CpuFeature>(), CpuFeatureNames.Rows.Select(row => row.Feature));
        Assert.Equal(CpuFeatureNames.Rows.Length, CpuFeatureNames.Rows.Select(row => row.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        foreach (bool isArm in (ReadOnlySpan<bool>)[false, true])
        {
            string[] words = [.. CpuFeatureNames.Rows.Where(row => row.IsArm == isArm).Select(row => row.Linux).OfType<string>()];
            Assert.Equal(words.Length, words.Distinct(StringComparer.Ordinal).Count());
        }

        CpuIdBit[] bits = [.. CpuFeatureNames.Rows.Select(row => row.CpuId).OfType<CpuIdBit>()];
        Assert.Equal(bits.Length, bits.Distinct().Count());
        Assert.All(CpuFeatureNames.Rows, row => Assert.Equal(row.IsArm, row.CpuId is null));
        Assert.All(CpuFeatureNames.Rows.Where(row => row.IsArm), row => Assert.StartsWith("FEAT_", row.Name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("pni abm lahf_lm sse4_1 unheard_of", "SSE3 SSE4.1 LAHF-SAHF LZCNT")]
    [InlineData("avx512_bf16 sha_ni amx_tile", "SHA AVX512_BF16 AMX-TILE")]
    [InlineData("atomics", "")]
    public void Linux_has_words_of_its_own_on_x86(string words, string expected) => Assert.Equal(expected, string.Join(' ', CpuFeatureNames.Of(CpuFeatureNames.OfLinux(words.Split(' '), isArm: false))));

    [Theory]
    [InlineData("atomics asimdrdm asimddp lrcpc sha2 paca frint", "FEAT_LSE FEAT_RDM FEAT_DotProd FEAT_LRCPC FEAT_PAuth FEAT_SHA256 FEAT_FRINTTS")]
    [InlineData("fp asimd evtstrm cpuid", "")]
    public void Linux_has_words_of_its_own_on_Arm(string words, string expected) => Assert.Equal(expected, string.Join(' ', CpuFeatureNames.Of(CpuFeatureNames.OfLinux(words.Split(' '), isArm: true))));

    [Theory]
    [InlineData("avx2", false, CpuFeature.Avx2)]
    [InlineData("AVX512BF16", false, CpuFeature.Avx512Bf16)]
    [InlineData("abm", false, CpuFeature.Lzcnt)]
    [InlineData("lse", true, CpuFeature.ArmLse)]
    [InlineData("feat_lse", false, CpuFeature.ArmLse)]
    [InlineData("atomics", true, CpuFeature.ArmLse)]
    [InlineData("SHA512", false, CpuFeature.X86Sha512)]
    [InlineData("SHA512", true, CpuFeature.ArmSha512)]
    [InlineData("turbo", false, null)]
    public void People_write_it_as_they_like(string text, bool isArm, CpuFeature? expected) => Assert.Equal(expected, CpuFeatureNames.Parse(text, isArm));

    // AT_HWCAP of qemu's cortex-a76, and a bit of AT_HWCAP2.
    [Fact]
    public void The_kernel_of_Arm_gives_bits()
    {
        CpuFeatures a76 = CpuFeatureNames.OfCapabilities(0x119ffb, 0);
        Assert.Equal(NamedCpus.Find("cortex-a76")!.Features, a76);
        Assert.True(CpuFeatureNames.OfCapabilities(0x119ffb, 1 << 13).Has(CpuFeature.ArmI8mm));
    }

    // sysctl of a MacBook Pro of 2014, as archspec's dump darwin-mojave-haswell has it.
    [Fact]
    public void An_Intel_Mac_gives_words()
    {
        const string words = "FPU VME DE PSE TSC MSR PAE MCE CX8 SSE3 PCLMULQDQ SSSE3 FMA CX16 SSE4.1 SSE4.2 x2APIC MOVBE POPCNT AES PCID XSAVE OSXSAVE AVX1.0 RDRAND F16C RDWRFSGS BMI1 AVX2 SMEP BMI2 ERMS SYSCALL XD EM64T LAHF LZCNT RDTSCP TSCI";
        Assert.Equal(NamedCpus.Find("haswell")!.Features, CpuFeatureNames.OfIntelMac(words.Split(' ')));
    }

    [Fact]
    public void A_Mac_of_Apple_answers_for_each_key_and_a_missing_key_says_nothing()
    {
        CpuFeatures m1 = NamedCpus.Find("apple-m1")!.Features;
        Assert.Equal(m1, CpuFeatureNames.OfAppleSilicon(m1, _ => null));
        Assert.Equal(m1.With(CpuFeature.ArmBf16), CpuFeatureNames.OfAppleSilicon(m1, key => key == "hw.optional.arm.FEAT_BF16" ? 1 : null));
        Assert.False(CpuFeatureNames.OfAppleSilicon(m1, key => key == "hw.optional.arm.FEAT_SB" ? 0 : null).Has(CpuFeature.ArmSb));

        // macOS 11 has only the older keys.
        Assert.True(CpuFeatureNames.OfAppleSilicon(default, key => key == "hw.optional.armv8_1_atomics" ? 1 : null).Has(CpuFeature.ArmLse));

        // A virtual machine on an M4 has no SME.
        Assert.False(CpuFeatureNames.OfAppleSilicon(NamedCpus.Find("apple-m4")!.Features, key => key == "hw.optional.arm.FEAT_SME" ? 0 : null).Has(CpuFeature.ArmSme));
    }
}
