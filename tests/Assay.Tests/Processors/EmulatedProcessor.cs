using System.Globalization;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Tests.Processors;

/// <summary>A processor of qemu's, and what it says of itself: programs that run on it are told the same.</summary>
/// <param name="Model">Its name for <c>-cpu</c>.</param>
/// <param name="Features">Its features.</param>
internal sealed record EmulatedProcessor(string Model, CpuFeatures Features)
{
    /// <summary>Processors without AVX-512, which the emulator (7.2) cannot do: generic ones, Intel's and AMD's from the first with 64 bits on.</summary>
    public static readonly string[] X86Models = ["qemu64", "kvm64", "Conroe", "Penryn", "Opteron_G3", "Nehalem", "Westmere", "SandyBridge", "IvyBridge", "Haswell", "Broadwell", "Opteron_G5", "Denverton", "EPYC", "max"];

    /// <summary>Of Arm, from the first with 64 bits to one with everything.</summary>
    public static readonly string[] ArmModels = ["cortex-a53", "cortex-a57", "cortex-a72", "cortex-a76", "neoverse-n1", "a64fx", "max,sve=off,sme=off", "max"];

    // CPUID leaf and register (0 EAX .. 3 EDX) and bit: Intel SDM volume 2A, CPUID; AMD APM volume 3, appendix E.
    private static readonly (uint Leaf, int Register, int Bit, CpuFeature Feature)[] Cpuid =
    [
        (1, 2, 0, CpuFeature.Sse3), (1, 2, 1, CpuFeature.Pclmulqdq), (1, 2, 9, CpuFeature.Ssse3), (1, 2, 12, CpuFeature.Fma), (1, 2, 13, CpuFeature.Cmpxchg16b), (1, 2, 19, CpuFeature.Sse41),
        (1, 2, 20, CpuFeature.Sse42), (1, 2, 22, CpuFeature.Movbe), (1, 2, 23, CpuFeature.Popcnt), (1, 2, 25, CpuFeature.Aes), (1, 2, 28, CpuFeature.Avx), (1, 2, 29, CpuFeature.F16c), (1, 2, 30, CpuFeature.Rdrand),
        (7, 1, 3, CpuFeature.Bmi1), (7, 1, 5, CpuFeature.Avx2), (7, 1, 8, CpuFeature.Bmi2), (7, 1, 16, CpuFeature.Avx512f), (7, 1, 18, CpuFeature.Rdseed), (7, 1, 19, CpuFeature.Adx), (7, 1, 29, CpuFeature.Sha),
        (7, 2, 8, CpuFeature.Gfni), (7, 2, 9, CpuFeature.Vaes), (7, 2, 10, CpuFeature.Vpclmulqdq),
        (0x80000001, 2, 0, CpuFeature.LahfSahf), (0x80000001, 2, 5, CpuFeature.Lzcnt), (0x80000001, 2, 6, CpuFeature.Sse4a), (0x80000001, 2, 11, CpuFeature.Xop), (0x80000001, 2, 16, CpuFeature.Fma4), (0x80000001, 2, 21, CpuFeature.Tbm),
    ];

    // AT_HWCAP (bits 0 to 63) and AT_HWCAP2 (64 and up): arch/arm64/include/uapi/asm/hwcap.h of Linux.
    private static readonly (int Bit, CpuFeature Feature)[] Capabilities =
    [
        (3, CpuFeature.ArmAes), (4, CpuFeature.ArmPmull), (5, CpuFeature.ArmSha1), (6, CpuFeature.ArmSha256), (7, CpuFeature.ArmCrc32), (8, CpuFeature.ArmLse), (10, CpuFeature.ArmFp16), (12, CpuFeature.ArmRdm),
        (13, CpuFeature.ArmJscvt), (14, CpuFeature.ArmFcma), (15, CpuFeature.ArmRcpc), (17, CpuFeature.ArmSha3), (18, CpuFeature.ArmSm3), (19, CpuFeature.ArmSm4), (20, CpuFeature.ArmDotProd), (21, CpuFeature.ArmSha512),
        (22, CpuFeature.ArmSve), (23, CpuFeature.ArmFhm), (26, CpuFeature.ArmRcpc2), (27, CpuFeature.ArmFlagM), (29, CpuFeature.ArmSb), (30, CpuFeature.ArmPAuth),
        (64 + 1, CpuFeature.ArmSve2), (64 + 7, CpuFeature.ArmFlagM2), (64 + 8, CpuFeature.ArmFrintts), (64 + 13, CpuFeature.ArmI8mm), (64 + 14, CpuFeature.ArmBf16), (64 + 16, CpuFeature.ArmRng), (64 + 18, CpuFeature.ArmMte), (64 + 23, CpuFeature.ArmSme),
    ];

    /// <summary>Asks the processors of an architecture what they are.</summary>
    /// <param name="root">Where their programs run.</param>
    /// <param name="models">Their names.</param>
    public static EmulatedProcessor[] Ask(EmulatedRoot root, IReadOnlyList<string> models) => [.. models.Select(model => new EmulatedProcessor(model, Read(root, model)))];

    private static CpuFeatures Read(EmulatedRoot root, string model)
    {
        bool arm = root.Architecture == Architecture.Arm64;
        (int status, string output, string error) = root.Run([arm ? "/usr/bin/qemu-aarch64-static" : "/usr/bin/qemu-x86_64-static", "-cpu", model, "/opt/features"]);
        Assert.True(status == 0, error);
        CpuFeatures features = default;
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            ulong[] words = [.. line.Split(' ').Select(word => ulong.Parse(word, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            if (arm)
            {
                foreach ((int bit, CpuFeature feature) in Capabilities)
                    if ((words[bit / 64] >> bit % 64 & 1) != 0) features = features.With(feature);
            }
            else
            {
                foreach ((uint leaf, int register, int bit, CpuFeature feature) in Cpuid)
                    if (words[0] == leaf && (words[register + 1] >> bit & 1) != 0) features = features.With(feature);
            }
        }

        return features;
    }
}
