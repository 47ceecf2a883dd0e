using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Targets;

namespace Assay.Fixes;

/// <summary>One finding, put right by each tool that could own the environment: what the page of a rule lists.</summary>
public static class Cures
{
    /// <summary>The ways out, one for each group of owners; empty when there is none for anybody.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="environment">The environment it was found in.</param>
    /// <param name="target">Where that runs.</param>
    public static ImmutableArray<Cure> Of(Finding finding, PythonEnvironment environment, Target target)
    {
        ArgumentNullException.ThrowIfNull(finding);
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(target);
        return
        [
            .. Situations(environment, target).Select(pair => (pair.Name, Fix: Best(finding, pair.Situation))).Where(pair => pair.Fix is not null)
                .GroupBy(pair => pair.Fix!.Commands.IsEmpty ? pair.Fix.Summary : string.Join('\n', pair.Fix.Commands))
                .Select(group => new Cure([.. group.Select(pair => pair.Name)], group.First().Fix!)),
        ];
    }

    private static Fix? Best(Finding finding, FixSituation situation)
    {
        ImmutableArray<Fix> fixes = FixPlanner.Plan(finding, situation).Fixes;
        return fixes.FirstOrDefault(fix => !fix.Commands.IsEmpty) ?? fixes.FirstOrDefault();
    }

    private static IEnumerable<(string Name, FixSituation Situation)> Situations(PythonEnvironment environment, Target target)
    {
        bool isMac = target.Os == OperatingSystemKind.MacOs;
        SystemFamily system = isMac ? SystemFamily.Homebrew : target.Libc == LibcKind.Musl ? SystemFamily.Alpine : target.Os == OperatingSystemKind.Linux ? SystemFamily.Debian : SystemFamily.Unknown;
        const string Project = "/home/ada/project";
        PythonEnvironment venv = environment with { Kind = EnvironmentKind.VirtualEnvironment }, conda = environment with { Kind = EnvironmentKind.Conda };
        yield return As("pip", venv, system, new EnvironmentOwner(OwnerKind.Pip, null, "pip"));
        yield return As("uv", venv, system, new EnvironmentOwner(OwnerKind.Uv, null, "uv"));
        yield return As("uv with a project", venv, system, new EnvironmentOwner(OwnerKind.UvProject, Project, "uv"));
        yield return As("Poetry", venv, system, new EnvironmentOwner(OwnerKind.Poetry, Project, "poetry"));
        yield return As("PDM", venv, system, new EnvironmentOwner(OwnerKind.Pdm, Project, "pdm"));
        yield return As("conda", conda, system, new EnvironmentOwner(OwnerKind.Conda, null, "conda"));
        yield return As("pixi", conda, system, new EnvironmentOwner(OwnerKind.Pixi, Project, "pixi"));
        if (isMac) yield return As("Homebrew", environment with { Kind = EnvironmentKind.Homebrew }, system, new EnvironmentOwner(OwnerKind.Homebrew, null, "Homebrew"));
        if (target.Os != OperatingSystemKind.Linux) yield break;
        PythonEnvironment prefix = environment with { Kind = EnvironmentKind.Prefix };
        if (target.Libc != LibcKind.Musl)
        {
            yield return As("Debian's Python", environment with { Kind = EnvironmentKind.Debian }, SystemFamily.Debian, new EnvironmentOwner(OwnerKind.Apt, null, "apt"));
            yield return As("Fedora's Python", prefix, SystemFamily.RedHat, new EnvironmentOwner(OwnerKind.Dnf, null, "dnf"));
        }

        yield return As("Alpine's Python", prefix, SystemFamily.Alpine, new EnvironmentOwner(OwnerKind.Apk, null, "apk"));

        // The examples were installed by pip; here each is the owner's own.
        (string, FixSituation) As(string name, PythonEnvironment place, SystemFamily family, EnvironmentOwner owner) =>
            (name, new FixSituation(place with { Distributions = [.. place.Distributions.Select(distribution => distribution with { Installer = InstallerOf(owner.Kind) })] }, target, family) { Owner = owner });
    }

    private static string? InstallerOf(OwnerKind owner) => owner switch
    {
        OwnerKind.Pip => "pip",
        OwnerKind.Uv or OwnerKind.UvProject => "uv",
        OwnerKind.Conda or OwnerKind.Pixi => "conda",
        _ => null,
    };
}
