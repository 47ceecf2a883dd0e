using System.Collections.Immutable;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>Describes a conda prefix whose interpreter is not at hand (an image of another system, a copy of <c>conda-meta</c> and some packages): its own records tell which Python it has, and for what.</summary>
internal sealed class BareCondaPrefix(IMachine machine, EnvironmentBuilder builder)
{
    /// <summary>Describes the prefix.</summary>
    /// <param name="path">The prefix, absolute.</param>
    /// <returns>Null when no record of a Python is among its records.</returns>
    public PythonEnvironment? Describe(string path)
    {
        ImmutableArray<CondaPackage> packages = CondaPrefix.Packages(machine, path);
        if (packages.FirstOrDefault(package => package.Name == "python") is not { } python) return null;
        string[] parts = python.Version.Split('.');
        if (parts.Length < 2 || InterpreterName.Parse($"python{parts[0]}.{parts[1]}") is not { } named) return null;
        PythonVersion version = named.Version with { Micro = parts.Length > 2 && int.TryParse(parts[2], out int micro) && micro is >= 0 and < 256 ? micro : null };

        // conda-forge names the free-threaded builds in their build strings: h92d6c8b_2_cp313t.
        string flags = python.Build.EndsWith($"cp{version.Major}{version.Minor}t", StringComparison.Ordinal) ? "t" : "";
        (OperatingSystemKind os, Architecture architecture) = PlatformOf(python.Details.Value.Subdirectory);
        InterpreterFacts facts = new() { Os = os, Libc = os == OperatingSystemKind.Linux ? LibcKind.Glibc : LibcKind.None, AbiFlags = flags, Architectures = architecture == Architecture.Unknown ? [] : [architecture] };
        string library = PosixPath.Join(path, os == OperatingSystemKind.Windows ? "Lib" : $"lib/python{version.Short}{flags}"), site = library + "/site-packages";
        (ImmutableArray<InstalledDistribution> distributions, ImmutableArray<string> interrupted) = builder.Distributions([site]);
        return new PythonEnvironment
        {
            Machine = machine,
            Path = path,
            Kind = EnvironmentKind.Conda,
            IsFragment = true,
            Version = version,
            AbiFlags = flags,
            Prefix = path,
            BasePrefix = path,
            Os = os,
            Libc = facts.Libc,
            Architectures = facts.Architectures,
            StandardLibrary = machine.IsFile(library + "/os.py") ? library : null,
            ExtensionSuffixes = ExtensionSuffixTable.For(machine, facts, version, null),
            ModulePath = [library, site],
            SiteDirectories = [site],
            Distributions = distributions,
            InterruptedInstallations = interrupted,
            CondaPackages = packages,
        };
    }

    // conda/base/constants.py, KNOWN_SUBDIRS.
    private static (OperatingSystemKind Os, Architecture Architecture) PlatformOf(string? subdirectory) => subdirectory switch
    {
        "linux-64" => (OperatingSystemKind.Linux, Architecture.X86_64),
        "linux-32" => (OperatingSystemKind.Linux, Architecture.X86),
        "linux-aarch64" => (OperatingSystemKind.Linux, Architecture.Arm64),
        "linux-armv7l" => (OperatingSystemKind.Linux, Architecture.Arm),
        "linux-ppc64le" => (OperatingSystemKind.Linux, Architecture.Ppc64Le),
        "linux-s390x" => (OperatingSystemKind.Linux, Architecture.S390X),
        "linux-riscv64" => (OperatingSystemKind.Linux, Architecture.RiscV64),
        "osx-64" => (OperatingSystemKind.MacOs, Architecture.X86_64),
        "osx-arm64" => (OperatingSystemKind.MacOs, Architecture.Arm64),
        "win-64" => (OperatingSystemKind.Windows, Architecture.X86_64),
        "win-32" => (OperatingSystemKind.Windows, Architecture.X86),
        "win-arm64" => (OperatingSystemKind.Windows, Architecture.Arm64),
        _ => (OperatingSystemKind.Unknown, Architecture.Unknown),
    };
}
