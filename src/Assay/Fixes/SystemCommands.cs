using Assay.Diagnostics;
using Assay.Environments;

namespace Assay.Fixes;

/// <summary>A system's own Python: its packages belong to the package manager of the system, and pip has no business there.</summary>
/// <param name="owner">The package manager.</param>
/// <param name="environment">The environment.</param>
/// <param name="installed">The distribution in question, or null when it is not installed.</param>
internal sealed class SystemCommands(OwnerKind owner, PythonEnvironment environment, InstalledDistribution? installed) : PackageCommands
{
    // sites of what was installed past the package manager: sys.prefix/local, see each distribution's sysconfig.
    private bool IsLocal => installed is not null && installed.Location.StartsWith("/usr/local/", StringComparison.Ordinal);

    public override Fix Reinstall(string distribution, string? version) => IsLocal ? Leave(distribution) : Ask($"put the files of {distribution} back (as root)", owner switch
    {
        OwnerKind.Dnf => $"dnf reinstall {Package(distribution)}",
        OwnerKind.Zypper => $"zypper install --force {Package(distribution)}",
        OwnerKind.Apk => $"apk fix --reinstall {Package(distribution)}",
        _ => $"pacman -S {Package(distribution)}",
    });

    public override Fix Install(string requirement)
    {
        string name = NameOf(requirement);
        return requirement != name
            ? Ask($"install {requirement} in a virtual environment, because this system has one version only", $"{ShellText.Word(environment.Executable ?? "python3")} -m venv .venv", $".venv/bin/python -m pip install {ShellText.Word(requirement)}")
            : Ask($"install {name} from this system (as root)", owner switch
            {
                OwnerKind.Dnf => $"dnf install {Package(name)}",
                OwnerKind.Zypper => $"zypper install {Package(name)}",
                OwnerKind.Apk => $"apk add {Package(name)}",
                _ => $"pacman -S {Package(name)}",
            });
    }

    public override Fix InstallAfresh(string distribution, string? version, int copies) => Reinstall(distribution, version);

    public override Fix Upgrade(string distribution) => IsLocal ? Leave(distribution) : Ask($"bring the newest {distribution} that this system has (as root)", owner switch
    {
        OwnerKind.Dnf => $"dnf upgrade {Package(distribution)}",
        OwnerKind.Zypper => $"zypper update {Package(distribution)}",
        OwnerKind.Apk => $"apk add --upgrade {Package(distribution)}",
        _ => "pacman -Syu",
    });

    public override Fix Uninstall(string distribution) => IsLocal ? Leave(distribution) : Ask($"remove {distribution} (as root)", owner switch
    {
        OwnerKind.Dnf => $"dnf remove {Package(distribution)}",
        OwnerKind.Zypper => $"zypper remove {Package(distribution)}",
        OwnerKind.Apk => $"apk del {Package(distribution)}",
        _ => $"pacman -R {Package(distribution)}",
    });

    private static Fix Leave(string distribution) => new($"remove {distribution} from /usr/local, where it was installed past the system's package manager, and use its package or a virtual environment: `python3 -m venv`", [], Applicability.DisplayOnly);

    // Fedora and SUSE let packages be asked for by what they provide; the others name them after the distribution.
    private string Package(string distribution)
    {
        string name = distribution.ToLowerInvariant().Replace('_', '-');
        return owner switch
        {
            OwnerKind.Dnf => ShellText.Word($"python3dist({name})"),
            OwnerKind.Zypper => $"python3-{name}",
            OwnerKind.Apk => $"py3-{name}",
            _ => $"python-{name}",
        };
    }
}
