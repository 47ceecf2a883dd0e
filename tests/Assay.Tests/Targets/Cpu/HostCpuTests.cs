using System.Buffers.Binary;
using Assay.Primitives;
using Assay.Targets;
using Assay.Targets.Cpu;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Targets.Cpu;

public sealed class HostCpuTests
{
    [Fact]
    public void Only_what_all_cores_have_counts()
    {
        MemoryMachine machine = new();
        machine.AddFile("/proc/cpuinfo", "processor\t: 0\nFeatures\t: fp asimd aes crc32 atomics asimddp\nCPU part\t: 0xd05\n\nprocessor\t: 1\nFeatures\t: fp asimd aes crc32 atomics\nCPU part\t: 0xd0b\n");
        Assert.Equal("FEAT_LSE FEAT_CRC32 FEAT_AES", Names(HostCpu.Detect(machine, Architecture.Arm64).Features));
    }

    [Fact]
    public void A_kernel_that_says_nothing_leaves_it_open()
    {
        MemoryMachine machine = new();
        Assert.Null(HostCpu.Detect(machine, Architecture.X86_64).Features);
        machine.AddFile("/proc/cpuinfo", "processor\t: 0\nflags");
        Assert.Null(HostCpu.Detect(machine, Architecture.X86_64).Features);
        Assert.Null(HostCpu.Detect(machine, Architecture.S390X).Features);
    }

    [Fact]
    public void A_file_that_is_cut_off_counts_as_far_as_it_goes()
    {
        MemoryMachine machine = new();
        machine.AddFile("/proc/cpuinfo", "flags\t\t: pni avx\n\nflags\t\t: pni a");
        Assert.Equal("SSE3 AVX", Names(HostCpu.Detect(machine, Architecture.X86_64).Features));
    }

    [Fact]
    public void The_vector_of_the_process_goes_before_the_file()
    {
        MemoryMachine machine = new();
        byte[] vector = new byte[48];
        BinaryPrimitives.WriteUInt64LittleEndian(vector, 16);
        BinaryPrimitives.WriteUInt64LittleEndian(vector.AsSpan(8), 1 << 8);
        BinaryPrimitives.WriteUInt64LittleEndian(vector.AsSpan(16), 26);
        BinaryPrimitives.WriteUInt64LittleEndian(vector.AsSpan(24), 1 << 14);
        machine.AddFile("/proc/self/auxv", vector);
        machine.AddFile("/proc/cpuinfo", "Features\t: fp asimd crc32\n");
        Assert.Equal("FEAT_LSE FEAT_BF16", Names(HostCpu.Detect(machine, Architecture.Arm64).Features));
    }

    // Linux in a virtual machine on an M4 (pyca/cryptography#14733): SVE2 is announced, SVE is not, and neither runs.
    [Fact]
    public void Sve2_without_Sve_is_announced_and_does_not_run()
    {
        MemoryMachine machine = new();
        machine.AddFile("/proc/cpuinfo", "Features\t: fp asimd atomics sve2\n");
        HostCpu cpu = HostCpu.Detect(machine, Architecture.Arm64);
        Assert.Equal("FEAT_LSE FEAT_SVE2", Names(cpu.Announced));
        Assert.Equal("FEAT_LSE", Names(cpu.Features));
        machine.AddFile("/proc/cpuinfo", "Features\t: fp asimd atomics sve sve2\n");
        Assert.Equal("FEAT_LSE FEAT_SVE FEAT_SVE2", Names(HostCpu.Detect(machine, Architecture.Arm64).Features));
    }

    [Theory]
    [InlineData("ARMv6-compatible processor rev 7 (v6l)", 6)]
    [InlineData("ARMv7 Processor rev 4 (v7l)", 7)]
    [InlineData("Cortex", null)]
    public void An_Arm_of_32_bits_says_its_version(string model, int? version)
    {
        MemoryMachine machine = new();
        machine.AddFile("/proc/cpuinfo", $"processor\t: 0\nmodel name\t: {model}\nCPU architecture: 7\n");
        Assert.Equal(version, HostCpu.Detect(machine, Architecture.Arm).ArmVersion);
    }

    [Fact]
    public void This_processor_has_what_its_kernel_lists()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && System.Runtime.Intrinsics.X86.X86Base.IsSupported, "skipped: no Linux on x86-64");
        HostMachine machine = new();
        HostCpu cpu = HostCpu.Detect(machine, Architecture.X86_64);
        Assert.Equal(cpu.Features, HostTarget.Detect(machine).Features);
        Needs.Require(!cpu.IsTranslated, "processor that is not translated");

        // An old kernel does not know the newest words; what it lists, runs.
        CpuFeatures listed = CpuInfoFile.Read(machine).Features(isArm: false)!.Value;
        Assert.True(cpu.Features!.Value.HasAll(listed), Names(listed - cpu.Features.Value));
    }

    private static string Names(CpuFeatures? features) => string.Join(' ', CpuFeatureNames.Of(features!.Value));
}
