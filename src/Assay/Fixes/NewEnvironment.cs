using Assay.Diagnostics;
using Assay.Environments;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Fixes;

/// <summary>How an environment is made anew, beside the old one wherever that is possible.</summary>
internal static class NewEnvironment
{
    /// <summary>The commands for the tool that made the old one.</summary>
    public static Fix Make(string reason, Finding finding, FixSituation situation)
    {
        PythonEnvironment environment = situation.Environment;

        // A finding about the whole environment speaks of no package: the user knows what is to come back.
        string? package = finding.Import is { } import ? ModuleNames.DistributionFor(import.Split('.')[0]) : null;
        bool wantsArm = situation.Target.Os == OperatingSystemKind.MacOs;
        if (environment.Kind == EnvironmentKind.Conda)
        {
            string platform = wantsArm ? " --platform osx-arm64" : "";
            string name = wantsArm ? (package ?? "native") + "-arm64" : package ?? "fresh";
            return Ask($"{reason}; make a new one beside it", $"conda create --name {name} --override-channels --channel conda-forge{platform} python={environment.Version.Short} {package?.ToLowerInvariant()}".TrimEnd());
        }

        if (environment.Kind != EnvironmentKind.VirtualEnvironment)
            return new Fix($"{reason}; use another Python and install the packages there", [], Applicability.DisplayOnly);
        string fresh = environment.Path + (wantsArm ? "-arm64" : "-new");
        string python = wantsArm ? "arch -arm64 python3" : $"python{environment.Version.Short}";
        bool isUv = environment.Distributions.Any(distribution => distribution.Installer == "uv");
        return isUv && !wantsArm
            ? Ask($"{reason}; make a new one beside it", $"uv venv --python {environment.Version.Short} {ShellText.Word(fresh)}", $"uv pip install --python {ShellText.Word(fresh + "/bin/python")} {ShellText.Word(package ?? "PACKAGE")}")
            : Ask($"{reason}; make a new one beside it", $"{python} -m venv {ShellText.Word(fresh)}", $"{ShellText.Word(fresh + "/bin/python")} -m pip install {ShellText.Word(package ?? "PACKAGE")}");
    }

    private static Fix Ask(string summary, params string[] commands) => new(summary, [.. commands], Applicability.NeedsConsent);
}
