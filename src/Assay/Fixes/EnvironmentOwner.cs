using Assay.Environments;
using Assay.Primitives;

namespace Assay.Fixes;

/// <summary>Who owns an environment.</summary>
/// <param name="Kind">The tool.</param>
/// <param name="Directory">The directory of its project, absolute; null where there is none, or it is elsewhere.</param>
/// <param name="Program">What the tool is called: <c>micromamba</c>, <c>pip</c>.</param>
public sealed record EnvironmentOwner(OwnerKind Kind, string? Directory, string Program)
{
    private const int LargestHistory = 1 << 20;

    /// <summary>The program for packages of conda, which an environment of another owner may have too.</summary>
    internal string CondaProgram => Kind == OwnerKind.Conda ? Program : "conda";

    /// <summary>Reads whose environment it is from who installed its packages, and from the files beside it.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="system">Whose package manager the system has.</param>
    public static EnvironmentOwner Of(PythonEnvironment environment, SystemFamily system)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment.Kind switch
        {
            EnvironmentKind.Conda => OfConda(environment),
            EnvironmentKind.Debian => new EnvironmentOwner(OwnerKind.Apt, null, "apt"),
            EnvironmentKind.Homebrew => new EnvironmentOwner(OwnerKind.Homebrew, null, "Homebrew"),
            EnvironmentKind.BareSitePackages => new EnvironmentOwner(OwnerKind.Folder, null, "pip"),
            EnvironmentKind.VirtualEnvironment => OfVirtual(environment),
            _ => OfInstalled(environment, system),
        };
    }

    private static EnvironmentOwner OfVirtual(PythonEnvironment environment)
    {
        string? project = environment.Prefix is { } prefix ? PosixPath.Directory(prefix) : null;
        bool Has(string file) => project is not null && environment.Machine.IsFile(PosixPath.Join(project, file));
        bool IsBy(string tool) => environment.Distributions.Any(distribution => distribution.Installer?.StartsWith(tool, StringComparison.OrdinalIgnoreCase) == true);

        // Poetry keeps its environments in its cache unless told otherwise; the project is then wherever its user stands.
        if (Has("poetry.lock")) return new EnvironmentOwner(OwnerKind.Poetry, project, "poetry");
        if (IsBy("poetry") || environment.Path.Contains("/pypoetry/virtualenvs/", StringComparison.Ordinal)) return new EnvironmentOwner(OwnerKind.Poetry, null, "poetry");
        if (Has("pdm.lock")) return new EnvironmentOwner(OwnerKind.Pdm, project, "pdm");
        if (Has("uv.lock")) return new EnvironmentOwner(OwnerKind.UvProject, project, "uv");
        return environment.VirtualEnvironmentConfig?.MadeBy == "uv" || environment.Distributions.FirstOrDefault()?.Installer == "uv"
            ? new EnvironmentOwner(OwnerKind.Uv, null, "uv")
            : new EnvironmentOwner(OwnerKind.Pip, null, "pip");
    }

    private static EnvironmentOwner OfConda(PythonEnvironment environment)
    {
        string prefix = environment.Prefix ?? environment.Path;
        int pixi = prefix.IndexOf("/.pixi/envs/", StringComparison.Ordinal);
        if (pixi > 0) return new EnvironmentOwner(OwnerKind.Pixi, prefix[..pixi], "pixi");

        // The lines `# cmd: /opt/bin/mamba install numpy` of the history tell which program was used last.
        string history = environment.Machine.ReadText(PosixPath.Join(prefix, "conda-meta/history"), LargestHistory) ?? "";
        string command = history.Split('\n').LastOrDefault(line => line.StartsWith("# cmd: ", StringComparison.Ordinal))?["# cmd: ".Length..] ?? "";
        string program = PosixPath.Name(command.Split(' ')[0].Replace('\\', '/'));
        return new EnvironmentOwner(OwnerKind.Conda, null, program is "mamba" or "micromamba" ? program : "conda");
    }

    private static EnvironmentOwner OfInstalled(PythonEnvironment environment, SystemFamily system)
    {
        bool isSystem = environment.Prefix is "/usr";
        OwnerKind? kind = !isSystem ? null : system switch
        {
            SystemFamily.RedHat => OwnerKind.Dnf,
            SystemFamily.Suse => OwnerKind.Zypper,
            SystemFamily.Alpine => OwnerKind.Apk,
            SystemFamily.Arch => OwnerKind.Pacman,
            _ => null,
        };
        if (kind is { } own) return new EnvironmentOwner(own, null, own.ToString().ToLowerInvariant());
        bool isManaged = environment.StandardLibrary is { } library && environment.Machine.IsFile(PosixPath.Join(library, "EXTERNALLY-MANAGED"));
        return isManaged ? new EnvironmentOwner(OwnerKind.Managed, null, "its maker") : new EnvironmentOwner(OwnerKind.Pip, null, "pip");
    }
}
