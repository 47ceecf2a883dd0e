using System.Collections.Frozen;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Fixes;

/// <summary>Which package manager of a Mac brings a library. The system itself has none to install.</summary>
internal static class MacLibraries
{
    private static readonly Lazy<FrozenDictionary<string, string>> Homebrew = new(() => SystemLibraries.Read("homebrew"));
    private static readonly Lazy<FrozenDictionary<string, string>> MacPorts = new(() => SystemLibraries.Read("macports"));

    /// <summary>Ways to bring a library by its name, with the package manager that the Python is from.</summary>
    public static IEnumerable<Fix> Provide(string name, FixSituation situation, bool newer)
    {
        bool isPorts = situation.Environment.RealExecutable?.StartsWith("/opt/local/", StringComparison.Ordinal) == true;
        if ((isPorts ? MacPorts : Homebrew).Value.GetValueOrDefault(name) is not { } package)
            return situation.Environment.Kind == EnvironmentKind.Conda ? [] : [Advice($"install what brings {name}, or a release of the package that has it inside")];
        return isPorts
            ? [Ask($"{(newer ? "bring a newer" : "install")} {name} with MacPorts (as root)", $"port {(newer ? "upgrade" : "install")} {package}")]
            : situation.Environment.Kind == EnvironmentKind.Conda ? [] : [Brew(package, situation, newer ? "upgrade" : "install")];
    }

    /// <summary>Ways to fill a place that belongs to a package manager.</summary>
    public static IEnumerable<Fix> ProvidePath(string path, FixSituation situation)
    {
        if (PackageManagerPath.Of(path) is not { } place) return [];
        string name = PosixPath.Name(path);
        string? package = place.Package ?? (place.IsHomebrew ? Homebrew : MacPorts).Value.GetValueOrDefault(name);
        if (!place.IsHomebrew) return [package is null ? Advice($"install the port that brings {name}") : Ask($"install {name} with MacPorts (as root)", $"port install {package}")];
        if (package is null) return [Advice($"install the formula that brings {name}")];

        // What Homebrew installs natively is in /opt/homebrew: a place in /usr/local stays empty.
        return place.IsIntel && situation.Target.Architecture != Architecture.X86_64 ? [] : [Brew(package, situation, "install")];
    }

    // A Mac that came from an Intel one has both; the first on PATH may be the other one.
    private static Fix Brew(string package, FixSituation situation, string verb) =>
        Ask($"{verb} {package} with Homebrew", $"{(situation.Target.Architecture == Architecture.X86_64 ? "/usr/local" : "/opt/homebrew")}/bin/brew {verb} {package}");

    private static Fix Ask(string summary, string command) => new(summary, [command], Applicability.NeedsConsent);

    private static Fix Advice(string text) => new(text, [], Applicability.DisplayOnly);
}
