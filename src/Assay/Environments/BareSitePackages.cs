using System.Collections.Immutable;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>Describes a folder of packages that has no interpreter (<c>pip install --target</c>, an unpacked layer): what its files are made for tells what Python it wants.</summary>
internal sealed class BareSitePackages(IMachine machine, EnvironmentBuilder builder)
{
    /// <summary>True when a directory looks like one: it holds metadata of distributions, or carries the name.</summary>
    public bool LooksLikeOne(string path) =>
        PosixPath.Name(path) is "site-packages" or "dist-packages"
        || (machine.List(path)?.Any(entry => entry.Name.EndsWith(".dist-info", StringComparison.Ordinal) || entry.Name.EndsWith(".egg-info", StringComparison.Ordinal)) ?? false);

    /// <summary>Describes the directory.</summary>
    public PythonEnvironment Describe(string path)
    {
        (ImmutableArray<InstalledDistribution> distributions, ImmutableArray<string> interrupted) = builder.Distributions([path]);
        string? tag = distributions.SelectMany(distribution => distribution.WheelTags).FirstOrDefault(tag => tag.StartsWith("cp", StringComparison.Ordinal) && !tag.EndsWith("-any", StringComparison.Ordinal));
        string[] parts = tag?.Split('-') ?? [];
        string platform = parts.Length == 3 ? parts[2] : "";
        PythonVersion? version = parts.Length == 3 ? InterpreterName.Parse("python" + parts[0][2..])?.Version : null;
        version ??= path.Split('/').AsEnumerable().Reverse().Select(InterpreterName.Parse).FirstOrDefault(named => named is not null)?.Version;
        string flags = parts.Length == 3 && parts[1].StartsWith("cp", StringComparison.Ordinal) && parts[1].EndsWith('t') ? "t" : "";
        OperatingSystemKind os = platform.StartsWith("macosx", StringComparison.Ordinal) ? OperatingSystemKind.MacOs
            : platform.StartsWith("win", StringComparison.Ordinal) ? OperatingSystemKind.Windows
            : platform.Contains("linux", StringComparison.Ordinal) ? OperatingSystemKind.Linux : OperatingSystemKind.Unknown;
        LibcKind libc = platform.StartsWith("musl", StringComparison.Ordinal) ? LibcKind.Musl : os == OperatingSystemKind.Linux ? LibcKind.Glibc : LibcKind.None;
        Architecture architecture = ArchitectureOf(platform);
        InterpreterFacts facts = new() { Os = os, Libc = libc, AbiFlags = flags, Architectures = architecture == Architecture.Unknown ? [] : [architecture] };
        PythonVersion known = version ?? new PythonVersion(3, 0);
        return new PythonEnvironment
        {
            Machine = machine,
            Path = path,
            Kind = EnvironmentKind.BareSitePackages,
            IsFragment = true,
            Version = known,
            AbiFlags = flags,
            Os = os,
            Libc = libc,
            Architectures = facts.Architectures,
            ExtensionSuffixes = ExtensionSuffixTable.For(machine, facts, known, null),
            ModulePath = [path],
            SiteDirectories = [path],
            Distributions = distributions,
            InterruptedInstallations = interrupted,
            Problems = version is null ? [$"{path}: nothing in it tells which Python version it is for"] : [],
        };
    }

    private static Architecture ArchitectureOf(string platform) =>
        platform.EndsWith("x86_64", StringComparison.Ordinal) || platform.EndsWith("amd64", StringComparison.Ordinal) ? Architecture.X86_64
        : platform.EndsWith("aarch64", StringComparison.Ordinal) || platform.EndsWith("arm64", StringComparison.Ordinal) ? Architecture.Arm64
        : platform.EndsWith("i686", StringComparison.Ordinal) || platform == "win32" ? Architecture.X86
        : platform.EndsWith("armv7l", StringComparison.Ordinal) ? Architecture.Arm
        : platform.EndsWith("riscv64", StringComparison.Ordinal) ? Architecture.RiscV64
        : platform.EndsWith("ppc64le", StringComparison.Ordinal) ? Architecture.Ppc64Le
        : platform.EndsWith("s390x", StringComparison.Ordinal) ? Architecture.S390X
        : Architecture.Unknown;
}
