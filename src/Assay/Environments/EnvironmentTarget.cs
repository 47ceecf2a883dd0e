using Assay.Primitives;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>The target that an environment itself is for.</summary>
public static class EnvironmentTarget
{
    /// <summary>Derives the target from the environment's own interpreter and C library: what a foreign root is judged for when nobody says otherwise.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="host">The host, when the environment is on it: page size, CPU and system version are taken from there if the interpreter runs on it natively. Null otherwise.</param>
    /// <returns>The target; unknown facts stay unknown.</returns>
    public static Target Of(PythonEnvironment environment, Target? host = null)
    {
        Architecture architecture = Preferred(environment, host);
        if (host is not null && host.Os == environment.Os && host.Architecture == architecture && (environment.Os != OperatingSystemKind.Linux || host.Libc == environment.Libc || environment.Libc == LibcKind.None)) return host;
        Target target = new()
        {
            Os = environment.Os,
            Architecture = architecture,
            Libc = environment.Libc,
            PageSize = environment.Os == OperatingSystemKind.MacOs && architecture is Architecture.Arm64 or Architecture.Arm64E ? 16384 : 4096,
        };
        if (environment.Os == OperatingSystemKind.Linux && environment.LoaderPath is { } loader)
        {
            LibcFile.Read(environment.Machine, loader, out PackedVersion? version);
            target = target with { LibcVersion = version };
        }
        else if (environment.Os == OperatingSystemKind.Linux && environment.RealExecutable is null)
        {
            Target root = HostTarget.OfRoot(environment.Machine);
            if (architecture == Architecture.Unknown) target = root;
        }

        // A foreign interpreter on this host: macOS translates x86_64 itself.
        if (host is { Os: OperatingSystemKind.MacOs, Architecture: Architecture.Arm64 } && environment.Os == OperatingSystemKind.MacOs && architecture == Architecture.X86_64)
            target = target with { OsVersion = host.OsVersion, Translation = "rosetta", PageSize = 16384 };
        return TargetCpu.Guaranteed(target);
    }

    /// <summary>
    /// The process that an environment's interpreter becomes on a machine: Apple Silicon translates a program that has code for x86_64 only. Every other target
    /// stays what it is.
    /// </summary>
    /// <param name="target">The machine.</param>
    /// <param name="environment">The environment.</param>
    public static Target Process(Target target, PythonEnvironment environment)
    {
        bool isTranslated = target is { Os: OperatingSystemKind.MacOs, Architecture: Architecture.Arm64, Translation: null }
            && environment.Os == OperatingSystemKind.MacOs && environment.Architectures.Contains(Architecture.X86_64) && !environment.Architectures.Any(architecture => architecture is Architecture.Arm64 or Architecture.Arm64E);
        return isTranslated ? TargetCpu.Guaranteed(target with { Architecture = Architecture.X86_64, Translation = "rosetta" }) : target;
    }

    /// <summary>A universal interpreter runs natively where it can; elsewhere the first of its architectures counts.</summary>
    private static Architecture Preferred(PythonEnvironment environment, Target? host)
    {
        if (host is not null && environment.Architectures.Contains(host.Architecture)) return host.Architecture;
        if (environment.Architectures.Contains(Architecture.Arm64)) return Architecture.Arm64;
        return environment.Architectures is [var first, ..] ? first : Architecture.Unknown;
    }
}
