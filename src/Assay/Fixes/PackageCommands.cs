using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Environments;

namespace Assay.Fixes;

/// <summary>The commands of the tool that owns the packages of an environment.</summary>
internal abstract class PackageCommands
{
    /// <summary>Puts back the files of a distribution, same version.</summary>
    public abstract Fix Reinstall(string distribution, string? version);

    /// <summary>Installs a distribution or moves it to a version that fits.</summary>
    public abstract Fix Install(string requirement);

    /// <summary>Moves a distribution to its newest release.</summary>
    public abstract Fix Upgrade(string distribution);

    /// <summary>Removes a distribution.</summary>
    public abstract Fix Uninstall(string distribution);

    /// <summary>Installs a build for an earlier system; a tool that cannot choose among builds takes an earlier release.</summary>
    public virtual Fix InstallForPlatform(string distribution, string? version, string platform) => Install(version is null ? distribution : $"{distribution}<{version}");

    /// <summary>Installs the project's own build in place of one that was compiled here.</summary>
    public virtual Fix InstallBinary(string distribution, string? version) => Reinstall(distribution, version);

    /// <summary>Installs several distributions in one command. Tools with one source of packages have no use for an index.</summary>
    public virtual Fix InstallTogether(string[] requirements, string? index) => new(
        $"install {string.Join(", ", requirements)} together",
        [.. requirements.SelectMany(requirement => Install(requirement).Commands)],
        Applicability.NeedsConsent);

    /// <summary>Removes every copy of a distribution from its directory and installs it again. pip removes one copy at a time.</summary>
    public virtual Fix InstallAfresh(string distribution, string? version, int copies) => new(
        $"remove every copy of {distribution}, then install it again",
        [.. Enumerable.Repeat(Uninstall(distribution), copies).SelectMany(fix => fix.Commands), .. Install(Pinned(distribution, version)).Commands],
        Applicability.NeedsConsent);

    /// <summary>The tool for the distribution that a requirement names; for one that is not installed yet, the tool of the environment.</summary>
    public static PackageCommands For(FixSituation situation, string requirement)
    {
        string distribution = NameOf(requirement);
        PythonEnvironment environment = situation.Environment;
        InstalledDistribution? installed = environment.Distributions.FirstOrDefault(candidate => candidate.Name == distribution || candidate.NormalizedName == Normalized(distribution));
        bool isUser = installed is not null && installed.Location == environment.UserSite;
        string python = environment.Executable ?? "python3", prefix = environment.Prefix ?? environment.Path;
        EnvironmentOwner owner = situation.Owner;
        return owner.Kind switch
        {
            _ when isUser => new PipCommands(python),
            OwnerKind.Conda when installed?.Installer is null or "conda" => new CondaCommands(prefix, owner.Program),
            OwnerKind.Pixi => new PixiCommands(owner.Directory!, isFromIndex: installed?.Installer is not null and not "conda"),
            OwnerKind.Poetry => new PoetryCommands(owner.Directory),
            OwnerKind.Pdm => new PdmCommands(owner.Directory!),
            OwnerKind.UvProject => new UvProjectCommands(owner.Directory!),
            OwnerKind.Apt => new AptCommands(environment, installed),
            OwnerKind.Dnf or OwnerKind.Zypper or OwnerKind.Apk or OwnerKind.Pacman => new SystemCommands(owner.Kind, environment, installed),
            OwnerKind.Homebrew or OwnerKind.Managed => new ManagedCommands(owner.Program),
            OwnerKind.Folder => new TargetCommands(environment.Path),
            _ when (installed ?? environment.Distributions.FirstOrDefault())?.Installer == "uv" => new UvCommands(environment.Executable ?? environment.Path),
            _ => new PipCommands(python),
        };
    }

    /// <summary>A pinned requirement.</summary>
    protected static string Pinned(string distribution, string? version) => version is null ? distribution : $"{distribution}=={version}";

    /// <summary>What names the wheel files of a distribution in a shell: <c>scikit_learn-1.9.1-*.whl</c>.</summary>
    protected static string WheelPattern(string distribution, string? version) => $"{Normalized(distribution).Replace('-', '_')}-{version ?? ""}*.whl";

    /// <summary>The name at the start of a requirement.</summary>
    protected static string NameOf(string requirement) => new([.. requirement.TakeWhile(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')]);

    /// <summary>One command that asks first.</summary>
    protected static Fix Ask(string summary, params ImmutableArray<string> commands) => new(summary, commands, Applicability.NeedsConsent);

    /// <summary>A name as PEP 503 compares it.</summary>
    private static string Normalized(string name) => string.Join('-', name.ToLowerInvariant().Split('-', '_', '.'));
}
