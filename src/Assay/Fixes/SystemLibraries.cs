using System.Collections.Frozen;
using System.Text.Json;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Fixes;

/// <summary>Which package brings a library (<c>library-packages.json</c>), and the command that installs it.</summary>
internal static class SystemLibraries
{
    private static readonly Lazy<FrozenDictionary<string, string>> Debian = new(() => Read("debian"));
    private static readonly Lazy<FrozenDictionary<string, string>> Conda = new(() => Read("conda"));

    /// <summary>Ways to bring a library, or to bring a newer one.</summary>
    public static IEnumerable<Fix> Provide(string library, FixSituation situation, bool newer)
    {
        // Load commands of macOS hold paths: @rpath/libomp.dylib.
        if (situation.Target.Os == OperatingSystemKind.MacOs) library = PosixPath.Name(library);
        string summary = newer ? $"bring a newer {library}" : $"install {library}";
        if (situation.Environment.Kind == EnvironmentKind.Conda && Conda.Value.GetValueOrDefault(library) is { } condaPackage)
            yield return Ask(summary + " in the environment", situation.Owner is { Kind: OwnerKind.Pixi, Directory: { } workspace }
                ? $"pixi add --manifest-path {ShellText.Word(workspace)} {condaPackage}"
                : $"{situation.Owner.CondaProgram} install --prefix {ShellText.Word(situation.Environment.Prefix ?? situation.Environment.Path)} --channel conda-forge {condaPackage}");
        if (situation.Target.Os == OperatingSystemKind.MacOs)
        {
            foreach (Fix fix in MacLibraries.Provide(library, situation, newer)) yield return fix;
            yield break;
        }

        if (Command(library, situation, newer) is { } command) yield return Ask(summary + " (as root)", command);
        else if (situation.System == SystemFamily.Debian) yield return Advice($"find the package that brings {library}: `apt-file search {library}`");
        else if (situation.System == SystemFamily.Arch) yield return Advice($"find the package that brings {library}: `pacman -F {library}`");
        else if (situation.Environment.Kind != EnvironmentKind.Conda) yield return Advice($"install the package of this system that brings {library}");
    }

    private static string? Command(string library, FixSituation situation, bool newer) => situation.System switch
    {
        SystemFamily.Debian when Debian.Value.GetValueOrDefault(library) is { } package =>
            situation.Environment.Kind == EnvironmentKind.Debian && !newer ? $"apt-get install --reinstall {package}" : $"apt-get install {package}",
        SystemFamily.RedHat => $"dnf install {ShellText.Word(library + "()(64bit)")}",
        SystemFamily.Suse => $"zypper install {ShellText.Word(library + "()(64bit)")}",
        SystemFamily.Alpine => $"apk add so:{library}",
        _ => null,
    };

    private static Fix Ask(string summary, string command) => new(summary, [command], Applicability.NeedsConsent);

    private static Fix Advice(string text) => new(text, [], Applicability.DisplayOnly);

    /// <summary>One of the tables of <c>library-packages.json</c>, by the name of the library.</summary>
    public static FrozenDictionary<string, string> Read(string part)
    {
        using JsonDocument document = EmbeddedData.Open("library-packages");
        return document.RootElement.GetProperty(part).EnumerateObject().ToFrozenDictionary(entry => entry.Name, entry => entry.Value.GetString()!, StringComparer.Ordinal);
    }
}
