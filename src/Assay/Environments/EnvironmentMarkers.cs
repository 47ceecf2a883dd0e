using System.Collections.Immutable;
using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>The values that an environment's interpreter would give to the variables of markers (PEP 508).</summary>
public static class EnvironmentMarkers
{
    /// <summary>Works out the values from what was read. <c>platform_release</c> and <c>platform_version</c> belong to the running kernel and are absent.</summary>
    /// <param name="environment">The environment.</param>
    public static MarkerEnvironment Of(PythonEnvironment environment)
    {
        ImmutableDictionary<string, string>.Builder values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        values["extra"] = "";
        values["python_version"] = environment.Version.Short;
        if (environment.Version.Micro is not null) values["python_full_version"] = environment.Version.ToString();
        values["implementation_name"] = environment.Implementation;
        values["platform_python_implementation"] = environment.Implementation switch { "cpython" => "CPython", "pypy" => "PyPy", _ => environment.Implementation };
        if (environment.Implementation == "cpython" && environment.Version.Micro is not null) values["implementation_version"] = environment.Version.ToString();
        AddPlatform(values, environment.Os, environment.Architectures is [var architecture] ? architecture : Architecture.Unknown);
        return new MarkerEnvironment { Values = values.ToImmutable() };
    }

    /// <summary>The values of a CPython that is not at hand on a machine.</summary>
    /// <param name="python">The Python.</param>
    /// <param name="target">The machine.</param>
    public static MarkerEnvironment Of(PythonBuild python, Target target)
    {
        ArgumentNullException.ThrowIfNull(target);
        ImmutableDictionary<string, string>.Builder values = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        values["extra"] = "";
        values["python_version"] = $"{python.Major}.{python.Minor}";
        values["python_full_version"] = values["implementation_version"] = python.FullVersion;
        values["implementation_name"] = "cpython";
        values["platform_python_implementation"] = "CPython";
        AddPlatform(values, target.Os, target.Architecture);
        return new MarkerEnvironment { Values = values.ToImmutable() };
    }

    private static void AddPlatform(ImmutableDictionary<string, string>.Builder values, OperatingSystemKind os, Architecture architecture)
    {
        (string? name, string? platform, string? system) = os switch
        {
            OperatingSystemKind.Linux => ("posix", "linux", "Linux"),
            OperatingSystemKind.MacOs => ("posix", "darwin", "Darwin"),
            OperatingSystemKind.Windows => ("nt", "win32", "Windows"),
            _ => ((string?)null, (string?)null, (string?)null),
        };
        if (name is not null && platform is not null && system is not null)
        {
            values["os_name"] = name;
            values["sys_platform"] = platform;
            values["platform_system"] = system;
        }

        if (architecture != Architecture.Unknown)
            values["platform_machine"] = os == OperatingSystemKind.Windows && architecture == Architecture.X86_64 ? "AMD64"
                : os == OperatingSystemKind.Windows && architecture == Architecture.Arm64 ? "ARM64" : TargetName.ArchitectureName(architecture, os);
    }
}
