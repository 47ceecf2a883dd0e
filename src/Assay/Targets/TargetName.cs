using System.Globalization;
using System.Text;
using Assay.Primitives;

namespace Assay.Targets;

/// <summary>
/// The written form of a target: <c>linux-glibc2.36-x86_64</c>, <c>linux-musl1.2-aarch64</c>, <c>macos-14-arm64</c>,
/// <c>macos-15-x86_64-rosetta</c> (also written <c>macos-15-arm64-rosetta</c>), <c>windows-11-arm64</c>, each with facts after commas: <c>macos-14-arm64,cpu=apple-m1</c>, <c>page-size=65536</c>.
/// </summary>
public static class TargetName
{
    /// <summary>What <see cref="TryParse"/> accepts, for messages.</summary>
    public const string Examples = "macos-14-arm64, linux-glibc2.28-aarch64, windows-11-arm64, macos-15-x86_64-rosetta, and facts after commas: ,cpu=NAME or ,page-size=BYTES";

    /// <summary>The name of a target; facts that were not stated do not appear.</summary>
    /// <param name="target">The target.</param>
    public static string Format(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        StringBuilder name = new();
        name.Append(target.Os switch
        {
            OperatingSystemKind.Linux => "linux",
            OperatingSystemKind.MacOs => "macos",
            OperatingSystemKind.Windows => "windows",
            _ => "unknown",
        });
        if (target.Libc != LibcKind.None) name.Append(target.Libc == LibcKind.Glibc ? "-glibc" : "-musl").Append(Short(target.LibcVersion));
        else if (target.OsVersion is not null) name.Append('-').Append(Short(target.OsVersion));
        name.Append('-').Append(target is { Os: OperatingSystemKind.Linux, Architecture: Architecture.Arm, ArmVersion: 6 } ? "armv6l" : ArchitectureName(target.Architecture, target.Os));
        if (target.Translation is not null) name.Append('-').Append(target.Translation);
        return name.ToString();
    }

    /// <summary>An architecture in the words of its system: <c>arm64</c> on macOS and Windows is <c>aarch64</c> on Linux.</summary>
    /// <param name="architecture">The architecture.</param>
    /// <param name="os">The system.</param>
    public static string ArchitectureName(Architecture architecture, OperatingSystemKind os) => architecture switch
    {
        Architecture.X86_64 => "x86_64",
        Architecture.X86 => os == OperatingSystemKind.Linux ? "i686" : "x86",
        Architecture.Arm64 => os == OperatingSystemKind.Linux ? "aarch64" : "arm64",
        Architecture.Arm64E => "arm64e",
        Architecture.Arm => os == OperatingSystemKind.Linux ? "armv7l" : "arm",
        Architecture.RiscV64 => "riscv64",
        Architecture.Ppc64Le => "ppc64le",
        Architecture.Ppc64 => "ppc64",
        Architecture.S390X => "s390x",
        Architecture.LoongArch64 => "loongarch64",
        _ => "unknown",
    };

