using System.Text.Json;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Fixes;

/// <summary>How an interpreter gets a part of its standard library that it lacks (<c>interpreter-parts.json</c>).</summary>
internal static class InterpreterParts
{
    /// <summary>Ways to bring a module of the standard library.</summary>
    public static IEnumerable<Fix> Provide(string module, FixSituation situation)
    {
        PythonEnvironment environment = situation.Environment;
        bool isDebians = environment.Kind == EnvironmentKind.Debian || (situation.System == SystemFamily.Debian && environment.BasePrefix == "/usr");
        if (isDebians)
        {
            string package = DebianNames.PackageOfModule(module) ?? $"libpython{environment.Version.Short}-stdlib";
            yield return Ask($"install the part of Python that has {module} (as root)", DebianNames.PackageOfModule(module) is null ? $"apt-get install --reinstall {package}" : $"apt-get install {package}");
            yield break;
        }

        bool isPyenv = (environment.BasePrefix ?? environment.Prefix ?? "").Contains("/.pyenv/versions/", StringComparison.Ordinal);
        string? headers = situation.System == SystemFamily.Debian ? Lookup("debian", module) : situation.Target.Os == OperatingSystemKind.MacOs ? Lookup("homebrew", module) : null;
        if (headers is not null)
        {
            string install = situation.Target.Os == OperatingSystemKind.MacOs ? $"brew install {headers}" : $"apt-get install {headers}";
            yield return isPyenv
                ? Ask($"install what {module} is built from, and build Python again", install, $"pyenv install --force {environment.Version}")
                : Ask($"install what {module} is built from, then build this Python again", install);
        }

        yield return new Fix($"or use a Python that has {module}: those of python.org, uv and conda-forge are complete", [], Applicability.DisplayOnly);
    }

    private static Fix Ask(string summary, params string[] commands) => new(summary, [.. commands], Applicability.NeedsConsent);

    private static string? Lookup(string system, string module)
    {
        using JsonDocument document = EmbeddedData.Open("interpreter-parts");
        return document.RootElement.GetProperty(system).TryGetProperty(module, out JsonElement package) ? package.GetString() : null;
    }
}
