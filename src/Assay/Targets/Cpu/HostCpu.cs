using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Assay.Primitives;

namespace Assay.Targets.Cpu;

/// <summary>
/// The processor that Assay runs on. On x86-64 CPUID itself is asked: a translator answers for what it translates to, while <c>/proc/cpuinfo</c> may be that of the machine
/// around it. Elsewhere the kernel tells.
/// </summary>
public sealed record HostCpu
{
    /// <summary>What runs; null when that is not known.</summary>
    public CpuFeatures? Features { get; init; }

    /// <summary>What programs are told that ask; null when that is not known.</summary>
    public CpuFeatures? Announced { get; init; }

    /// <summary>What the processor announces and the system does not switch on; or, on Arm, what is announced and cannot run.</summary>
    public CpuFeatures SwitchedOff { get; init; }

    /// <summary>The letters of the maker, where CPUID or the kernel gives them; or null.</summary>
    public string? Maker { get; init; }

    /// <summary>The models of its cores; null when they are not known.</summary>
    public CpuModels? Models { get; init; }

    /// <summary>The name on the box, or null.</summary>
    public string? Brand { get; init; }

    /// <summary>Who runs the virtual machine or the translator, in its own word; null outside of one and where it does not say.</summary>
    public string? Hypervisor { get; init; }

    /// <summary>True when instructions are translated: by qemu without hardware, or by Rosetta 2.</summary>
    public bool IsTranslated { get; init; }

    /// <summary>6 or 7 for a 32-bit Arm; null for others.</summary>
    public int? ArmVersion { get; init; }

    /// <summary>Asks.</summary>
    /// <param name="machine">The running machine; one in memory is asked for its files alone.</param>
    /// <param name="architecture">The architecture that is asked about.</param>
    public static HostCpu Detect(IMachine machine, Architecture architecture)
    {
        bool isOwn = machine is HostMachine;
        if (isOwn && OperatingSystem.IsMacOS()) return new HostCpu { Features = MacProcessor.Features(architecture), Brand = MacProcessor.Brand };
        CpuInfoFile file = CpuInfoFile.Read(machine);
        if (isOwn && architecture == Architecture.X86_64 && X86Base.IsSupported) return OfIdentity(new CpuIdentity(Ask), file);
        return architecture switch
        {
            Architecture.X86_64 => new HostCpu { Features = file.Features(isArm: false), Announced = file.Features(isArm: false), Maker = file.Text("vendor_id"), Models = CpuModels.OfFile(file, isArm: false), Brand = file.Text("model name") },
            Architecture.Arm64 => OfArm(machine, file, isOwn && RuntimeInformation.ProcessArchitecture != System.Runtime.InteropServices.Architecture.Arm64),
            Architecture.Arm => new HostCpu { Brand = file.Text("model name"), ArmVersion = file.Text("model name") switch { null => null, var name when name.StartsWith("ARMv6", StringComparison.Ordinal) => 6, var name when name.StartsWith("ARMv7", StringComparison.Ordinal) => 7, _ => null } },
            _ => new HostCpu(),
        };
    }

    /// <summary>What CPUID says, with the file of the kernel beside it.</summary>
    /// <param name="identity">CPUID.</param>
    /// <param name="file">The file.</param>
    internal static HostCpu OfIdentity(CpuIdentity identity, CpuInfoFile file)
    {
        // What the kernel lists and CPUID does not announce is the processor of another machine: that of the translator.
        CpuFeatures foreign = (file.Features(isArm: false) ?? default) - identity.Announced;
        string? hypervisor = identity.Hypervisor;
        CpuFeatures usable = identity.Usable();
        bool isTranslated = !foreign.IsEmpty || hypervisor?.StartsWith("TCG", StringComparison.Ordinal) == true || identity.Brand?.StartsWith("VirtualApple", StringComparison.Ordinal) == true;
        return new HostCpu
        {
            Features = hypervisor is not null && !isTranslated && IsGeneric(identity.Brand) ? usable | identity.Unguarded() : usable,
            Announced = usable,
            SwitchedOff = identity.Announced - usable,
            Maker = identity.Vendor,
            Models = CpuModels.Of([identity.Model], identity.Brand),
            Brand = identity.Brand,
            Hypervisor = hypervisor,
            IsTranslated = isTranslated,
        };
    }

    // The models of qemu that stand for no processor (kvm64, qemu64, x86-64-v2-AES): the one below has more, and its instructions run although nobody announces them.
    private static bool IsGeneric(string? brand) => brand is not null && (brand.StartsWith("Common KVM processor", StringComparison.Ordinal) || brand.StartsWith("QEMU Virtual CPU", StringComparison.Ordinal));

    // The vector of a process of another architecture speaks of that one.
    private static HostCpu OfArm(IMachine machine, CpuInfoFile file, bool isForeign)
    {
        CpuFeatures? announced = isForeign || ProcessVector.Read(machine, ProcessVector.Capabilities) is not { } first
            ? file.Features(isArm: true)
            : CpuFeatureNames.OfCapabilities(first, ProcessVector.Read(machine, ProcessVector.Capabilities2) ?? 0);
        CpuFeatures? running = announced is { } told ? Running(told) : null;
        return new HostCpu { Features = running, Announced = announced, SwitchedOff = (announced - running) ?? default, Models = CpuModels.OfFile(file, isArm: true), Brand = file.Text("model name") };
    }

    /// <summary>What runs of what an Arm kernel announces: SVE2 is an extension of SVE, and some virtual machines on Apple's processors announce the one without the other.</summary>
    /// <param name="announced">The announcement.</param>
    internal static CpuFeatures Running(CpuFeatures announced) => announced.Has(CpuFeature.ArmSve) ? announced : announced - new CpuFeatures(CpuFeature.ArmSve2);

    private static uint[] Ask(uint leaf, uint subLeaf)
    {
        (int a, int b, int c, int d) = X86Base.CpuId((int)leaf, (int)subLeaf);
        return [(uint)a, (uint)b, (uint)c, (uint)d];
    }
}
