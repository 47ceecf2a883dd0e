using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Targets;

public sealed class ProcessorTests
{
    [Theory]
    [InlineData("processor\t: 0\nvendor_id\t: GenuineIntel\ncpu family\t: 6\n", "x86-64-v4", ProcessorVendor.Intel, null, true)]
    [InlineData("processor\t: 0\nvendor_id\t: AuthenticAMD\ncpu family\t: 25\n", "x86-64-v3", ProcessorVendor.Amd, null, false)]
    [InlineData("processor\t: 0\nBogoMIPS\t: 50.00\nCPU implementer\t: 0x41\nCPU architecture: 8\nCPU variant\t: 0x1\nCPU part\t: 0xd40\n", null, ProcessorVendor.Arm, "neoverse-v1", false)]
    [InlineData("processor\t: 0\nCPU implementer\t: 0x61\nCPU part\t: 0x000\n", null, ProcessorVendor.Apple, null, false)]
    public void Linux_tells_it_in_cpuinfo(string text, string? level, ProcessorVendor vendor, string? core, bool hasAvx512)
    {
        MemoryMachine machine = new();
        machine.AddFile("/proc/cpuinfo", text);
        Assert.Equal(new Processor(vendor, core, hasAvx512), Processor.Detect(machine, level));
    }

    [Fact]
    public void A_file_that_says_nothing_of_it_is_no_processor()
    {
        MemoryMachine machine = new();
        Assert.Null(Processor.Detect(machine, null));
        machine.AddFile("/proc/cpuinfo", "processor\t: 0\nvendor_id\t: IBM/S390\n");
        Assert.Null(Processor.Detect(machine, null));
    }

    [Theory]
    [InlineData("zen4", ProcessorVendor.Amd, true)]
    [InlineData("Skylake-AVX512", ProcessorVendor.Intel, true)]
    [InlineData("haswell", ProcessorVendor.Intel, false)]
    [InlineData("apple-m4", ProcessorVendor.Apple, false, "aarch64")]
    [InlineData("neoverse-n1", ProcessorVendor.Arm, false, "aarch64")]
    public void A_target_names_it(string name, ProcessorVendor vendor, bool hasAvx512, string architecture = "x86_64")
    {
        Assert.True(TargetName.TryParse($"linux-glibc2.36-{architecture},cpu={name}", out Target? target, out _));
        Assert.Equal(new Processor(vendor, name.ToLowerInvariant(), hasAvx512), target!.Processor);
    }

    [Fact]
    public void A_level_is_no_processor()
    {
        Assert.True(TargetName.TryParse("linux-x86_64,cpu=x86-64-v3", out Target? target, out _));
        Assert.Null(target!.Processor);
    }

    [Theory]
    [InlineData("Apple M4 Pro\0", "apple-m4-pro")]
    [InlineData("Intel(R) Core(TM) i7-9750H CPU @ 2.60GHz\0", "intel")]
    [InlineData("VirtualApple @ 2.50GHz processor\0", null)]
    public void A_macs_kernel_names_it(string brand, string? core) => Assert.Equal(core, MacProcessor.OfBrand(brand)?.Core);
}
