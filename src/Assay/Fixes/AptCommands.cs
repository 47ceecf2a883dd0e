using Assay.Diagnostics;
using Assay.Environments;

namespace Assay.Fixes;

/// <summary>Debian's own Python: its packages belong to apt, and pip has no business there (PEP 668).</summary>
/// <param name="environment">The environment.</param>
/// <param name="installed">The distribution in question, or null when it is not installed.</param>
internal sealed class AptCommands(PythonEnvironment environment, InstalledDistribution? installed) : PackageCommands
{
    // Debian's packages live in /usr/lib/python3; what somebody installed with pip is in /usr/local (site.py of Debian's python3-stdlib).
    private bool IsLocal => installed is not null && installed.Location.StartsWith("/usr/local/", StringComparison.Ordinal);

    public override Fix Reinstall(string distribution, string? version) => IsLocal
        ? Advice($"remove {distribution} from /usr/local, where it was installed past apt, and use Debian's or a virtual environment: `python3 -m venv`")
        : Ask($"put the files of {distribution} back", $"apt-get install --reinstall {DebianNames.PackageOf(distribution)}");

    public override Fix InstallAfresh(string distribution, string? version, int copies) => Reinstall(distribution, version);

    public override Fix Install(string requirement)
    {
        string name = NameOf(requirement);
        return requirement == name
            ? Ask($"install {name} from Debian", $"apt-get install {DebianNames.PackageOf(name)}")
            : Ask($"install {requirement} in a virtual environment, because Debian has one version only", $"{ShellText.Word(environment.Executable ?? "python3")} -m venv .venv", $".venv/bin/python -m pip install {ShellText.Word(requirement)}");
    }

    public override Fix Upgrade(string distribution) => IsLocal
        ? Advice($"remove {distribution} from /usr/local, where it was installed past apt, and use Debian's or a virtual environment: `python3 -m venv`")
        : Ask($"bring the newest {distribution} that this Debian has", $"apt-get install --only-upgrade {DebianNames.PackageOf(distribution)}");

    public override Fix Uninstall(string distribution) => IsLocal
        ? Advice($"remove {distribution} from /usr/local, where it was installed past apt")
        : Ask($"remove {distribution}", $"apt-get remove {DebianNames.PackageOf(distribution)}");

    private static Fix Advice(string text) => new(text, [], Applicability.DisplayOnly);
}
