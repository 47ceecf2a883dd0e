using Assay.Binaries;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>How a platform is called in sentences: with the words its own users use.</summary>
internal static class PlatformWords
{
    public static string Of(Architecture architecture, OperatingSystemKind system) =>
        architecture == Architecture.Unknown ? "another processor" : TargetName.ArchitectureName(architecture, system);

    public static string Of(OperatingSystemKind system) => system switch
    {
        OperatingSystemKind.Linux => "Linux",
        OperatingSystemKind.MacOs => "macOS",
        OperatingSystemKind.Windows => "Windows",
        _ => "another system",
    };

    public static string Of(BinaryFormat format) => format switch
    {
        BinaryFormat.Elf => "Linux",
        BinaryFormat.MachO => "macOS",
        BinaryFormat.Pe => "Windows",
        _ => "another system",
    };

    public static string List(FileGlance? glance, OperatingSystemKind system) =>
        glance is null || glance.Architectures.IsEmpty ? "another processor" : string.Join(" and ", glance.Architectures.Distinct().Select(architecture => Of(architecture, system)));
}
