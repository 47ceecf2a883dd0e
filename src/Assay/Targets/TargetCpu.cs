using Assay.Primitives;
using Assay.Targets.Cpu;

namespace Assay.Targets;

/// <summary>What a target's processor has, by its name or by what its system guarantees.</summary>
public static class TargetCpu
{
    private static readonly PackedVersion FirstRosettaWithAvx = new(15);

    /// <summary>Gives a target a processor.</summary>
    /// <param name="target">The target.</param>
    /// <param name="name">The name that was given, as in <c>cpu=cortex-a72</c>.</param>
    /// <param name="problem">What is wrong with it, lower case, no full stop; or null.</param>
    /// <returns>The target with the processor; as it was when something is wrong.</returns>
    public static Target Named(Target target, string name, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(name);
        problem = null;
        if (NamedCpus.Find(name) is not { } cpu)
        {
            problem = $"no processor is known as `{name}`; nearest are {string.Join(", ", NamedCpus.Nearest(name, target.Architecture))}";
            return target;
        }

        // The processor of an Apple Silicon machine that translates: its own features are not those of the code.
        bool isBelow = target.Translation is not null && cpu.Architecture == Architecture.Arm64 && target.Architecture == Architecture.X86_64;
        if (!isBelow && !NamedCpus.Fits(cpu, target.Architecture))
        {
            problem = $"`{name}` is a processor for {TargetName.ArchitectureName(cpu.Architecture, target.Os)}, and the target is {TargetName.ArchitectureName(target.Architecture, target.Os)}";
            return target;
        }

        Target named = target with { Cpu = name, Processor = ProcessorOf(cpu, name) };
        if (isBelow) return Guaranteed(named);
        if (target.Architecture == Architecture.Arm) return named with { ArmVersion = cpu.ArmVersion ?? 8 };
        return named with
        {
            Features = cpu.Features,
            Announced = cpu.Announced,
            Models = cpu.Models,
            IntelPlatform = cpu.Vendor == ProcessorVendor.Intel && target is { Os: OperatingSystemKind.Linux, Architecture: Architecture.X86_64 } ? IntelPlatform.Of(cpu.Announced) : null,
        };
    }

    /// <summary>Gives a target without a named processor what its system or its translator has at the least, or at the most where releases differ: what is missing then is certainly missing.</summary>
    /// <param name="target">The target.</param>
    /// <returns>The target with features where they are known.</returns>
    public static Target Guaranteed(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        string? name = target switch
        {
            { Translation: "rosetta", Architecture: Architecture.X86_64 } => target.Os == OperatingSystemKind.MacOs && !(target.OsVersion < FirstRosettaWithAvx) ? "rosetta-avx" : "rosetta",
            { Translation: "prism", Architecture: Architecture.X86_64 } => "prism-avx",
            { Translation: "qemu", Architecture: Architecture.X86_64 } => "qemu-max",
            { Translation: "qemu", Architecture: Architecture.Arm64 } => "qemu-max-arm64",
            { Os: OperatingSystemKind.MacOs, Architecture: Architecture.Arm64 or Architecture.Arm64E } => "apple-m1",
            _ => null,
        };
        if (name is null || NamedCpus.Find(name) is not { } cpu) return target;

        // Rosetta of macOS is a processor of its own. The others stand for what releases have at the most, and an Apple Silicon machine without a name can be any.
        CpuModels? models = target is { Translation: "rosetta", Os: OperatingSystemKind.MacOs } ? cpu.Models : null;
        return target with { Features = cpu.Features, Announced = cpu.Announced, Models = models };
    }

    private static Processor? ProcessorOf(NamedCpu cpu, string name)
    {
        bool hasAvx512 = CpuLevel.NumberOf(cpu.Features) == 4;
        if (cpu.Vendor == ProcessorVendor.Unknown) return Processor.OfName(name);
        return new Processor(cpu.Vendor, cpu.Core ?? name.ToLowerInvariant().Replace('_', '-'), hasAvx512);
    }
}
