using System.Collections.Immutable;
using System.Globalization;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Packaging;

/// <summary>What the platform part of a wheel's tag promises (PEP 425, 600, 656; "macOS" and "manylinux" in the platform compatibility tags specification).</summary>
/// <param name="Text">The tag as written: <c>manylinux_2_28_x86_64</c>.</param>
/// <param name="Os">The system; unknown for <c>any</c>.</param>
/// <param name="Architectures">The architectures there is code for; empty for <c>any</c>.</param>
/// <param name="Libc">The C library of a Linux tag.</param>
/// <param name="Version">The oldest macOS, glibc or musl it works on; null where the tag gives none.</param>
public sealed record PlatformTag(string Text, OperatingSystemKind Os, ImmutableArray<Architecture> Architectures, LibcKind Libc, PackedVersion? Version)
{
    /// <summary>True for <c>any</c>: no code of any machine is in it.</summary>
    public bool IsAny => Text == "any";

    /// <summary>Reads a tag. One that is not known has an unknown system and is not <see cref="IsAny"/>.</summary>
    /// <param name="text">The tag, in lower case.</param>
    public static PlatformTag Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] parts = text.Split('_');
        switch (parts[0])
        {
            case "win32":
                return Make(OperatingSystemKind.Windows, [Architecture.X86]);
            case "win":
                return Make(OperatingSystemKind.Windows, Machines(Rest(1)));
            case "linux":
                return Make(OperatingSystemKind.Linux, Machines(Rest(1)), LibcKind.Glibc);
            case "manylinux1":
                return Make(OperatingSystemKind.Linux, Machines(Rest(1)), LibcKind.Glibc, new PackedVersion(2, 5));
            case "manylinux2010":
                return Make(OperatingSystemKind.Linux, Machines(Rest(1)), LibcKind.Glibc, new PackedVersion(2, 12));
            case "manylinux2014":
                return Make(OperatingSystemKind.Linux, Machines(Rest(1)), LibcKind.Glibc, new PackedVersion(2, 17));
            case "manylinux" or "musllinux" or "macosx" when parts.Length > 3 && Number(parts[1]) is { } major && Number(parts[2]) is { } minor:
                return parts[0] == "macosx"
                    ? Make(OperatingSystemKind.MacOs, Machines(Rest(3)), version: new PackedVersion(major, minor))
                    : Make(OperatingSystemKind.Linux, Machines(Rest(3)), parts[0] == "manylinux" ? LibcKind.Glibc : LibcKind.Musl, new PackedVersion(major, minor));
            default:
                return Make(OperatingSystemKind.Unknown, []);
        }

        string Rest(int from) => string.Join('_', parts[from..]);
        PlatformTag Make(OperatingSystemKind os, ImmutableArray<Architecture> architectures, LibcKind libc = LibcKind.None, PackedVersion? version = null) => new(text, os, architectures, libc, version);
    }

    /// <summary>True when the tag speaks of the target's system and architecture, whatever the versions.</summary>
    /// <param name="target">The target.</param>
    public bool IsFor(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return IsAny || (Os == target.Os && Architectures.Contains(target.Architecture == Architecture.Arm64E ? Architecture.Arm64 : target.Architecture)
            && (Libc == LibcKind.None || target.Libc == LibcKind.None || Libc == target.Libc));
    }

    /// <summary>The oldest version of the system that the tag promises to work on, or null when it names none. macOS for arm64 begins with 11.</summary>
    /// <param name="architecture">The architecture the code runs as.</param>
    public PackedVersion? OldestFor(Architecture architecture) =>
        Os == OperatingSystemKind.MacOs && architecture is Architecture.Arm64 or Architecture.Arm64E && Version < new PackedVersion(11) ? new PackedVersion(11) : Version;

    /// <summary>The targets that the tag itself names: for each architecture the oldest system it promises.</summary>
    public IEnumerable<Target> Targets() => Architectures.Select(architecture => TargetCpu.Guaranteed(new Target
    {
        Os = Os,
        Architecture = architecture,
        Libc = Libc,
        OsVersion = Os switch
        {
            OperatingSystemKind.MacOs => OldestFor(architecture),
            OperatingSystemKind.Windows => new PackedVersion(architecture == Architecture.Arm64 ? 11 : 10),
            _ => null,
        },
        LibcVersion = Os == OperatingSystemKind.Linux ? Version : null,
        PageSize = Os == OperatingSystemKind.MacOs && architecture == Architecture.Arm64 ? 16384 : 4096,
        ArmVersion = architecture != Architecture.Arm ? null : Text.EndsWith("_armv6l", StringComparison.Ordinal) ? 6 : 7,
    }));

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number < 10_000 ? number : null;

    private static ImmutableArray<Architecture> Machines(string text) => text switch
    {
        "x86_64" or "amd64" => [Architecture.X86_64],
        "i686" or "i386" => [Architecture.X86],
        "arm64" or "aarch64" => [Architecture.Arm64],
        "armv7l" or "armv6l" => [Architecture.Arm],
        "universal2" => [Architecture.Arm64, Architecture.X86_64],
        "intel" => [Architecture.X86_64, Architecture.X86],
        "riscv64" => [Architecture.RiscV64],
        "ppc64le" => [Architecture.Ppc64Le],
        "ppc64" => [Architecture.Ppc64],
        "s390x" => [Architecture.S390X],
        "loongarch64" => [Architecture.LoongArch64],
        _ => [],
    };
}
