using Assay.Primitives;
using Assay.Targets;
using Assay.Targets.Cpu;

namespace Assay.Tests.Targets.Cpu;

public sealed class CpuModelTests
{
    [Theory]
    [InlineData("GenuineIntel", 0x000306c3u, "GenuineIntel/6/0x3c")]
    [InlineData("GenuineIntel", 0x000c06f2u, "GenuineIntel/6/0xcf")]
    [InlineData("GenuineIntel", 0x00000f61u, "GenuineIntel/15/0x06")]
    [InlineData("AuthenticAMD", 0x00a20f10u, "AuthenticAMD/25/0x21")]
    [InlineData("AuthenticAMD", 0x00b40f40u, "AuthenticAMD/26/0x44")]
    [InlineData("AuthenticAMD", 0x00060fb1u, "AuthenticAMD/15/0x6b")]
    public void A_signature_holds_family_and_model(string maker, uint signature, string text)
    {
        Assert.Equal(text, CpuModel.OfSignature(maker, signature).ToString());
        Assert.Equal(CpuModel.OfSignature(maker, signature), CpuModel.Parse(text));
    }

    [Theory]
    [InlineData("0x41/0xd08", "0x41/0xd08")]
    [InlineData("0xC0/0xAC3", "0xc0/0xac3")]
    [InlineData("0x46/0x1", "0x46/0x001")]
    [InlineData("0x41", null)]
    [InlineData("0x41/d08", null)]
    [InlineData("0x41/0xd08d08", null)]
    [InlineData("GenuineIntel/6", null)]
    [InlineData("GenuineIntel/-6/0x3c", null)]
    [InlineData("GenuineIntelInside/6/0x3c", null)]
    [InlineData("", null)]
    [InlineData("//", null)]
    public void A_written_form_is_read_or_refused(string text, string? expected) => Assert.Equal(expected, CpuModel.Parse(text)?.ToString());

    [Fact]
    public void Every_processor_that_is_sold_has_models_and_no_level_has()
    {
        string[] without = [.. NamedCpus.All.Where(cpu => cpu.Models is null && !cpu.IsLevel).Select(cpu => cpu.Name)];
        Assert.Equal(["qemu-max", "prism", "prism-avx", "qemu-max-arm64", "arm1176", "cortex-a7"], without);
        Assert.DoesNotContain(NamedCpus.All, cpu => cpu.IsLevel && cpu.Models is not null);
    }

    // Two kinds of cores are two models, and an emulator may show the file of the machine around it.
    [Theory]
    [InlineData("processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd05\n\nprocessor\t: 4\nCPU implementer\t: 0x41\nCPU part\t: 0xd0b\n", Architecture.Arm64, "0x41/0xd05 0x41/0xd0b")]
    [InlineData("vendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 207\nmodel name\t: Intel(R) Xeon(R) Processor\n", Architecture.X86_64, "GenuineIntel/6/0xcf")]
    [InlineData("vendor_id\t: GenuineIntel\ncpu family\t: 6\nmodel\t\t: 207\n", Architecture.Arm64, null)]
    [InlineData("CPU implementer\t: 0x41\nCPU part\t: 0xd05\n", Architecture.X86_64, null)]
    [InlineData("vendor_id\t: GenuineIntel\ncpu family\t: six\nmodel\t\t: 207\n", Architecture.X86_64, null)]
    [InlineData("", Architecture.Arm64, null)]
    public void A_machine_tells_its_models_in_cpuinfo(string text, Architecture architecture, string? expected)
    {
        MemoryMachine machine = new();
        machine.AddFile("/proc/cpuinfo", text);
        Assert.Equal(expected, HostCpu.Detect(machine, architecture).Models?.Text);
    }

    [Fact]
    public void Nonsense_among_models_is_left_out() => Assert.Equal("0x41/0xd08", Assert.Single(new CpuModels("x y/z 0x41/0xd08 0x41/0xd08").All).ToString());
}
