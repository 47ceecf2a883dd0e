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
        if (OfProject(situation.Owner, wantsArm) is { } commands) return Ask($"{reason}; make it anew", commands);
        if (environment.Kind == EnvironmentKind.Conda)
        {
            string platform = wantsArm ? " --platform osx-arm64" : "";
            string name = wantsArm ? (package ?? "native") + "-arm64" : package ?? "fresh";
            return Ask($"{reason}; make a new one beside it", $"{situation.Owner.CondaProgram} create --name {name} --override-channels --channel conda-forge{platform} python={environment.Version.Short} {package?.ToLowerInvariant()}".TrimEnd());
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

    // What a project needs stands in its lock file, so the tool needs no names.
    private static string[]? OfProject(EnvironmentOwner owner, bool wantsArm)
    {
        string place = ShellText.Word(owner.Directory ?? "");
        return owner.Kind switch
        {
            OwnerKind.Pixi when wantsArm => [$"pixi workspace platform add --manifest-path {place} osx-arm64", $"pixi install --manifest-path {place}"],
            OwnerKind.Pixi => [$"pixi clean --manifest-path {place}", $"pixi install --manifest-path {place}"],
            OwnerKind.UvProject when !wantsArm => [$"uv venv --project {place} --clear", $"uv sync --project {place}"],
            OwnerKind.Poetry when !wantsArm => [.. new PoetryCommands(owner.Directory).Reinstall("", null).Commands],
            OwnerKind.Pdm when !wantsArm => [$"pdm venv --project {place} remove in-project", $"pdm install --project {place}"],
            _ => null,
        };
    }

    private static Fix Ask(string summary, params string[] commands) => new(summary, [.. commands], Applicability.NeedsConsent);
}
