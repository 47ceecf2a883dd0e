using System.Collections.Immutable;
using System.Text.Json;
using Assay.Packaging.Building;
using Assay.Packaging.Choosing;
using Assay.Primitives;

namespace Assay.Fixes;

/// <summary>The commands that bring what a build needs (<c>build-packages.json</c>).</summary>
public static class BuildPackages
{
    private static readonly Lazy<ImmutableDictionary<(SystemFamily, BuildNeed), string>> Names = new(Read);

    /// <summary>The commands; empty when this system's packages are not in the record.</summary>
    /// <param name="needs">What is lacking.</param>
    /// <param name="system">Whose package manager the system has.</param>
    /// <param name="python">The Python that is built for; a free-threaded one is in no system's packages.</param>
    public static ImmutableArray<string> Commands(ImmutableArray<BuildNeed> needs, SystemFamily system, PythonBuild python)
    {
        if (needs.IsEmpty) return [];
        if (system == SystemFamily.Homebrew)
        {
            // Apple's tools bring the compilers for C and C++ and the headers of the system; the rest is Homebrew's.
            string[] brewed = Packages(needs, system, python);
            return [.. needs.Any(need => need is BuildNeed.CCompiler or BuildNeed.CppCompiler) ? ["xcode-select --install"] : Array.Empty<string>(), .. brewed.Length > 0 ? [$"brew install {string.Join(' ', brewed)}"] : Array.Empty<string>()];
        }

        string? manager = system switch { SystemFamily.Debian => "apt-get install", SystemFamily.RedHat => "dnf install", SystemFamily.Alpine => "apk add", SystemFamily.Suse => "zypper install", SystemFamily.Arch => "pacman -S", _ => null };
        string[] packages = Packages(needs, system, python);
        return manager is null || packages.Length == 0 ? [] : [$"{manager} {string.Join(' ', packages)}"];
    }

    private static string[] Packages(ImmutableArray<BuildNeed> needs, SystemFamily system, PythonBuild python) =>
        [.. needs.Where(need => need != BuildNeed.PythonHeaders || !python.IsFreeThreaded).Select(need => Names.Value.GetValueOrDefault((system, need))).OfType<string>().SelectMany(names => names.Replace("{version}", $"{python.Major}.{python.Minor}", StringComparison.Ordinal).Split(' ')).Distinct(StringComparer.Ordinal)];

    private static ImmutableDictionary<(SystemFamily, BuildNeed), string> Read()
    {
        using JsonDocument document = EmbeddedData.Open("build-packages");
        ImmutableDictionary<(SystemFamily, BuildNeed), string>.Builder names = ImmutableDictionary.CreateBuilder<(SystemFamily, BuildNeed), string>();
        foreach (JsonProperty system in document.RootElement.GetProperty("systems").EnumerateObject())
            foreach (JsonProperty need in system.Value.EnumerateObject()) names[(Enum.Parse<SystemFamily>(system.Name), Enum.Parse<BuildNeed>(need.Name))] = need.Value.GetString()!;
        return names.ToImmutable();
    }
}
