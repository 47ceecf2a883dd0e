using System.Globalization;
using Assay.Targets.Cpu;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Reality;

/// <summary>The table of processors beside what qemu announces for its models of them.</summary>
[Trait("speed", "slow")]
public sealed class EmulatedCpuReality
{
    // Prints what CPUID answers: leaf, sub-leaf and the four registers.
    private const string AskCpuId = """
        #include <cpuid.h>
        #include <stdio.h>
        static unsigned a, b, c, d;
        static void say(unsigned leaf, unsigned sub) { __cpuid_count(leaf, sub, a, b, c, d); printf("%x %x %x %x %x %x\n", leaf, sub, a, b, c, d); }
        int main(void) {
            say(0, 0);
            unsigned last = a;
            say(1, 0);
            if (last >= 7) { say(7, 0); if (a >= 1) say(7, 1); }
            if (last >= 13) { say(13, 0); say(13, 2); }
            say(0x80000000u, 0);
            say(0x80000001u, 0);
            return 0;
        }
        """;

    private const string AskVector = """
        #include <stdio.h>
        #include <sys/auxv.h>
        int main(void) { printf("%lx %lx\n", getauxval(16), getauxval(26)); return 0; }
        """;

    // Bits that no translation of qemu 7.2 can do, which it takes out of the models that have them.
    private static readonly CpuFeatures BeyondTranslation = new(
        CpuFeature.Avx512f, CpuFeature.Avx512bw, CpuFeature.Avx512cd, CpuFeature.Avx512dq, CpuFeature.Avx512vl, CpuFeature.Avx512Vnni, CpuFeature.Avx512Bf16, CpuFeature.Avx512Ifma, CpuFeature.Avx512Vbmi,
        CpuFeature.Avx512Vbmi2, CpuFeature.Avx512Bitalg, CpuFeature.Avx512Vpopcntdq, CpuFeature.Gfni, CpuFeature.Vpclmulqdq, CpuFeature.Sha, CpuFeature.Rdseed, CpuFeature.Fma4, CpuFeature.Xop, CpuFeature.Tbm);

    // The real Core 2 has CMPXCHG16B (Intel SDM, and every 64-bit Windows needs it), the real Piledriver BMI1 (AMD, "Software Optimization Guide for Family 15h"); qemu's models do without, and Milan's had no VAES before 8.0.
    [Theory]
    [InlineData("kvm64", "kvm64")]
    [InlineData("qemu64", "qemu64")]
    [InlineData("Conroe", "core2", CpuFeature.Cmpxchg16b)]
    [InlineData("Penryn", "penryn")]
    [InlineData("Nehalem", "nehalem")]
    [InlineData("Westmere", "westmere")]
    [InlineData("SandyBridge", "sandybridge")]
    [InlineData("IvyBridge", "ivybridge")]
    [InlineData("Haswell", "haswell")]
    [InlineData("Broadwell", "broadwell")]
    [InlineData("Skylake-Client", "skylake")]
    [InlineData("Skylake-Server", "skylake-avx512")]
    [InlineData("Cascadelake-Server", "cascadelake")]
    [InlineData("Cooperlake", "cooperlake")]
    [InlineData("Icelake-Server", "icelake-server")]
    [InlineData("Denverton", "goldmont")]
    [InlineData("Snowridge", "tremont")]
    [InlineData("Opteron_G3", "k10")]
    [InlineData("Opteron_G4", "bulldozer")]
    [InlineData("Opteron_G5", "piledriver", CpuFeature.Bmi1)]
    [InlineData("EPYC", "zen")]
    [InlineData("EPYC-Rome", "zen2")]
    [InlineData("EPYC-Milan", "zen3", CpuFeature.Vaes)]
    public void X86_models_announce_what_the_table_has(string model, string row, CpuFeature? tableAlone = null)
    {
        string qemu = Needs.Program("qemu-x86_64-static");
        using Probe probe = Probe.Build(Needs.Program("gcc"), AskCpuId);
        Dictionary<(uint, uint), uint[]> leaves = [];
        foreach (string line in Shell.Run(qemu, "-cpu", model, probe.Path).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            uint[] numbers = [.. line.Split(' ').Select(text => uint.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            leaves[(numbers[0], numbers[1])] = numbers[2..];
        }

        CpuIdentity identity = new((leaf, sub) => leaves.GetValueOrDefault((leaf, sub), [0, 0, 0, 0]));
        CpuFeatures table = NamedCpus.Find(row)!.Features;
        if (tableAlone is { } disputed)
        {
            Assert.False(identity.Announced.Has(disputed));
            table -= new CpuFeatures(disputed);
        }

        Equal(table - BeyondTranslation, identity.Announced - BeyondTranslation);
        Assert.Equal(identity.Announced, identity.Usable());
    }

    [Theory]
    [InlineData("cortex-a53", "cortex-a53", "")]
    [InlineData("cortex-a57", "cortex-a57", "")]
    [InlineData("cortex-a72", "cortex-a72", "")]
    [InlineData("cortex-a76", "cortex-a76", "")]
    [InlineData("neoverse-n1", "neoverse-n1", "")]
    [InlineData("a64fx", "a64fx", "FEAT_AES FEAT_PMULL")]
    public void Arm_models_announce_what_the_table_has(string model, string row, string qemuAlone)
    {
        string qemu = Needs.Program("qemu-aarch64-static");
        using Probe probe = Probe.Build(Needs.Program("aarch64-linux-gnu-gcc"), AskVector);
        ulong[] words = [.. Shell.Run(qemu, "-cpu", model, probe.Path).Trim().Split(' ').Select(text => ulong.Parse(text, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
        CpuFeatures disputed = default;
        foreach (string name in qemuAlone.Split(' ', StringSplitOptions.RemoveEmptyEntries)) disputed = disputed.With(CpuFeatureNames.Parse(name, isArm: true)!.Value);
        Equal(NamedCpus.Find(row)!.Features | disputed, CpuFeatureNames.OfCapabilities(words[0], words[1]));
    }

    private static void Equal(CpuFeatures expected, CpuFeatures actual) => Assert.Equal(string.Join(' ', CpuFeatureNames.Of(expected)), string.Join(' ', CpuFeatureNames.Of(actual)));

    private sealed class Probe : IDisposable
    {
        private readonly string folder = Directory.CreateTempSubdirectory("assay-cpu-").FullName;

        public string Path => System.IO.Path.Combine(folder, "probe");

        public static Probe Build(string compiler, string source)
        {
            Probe probe = new();
            string code = System.IO.Path.Combine(probe.folder, "probe.c");
            File.WriteAllText(code, source);
            Shell.Run(compiler, "-O1", "-static", code, "-o", probe.Path);
            return probe;
        }

        public void Dispose() => Directory.Delete(folder, recursive: true);
    }
}
