using Assay.Primitives;
using Assay.Targets.Cpu;

namespace Assay.Tests.Targets.Cpu;

public sealed class CpuIdentityTests
{
    private const uint AvxAndXsave = 1u << 28 | 1u << 27 | 1u << 12 | 1u << 19, Wide = 1u << 16 | 1u << 5 | 1u << 3;

    // Where the parts of the state lie on Intel's processors, as leaf 0DH tells.
    private static uint[] State(uint part) => part switch { 2 => [256, 576, 0, 0], 5 => [64, 1088, 0, 0], 6 => [512, 1152, 0, 0], 7 => [1024, 1664, 0, 0], _ => [0, 0, 0, 0] };

    private static CpuIdentity Identity(uint size, uint leaf1 = AvxAndXsave, uint hypervisor = 0) => new((leaf, sub) => (leaf, sub) switch
    {
        (0, _) => [13, 0x756e6547, 0x6c65746e, 0x49656e69],
        (1, _) => [0, 0, leaf1 | hypervisor, 0],
        (7, 0) => [0, Wide, 0, 0],
        (7, _) => throw new InvalidOperationException("a sub-leaf that is not there was asked for"),
        (13, 0) => [0, size, 0, 0],
        (13, var part) => State(part),
        (0x80000000, _) => [0x80000000, 0, 0, 0],
        (0x40000000, _) => [0, 0x54474354, 0x43544743, 0x47435447],
        _ => throw new InvalidOperationException($"leaf {leaf:x} is not there"),
    });

    [Theory]
    [InlineData(2688u, "SSE4.1 AVX AVX2 BMI1 FMA AVX512F")]
    [InlineData(832u, "SSE4.1 AVX AVX2 BMI1 FMA")]
    [InlineData(576u, "SSE4.1 BMI1")]
    public void What_the_system_does_not_switch_on_does_not_run(uint size, string expected)
    {
        CpuIdentity identity = Identity(size);
        Assert.Equal(expected, string.Join(' ', CpuFeatureNames.Of(identity.Usable())));
        Assert.True(identity.Announced.Has(CpuFeature.Avx512f));
    }

    [Fact]
    public void A_system_without_XSAVE_switches_nothing_on() => Assert.Equal("SSE4.1 BMI1", string.Join(' ', CpuFeatureNames.Of(Identity(2688, AvxAndXsave & ~(1u << 27)).Usable())));

    [Fact]
    public void MacOs_switches_AVX512_on_when_it_is_first_used() => Assert.True(Identity(832).Usable(isWideOnDemand: true).Has(CpuFeature.Avx512f));

    [Fact]
    public void A_translator_is_told_by_its_name_or_by_a_kernel_that_speaks_of_another_processor()
    {
        MemoryMachine machine = new();
        CpuInfoFile none = CpuInfoFile.Read(machine);
        machine.AddFile("/proc/cpuinfo", "processor\t: 0\nvendor_id\t: AuthenticAMD\nflags\t\t: sse4_1 avx avx2 bmi1 fma sha_ni\n");
        CpuInfoFile other = CpuInfoFile.Read(machine);

        Assert.False(HostCpu.OfIdentity(Identity(2688), none).IsTranslated);
        HostCpu translated = HostCpu.OfIdentity(Identity(2688), other);
        Assert.True(translated.IsTranslated);
        Assert.Equal("GenuineIntel", translated.Maker);
        Assert.False(translated.Features!.Value.Has(CpuFeature.Sha));

        HostCpu tcg = HostCpu.OfIdentity(Identity(2688, hypervisor: 1u << 31), none);
        Assert.Equal("TCGTCGTCGTCG", tcg.Hypervisor);
        Assert.True(tcg.IsTranslated);
    }

    // Proxmox' kvm64: CPUID hides SSE4.1 and more, the processor below runs it; without its registers AVX does not run.
    [Fact]
    public void A_generic_model_in_a_virtual_machine_hides_what_runs()
    {
        byte[] name = new byte[48];
        "Common KVM processor"u8.CopyTo(name);
        uint[] Name(int part) => [.. Enumerable.Range(0, 4).Select(word => BitConverter.ToUInt32(name, (16 * part) + (4 * word)))];
        CpuIdentity Kvm(uint[] hypervisor) => new((leaf, _) => leaf switch
        {
            0 => [13, 0x756e6547, 0x6c65746e, 0x49656e69],
            1 => [0, 0, 1u << 31 | 1u, 0],
            0x40000000 => hypervisor,
            0x80000000 => [0x80000004, 0, 0, 0],
            >= 0x80000002 and <= 0x80000004 => Name((int)(leaf - 0x80000002)),
            _ => [0, 0, 0, 0],
        });
        CpuInfoFile none = CpuInfoFile.Read(new MemoryMachine());
        HostCpu kvm = HostCpu.OfIdentity(Kvm([0, 0x4b4d564b, 0x564b4d56, 0x4d]), none);
        Assert.Equal(new CpuFeatures(CpuFeature.Sse3), kvm.Announced);
        Assert.True(kvm.Features!.Value.Has(CpuFeature.Sse42));
        Assert.False(kvm.Features.Value.Has(CpuFeature.Avx));
        Assert.Equal(new CpuFeatures(CpuFeature.Sse3), HostCpu.OfIdentity(Kvm([0, 0x54474354, 0x43544743, 0x47435447]), none).Features);
    }
}
