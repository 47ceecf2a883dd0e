using Assay.Targets;

namespace Assay.Packaging.Locking;

/// <summary>The names that conda has for machines, and what its virtual packages say of one (https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-virtual.html).</summary>
public static class CondaPlatform
{
    /// <summary>The subdirectory of channels that is for a machine (<c>linux-64</c>), or null.</summary>
    /// <param name="target">The machine.</param>
    public static string? Of(Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return (target.Os, target.Architecture) switch
        {
            (OperatingSystemKind.Linux, Architecture.X86_64) => "linux-64",
            (OperatingSystemKind.Linux, Architecture.X86) => "linux-32",
            (OperatingSystemKind.Linux, Architecture.Arm64) => "linux-aarch64",
            (OperatingSystemKind.Linux, Architecture.Ppc64Le) => "linux-ppc64le",
            (OperatingSystemKind.Linux, Architecture.S390X) => "linux-s390x",
            (OperatingSystemKind.Linux, Architecture.RiscV64) => "linux-riscv64",
            (OperatingSystemKind.MacOs, Architecture.X86_64) => "osx-64",
            (OperatingSystemKind.MacOs, Architecture.Arm64 or Architecture.Arm64E) => "osx-arm64",
            (OperatingSystemKind.Windows, Architecture.X86_64) => "win-64",
            (OperatingSystemKind.Windows, Architecture.X86) => "win-32",
            (OperatingSystemKind.Windows, Architecture.Arm64) => "win-arm64",
            _ => null,
        };
    }

    /// <summary>
    /// The version that a virtual package has on a machine. Null for those that the machine does not have, and for what neither files nor the target's name tell: drivers (<c>__cuda</c>) and the
    /// processor's level (<c>__archspec</c>).
    /// </summary>
    /// <param name="name">Its name: <c>__glibc</c>, <c>__osx</c>.</param>
    /// <param name="target">The machine.</param>
    internal static string? VersionOf(string name, Target target) => name switch
    {
        "__glibc" when target is { Os: OperatingSystemKind.Linux, Libc: LibcKind.Glibc } => target.LibcVersion?.ToString(),
        "__osx" when target.Os == OperatingSystemKind.MacOs => target.OsVersion?.ToString(),
        _ => null,
    };

    /// <summary>Why a machine does not meet a need of a conda package; null when it does, and when that is not known.</summary>
    /// <param name="need">A match specification: <c>__glibc &gt;=2.17,&lt;3.0.a0</c>.</param>
    /// <param name="target">The machine.</param>
    public static string? Unmet(string need, Target target)
    {
        ArgumentNullException.ThrowIfNull(need);
        ArgumentNullException.ThrowIfNull(target);
        string[] words = need.Split(' ', 3, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0) return null;
        OperatingSystemKind? system = words[0] switch { "__osx" => OperatingSystemKind.MacOs, "__win" => OperatingSystemKind.Windows, "__linux" or "__glibc" => OperatingSystemKind.Linux, _ => null };
        if (system is null) return null;
        if (system != target.Os) return $"`{need}` is asked for";
        string? own = VersionOf(words[0], target);
        return own is not null && words.Length > 1 && VersionSpecifiers.TryParse(words[1], out VersionSpecifiers? specifiers) && !specifiers.Contains(own) ? $"`{need}` is asked for, this is {(words[0] == "__osx" ? "macOS" : "glibc")} {own}" : null;
    }
}
