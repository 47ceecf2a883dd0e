using Assay.Targets;

namespace Assay.Rules;

/// <summary>How a platform is called in sentences: with the words its own users use.</summary>
internal static class PlatformWords
{
    public static string Of(Architecture architecture, OperatingSystemKind system) => architecture switch
    {
        Architecture.X86_64 => "x86_64",
        Architecture.X86 => "32-bit x86",
        Architecture.Arm64 => system == OperatingSystemKind.Linux ? "aarch64" : "arm64",
        Architecture.Arm64E => "arm64e",
        Architecture.Arm => "32-bit Arm",
        Architecture.RiscV64 => "riscv64",
        Architecture.Ppc64Le => "ppc64le",
        Architecture.Ppc64 => "ppc64",
        Architecture.S390X => "s390x",
        Architecture.LoongArch64 => "loongarch64",
        _ => "another processor",
    };

    public static string Of(OperatingSystemKind system) => system switch
    {
        OperatingSystemKind.Linux => "Linux",
        OperatingSystemKind.MacOs => "macOS",
        OperatingSystemKind.Windows => "Windows",
        _ => "another system",
    };

    public static string Of(FileShape shape) => shape switch
    {
        FileShape.Elf => "Linux",
        FileShape.MachO => "macOS",
        FileShape.Pe => "Windows",
        _ => "another system",
    };

    /// <summary>The shape that binaries of a system have.</summary>
    public static FileShape ShapeOf(OperatingSystemKind system) => system switch
    {
        OperatingSystemKind.MacOs => FileShape.MachO,
        OperatingSystemKind.Windows => FileShape.Pe,
        _ => FileShape.Elf,
    };

    public static string List(FileGlance? glance, OperatingSystemKind system) =>
        glance is null || glance.Architectures.IsEmpty ? "another processor" : string.Join(" and ", glance.Architectures.Distinct().Select(architecture => Of(architecture, system)));
}