    /// <summary>Reads a name in the form that <see cref="Format"/> writes.</summary>
    /// <param name="text">The name.</param>
    /// <param name="target">The target read.</param>
    /// <param name="problem">What was expected instead, lower case, no full stop; null when the name was read.</param>
    /// <returns>False when the text is no name of a target.</returns>
    public static bool TryParse(string text, out Target? target, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        target = null;
        string[] facts = text.Split(',');
        List<string> parts = [.. facts[0].Split('-')];
        OperatingSystemKind os = parts[0] switch
        {
            "linux" => OperatingSystemKind.Linux,
            "macos" => OperatingSystemKind.MacOs,
            "windows" => OperatingSystemKind.Windows,
            _ => OperatingSystemKind.Unknown,
        };
        problem = os == OperatingSystemKind.Unknown ? $"a target begins with linux, macos or windows, not `{parts[0]}`" : null;
        if (problem is not null) return false;

        string? translation = parts[^1] is "rosetta" or "prism" or "qemu" ? parts[^1] : null;
        if (translation is not null) parts.RemoveAt(parts.Count - 1);
        Architecture architecture = ReadArchitecture(parts[^1]);
        if (architecture == Architecture.Unknown)
        {
            problem = $"a target ends with an architecture such as x86_64, arm64 or aarch64, not `{parts[^1]}`";
            return false;
        }

        // An Apple Silicon machine that translates: what runs there under Rosetta 2 is x86_64.
        if (translation == "rosetta" && architecture == Architecture.Arm64) architecture = Architecture.X86_64;
        Target read = new() { Os = os, Architecture = architecture, Translation = translation, ArmVersion = parts[^1] switch { "armv6l" => 6, "armv7l" => 7, _ => null } };
        if (parts.Count > 3 || (parts.Count == 3 && !TryReadSystem(parts[1], ref read)))
        {
            problem = $"`{string.Join('-', parts[1..^1])}` is no version of {parts[0]}; written like this: {Examples}";
            return false;
        }

        // Apple Silicon maps 16 KiB pages for native and for translated processes alike.
        if (os == OperatingSystemKind.MacOs && (architecture is Architecture.Arm64 or Architecture.Arm64E || translation == "rosetta")) read = read with { PageSize = 16384 };
        foreach (string fact in facts.Skip(1))
        {
            problem = AddFact(fact, ref read);
            if (problem is not null) return false;
        }

        target = read.Cpu is null ? TargetCpu.Guaranteed(read) : read;
        return true;
    }

    private static bool TryReadSystem(string part, ref Target target)
    {
        if (target.Os != OperatingSystemKind.Linux)
        {
            if (!PackedVersion.TryParse(part, out PackedVersion version)) return false;
            target = target with { OsVersion = version };
            return true;
        }

        LibcKind libc = part.StartsWith("glibc", StringComparison.Ordinal) ? LibcKind.Glibc : part.StartsWith("musl", StringComparison.Ordinal) ? LibcKind.Musl : LibcKind.None;
        string number = libc == LibcKind.Glibc ? part[5..] : libc == LibcKind.Musl ? part[4..] : "";
        target = target with { Libc = libc };
        if (libc == LibcKind.None || number.Length == 0) return libc != LibcKind.None;
        if (!PackedVersion.TryParse(number, out PackedVersion libcVersion)) return false;
        target = target with { LibcVersion = libcVersion };
        return true;
    }

    private static string? AddFact(string fact, ref Target target)
    {
        int cut = fact.IndexOf('=', StringComparison.Ordinal);
        string name = cut < 0 ? fact : fact[..cut];
        string value = cut < 0 ? "" : fact[(cut + 1)..];
        if (name == "cpu" && value.Length > 0)
        {
            target = TargetCpu.Named(target, value, out string? problem);
            return problem;
        }

        if (name is not ("page-size" or "page")) return $"a target's facts are cpu=NAME and page-size=BYTES, not `{fact}`";
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int size) || size is not (4096 or 8192 or 16384 or 32768 or 65536))
            return $"a page is 4096, 8192, 16384, 32768 or 65536 bytes, not `{value}`";
        target = target with { PageSize = size };
        return null;
    }

    private static Architecture ReadArchitecture(string text) => text switch
    {
        "x86_64" or "amd64" => Architecture.X86_64,
        "x86" or "i686" or "i386" => Architecture.X86,
        "arm64" or "aarch64" => Architecture.Arm64,
        "arm64e" => Architecture.Arm64E,
        "arm" or "armv7l" or "armv6l" => Architecture.Arm,
        "riscv64" => Architecture.RiscV64,
        "ppc64le" => Architecture.Ppc64Le,
        "ppc64" => Architecture.Ppc64,
        "s390x" => Architecture.S390X,
        "loongarch64" => Architecture.LoongArch64,
        _ => Architecture.Unknown,
    };

    private static string Short(PackedVersion? version) =>
        version is not { } known ? "" : known is { Minor: 0, Patch: 0 } ? known.Major.ToString(CultureInfo.InvariantCulture) : known.ToString();
}
