using Assay.Primitives;
using Assay.Targets;

namespace Assay.Packaging.Choosing;

/// <summary>
/// The platform tags that a machine takes, the best first: PEP 600 (glibc), 656 (musl), 425 and the "platform compatibility tags" specification (macOS, Windows). pip's order is that of
/// <c>packaging.tags.platform_tags</c> 26.3, uv's that of crates/uv-platform-tags 0.13.9.
/// </summary>
public static class PlatformTags
{
    // The names that came before PEP 600, with the glibc each stands for.
    private static readonly (int Minor, string Name)[] OldNames = [(17, "manylinux2014"), (12, "manylinux2010"), (5, "manylinux1")];

    /// <summary>The tags.</summary>
    /// <param name="target">The machine.</param>
    /// <param name="installer">Whose rules count.</param>
    /// <returns>Empty when the system, its processor or its version is not known.</returns>
    public static IReadOnlyList<string> Of(Target target, Installer installer)
    {
        ArgumentNullException.ThrowIfNull(target);
        return target.Os switch
        {
            OperatingSystemKind.Windows => target.Architecture switch { Architecture.X86_64 => ["win_amd64"], Architecture.Arm64 => ["win_arm64"], Architecture.X86 => ["win32"], _ => [] },
            OperatingSystemKind.Linux => [.. Linux(target, installer)],
            OperatingSystemKind.MacOs when target.OsVersion is { } version => [.. MacOs(version, target.Architecture is Architecture.Arm64 or Architecture.Arm64E, installer)],
            _ => [],
        };
    }

    private static IEnumerable<string> Linux(Target target, Installer installer)
    {
        if (Machine(target) is not { } machine) yield break;

        // packaging 26.3 puts the tag that promises nothing first, older releases and uv put it last.
        if (installer == Installer.Pip) yield return "linux_" + machine;

        // uv holds 32-bit processes of an ARMv8 processor to be such a machine too.
        string[] machines = installer == Installer.Uv && machine == "armv7l" ? ["armv7l", "armv8l"] : [machine];
        // No manylinux is defined for ARMv6.
        if (target is { Libc: LibcKind.Glibc, LibcVersion: { Major: 2 } glibc } && machine != "armv6l")
        {
            int oldest = (machine, installer) switch { ("x86_64" or "i686", _) => 5, ("riscv64", Installer.Uv) => 31, _ => 17 };
            for (int minor = glibc.Minor; minor >= oldest; minor--)
            {
                foreach (string each in machines) yield return $"manylinux_2_{minor}_{each}";
                if (OldNames.FirstOrDefault(old => old.Minor == minor).Name is not { } name || (installer == Installer.Uv && machine == "riscv64")) continue;
                foreach (string each in machines) yield return $"{name}_{each}";
            }
        }
        else if (target is { Libc: LibcKind.Musl, LibcVersion: { } musl })
        {
            for (int minor = musl.Minor; minor >= 0; minor--)
                foreach (string each in machines) yield return $"musllinux_{musl.Major}_{minor}_{each}";
        }

        if (installer != Installer.Uv) yield break;
        foreach (string each in machines) yield return "linux_" + each;
    }

    // From 11 on only the major version counts; what was built for 10 counts on newer systems too, on Apple Silicon only when it holds arm64 code.
    private static IEnumerable<string> MacOs(PackedVersion version, bool isArm64, Installer installer)
    {
        string[] formats = isArm64 ? ["arm64", "universal2"] : ["x86_64", "intel", "fat64", installer == Installer.Pip ? "fat3" : "fat32", "universal2", "universal"];
        for (int major = version.Major; major >= 11; major--)
            foreach (string format in formats) yield return $"macosx_{major}_0_{format}";
        if (version.Major < 10) yield break;
        for (int minor = version.Major > 10 ? 16 : version.Minor; minor >= 4; minor--)
            foreach (string format in isArm64 ? ["universal2"] : formats) yield return $"macosx_10_{minor}_{format}";
    }

    private static string? Machine(Target target) => target.Architecture switch
    {
        Architecture.X86_64 => "x86_64",
        Architecture.X86 => "i686",
        Architecture.Arm64 => "aarch64",
        Architecture.Arm => target.ArmVersion == 6 ? "armv6l" : "armv7l",
        Architecture.RiscV64 => "riscv64",
        Architecture.Ppc64Le => "ppc64le",
        Architecture.Ppc64 => "ppc64",
        Architecture.S390X => "s390x",
        Architecture.LoongArch64 => "loongarch64",
        _ => null,
    };
}
