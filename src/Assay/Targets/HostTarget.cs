using System.Runtime.InteropServices;
using Assay.Primitives;
using Assay.Targets.Cpu;

namespace Assay.Targets;

/// <summary>What the machine Assay runs on is, as a target. On Linux every fact is read from files; nothing is run.</summary>
public static class HostTarget
{
    private const int PseudoFileLimit = 1 << 16;

    /// <summary>Describes the host.</summary>
    /// <param name="machine">The host's machine.</param>
    /// <returns>The target; architecture and C library may be unknown on a machine without a shell.</returns>
    public static Target Detect(IMachine machine)
    {
        if (OperatingSystem.IsMacOS()) return MacOs(machine);
        if (OperatingSystem.IsWindows()) return Windows(machine);
        Target target = OfRoot(machine);
        if (target.Architecture == Architecture.Unknown) target = target with { Architecture = OfProcess() };
        return WithCpu(target with { IsHost = true, PageSize = (int?)ProcessVector.Read(machine, ProcessVector.PageSize, 4096, 1 << 20) ?? target.PageSize }, HostCpu.Detect(machine, target.Architecture), machine);
    }

    /// <summary>Describes a Linux root directory by its own files: what its shell is built for decides.</summary>
    /// <param name="machine">The root as a machine of its own.</param>
    /// <returns>The target, without page size and CPU, which are not in a root's files.</returns>
    public static Target OfRoot(IMachine machine)
    {
        foreach (string program in (ReadOnlySpan<string>)["/bin/sh", "/usr/bin/env", "/bin/busybox", "/usr/bin/python3"])
        {
            if (ProgramHead.Read(machine, program, out Architecture architecture) is { } loader) return OfLoader(machine, loader, architecture);
            if (architecture != Architecture.Unknown) return new Target { Os = OperatingSystemKind.Linux, Architecture = architecture };
        }

        return new Target { Os = OperatingSystemKind.Linux, Architecture = Architecture.Unknown };
    }

    /// <summary>Describes a Linux target by the loader that its programs name in PT_INTERP.</summary>
    /// <param name="machine">The machine the loader is on.</param>
    /// <param name="loader">The loader's path.</param>
    /// <param name="architecture">The architecture of the program that named it.</param>
    public static Target OfLoader(IMachine machine, string loader, Architecture architecture)
    {
        LibcKind libc = LibcFile.Read(machine, loader, out PackedVersion? version);
        return new Target { Os = OperatingSystemKind.Linux, Architecture = architecture, Libc = libc, LibcVersion = version };
    }

    private static Target MacOs(IMachine machine)
    {
        // ProductVersion of SystemVersion.plist is what sw_vers prints.
        string text = machine.ReadText("/System/Library/CoreServices/SystemVersion.plist", PseudoFileLimit) ?? "";
        int key = text.IndexOf("<key>ProductVersion</key>", StringComparison.Ordinal);
        int start = key < 0 ? -1 : text.IndexOf("<string>", key, StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf("</string>", start, StringComparison.Ordinal);
        PackedVersion? version = end > 0 && PackedVersion.TryParse(text[(start + 8)..end], out PackedVersion read) ? read : null;
        Architecture architecture = OfProcess();
        return new Target { Os = OperatingSystemKind.MacOs, OsVersion = version, Architecture = architecture, IsHost = true, PageSize = architecture == Architecture.Arm64 ? 16384 : 4096, Processor = MacProcessor.Detect(), Features = HostCpu.Detect(machine, architecture).Features };
    }

    private static Target Windows(IMachine machine)
    {
        // Windows 11 calls itself 10.0 with a build of 22000 or more.
        Version version = Environment.OSVersion.Version;
        Target target = new() { Os = OperatingSystemKind.Windows, OsVersion = new PackedVersion(version.Build >= 22000 ? 11 : version.Major, version.Build >= 22000 ? 0 : version.Minor), Architecture = OfProcess(), IsHost = true };
        return target with { Features = HostCpu.Detect(machine, target.Architecture).Features };
    }

    // The name of the level is x86's alone: it is what libraries are marked and kept apart by.
    private static Target WithCpu(Target target, HostCpu cpu, IMachine machine)
    {
        bool isX86 = target.Architecture == Architecture.X86_64;
        string? level = isX86 && cpu.Announced is { } announced ? CpuLevel.Of(announced) : null;
        return target with
        {
            Cpu = level,
            Translation = !cpu.IsTranslated ? null : cpu.Brand?.StartsWith("VirtualApple", StringComparison.Ordinal) == true ? "rosetta" : "qemu",
            Features = cpu.Features,
            Announced = cpu.Announced,
            Models = cpu.Models,
            ArmVersion = target.Architecture == Architecture.Arm ? cpu.ArmVersion : null,
            Processor = cpu.Maker is null ? Processor.Detect(machine, level) : Processor.OfMaker(cpu.Maker, level),
            IntelPlatform = isX86 && cpu is { Maker: "GenuineIntel", Announced: { } names } ? IntelPlatform.Of(names) : null,
        };
    }

    internal static Architecture OfProcess() => RuntimeInformation.OSArchitecture switch
    {
        System.Runtime.InteropServices.Architecture.X64 => Architecture.X86_64,
        System.Runtime.InteropServices.Architecture.X86 => Architecture.X86,
        System.Runtime.InteropServices.Architecture.Arm64 => Architecture.Arm64,
        System.Runtime.InteropServices.Architecture.Arm => Architecture.Arm,
        System.Runtime.InteropServices.Architecture.S390x => Architecture.S390X,
        System.Runtime.InteropServices.Architecture.Ppc64le => Architecture.Ppc64Le,
        System.Runtime.InteropServices.Architecture.LoongArch64 => Architecture.LoongArch64,
        System.Runtime.InteropServices.Architecture.RiscV64 => Architecture.RiscV64,
        _ => Architecture.Unknown,
    };
}
