using System.Collections.Immutable;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>Puts an environment together, from its interpreter outwards.</summary>
internal sealed class EnvironmentBuilder(IMachine machine, string workingDirectory)
{
    /// <summary>Describes the environment that starts with an executable.</summary>
    /// <param name="executable">The interpreter, absolute; it may be gone, when a <c>pyvenv.cfg</c> near it says what it was.</param>
    /// <param name="namedPath">The directory that was named, or null when the executable itself was.</param>
    public EnvironmentSearchResult FromExecutable(string executable, string? namedPath)
    {
        List<string> problems = [];
        PyVenvConfig? config = ConfigOf(executable);
        string? real = machine.RealPath(Started(executable, config));
        if (real is not null && !machine.IsFile(real)) real = null;
        InterpreterFacts facts = real is null ? new InterpreterFacts() : InterpreterReader.Read(machine, real);
        problems.AddRange(facts.Problems);
        if (real is null) problems.Add(Gone(executable, config));
        if (facts.Os == OperatingSystemKind.Unknown) facts = facts with { Os = GuessSystem(executable, config) };
        if (VersionOf(facts, executable, real, config) is not { } version)
        {
            string what = facts.Problems is [var first, ..] ? first : $"{executable}: no file tells which Python version it is";
            return EnvironmentSearchResult.Missing(new EnvironmentProblem(EnvironmentProblemKind.NotAnEnvironment, executable, what + "; expected a Python interpreter"));
        }

        string threadFlag = facts.AbiFlags.Contains('t', StringComparison.Ordinal) ? "t" : "";
        PrefixSearchInput input = new(executable, real, facts.SharedLibrary, facts.Os, version, threadFlag);
        PrefixSearchResult prefixes = new PrefixSearch(machine, input, workingDirectory).Run();
        SitePath site = new(machine, input, prefixes, workingDirectory);
        site.Run();
        EnvironmentKind kind = KindOf(prefixes, site, real);
        string? basePrefix = prefixes.Prefix;
        if (basePrefix is not null && basePrefix.Contains("/Cellar/", StringComparison.Ordinal)) basePrefix = ApplyHomebrew(site, basePrefix);
        problems.AddRange(site.Problems);
        string? failure = site.Failure;
        if (prefixes.StandardLibrary is null && real is not null && !prefixes.Path.Any(machine.IsFile))
        {
            // "Fatal Python error: init_fs_encoding": the package encodings is in the standard library, or in its archive.
            failure = machine.EnvironmentVariable("PYTHONHOME") is { Length: > 0 } home && !prefixes.IsIsolated
                ? $"PYTHONHOME says {home}, where there is no standard library of Python {version.Short}"
                : $"no standard library of Python {version.Short} was found around {executable}";
            problems.Add(failure);
        }


        string? prefix = prefixes.VirtualEnvironment ?? basePrefix;
        (ImmutableArray<InstalledDistribution> distributions, ImmutableArray<string> interrupted) = Distributions(site.Path);
        string? dynamic = facts.Os == OperatingSystemKind.Windows ? null
            : prefixes.StandardLibrary is { } library ? PosixPath.Join(library, "lib-dynload") : null;
        return EnvironmentSearchResult.Found(new PythonEnvironment
        {
            Machine = machine,
            Path = namedPath ?? prefix ?? PosixPath.Directory(executable),
            Kind = kind,
            Version = version,
            ReleaseLevel = facts.ReleaseLevel,
            Implementation = facts.Implementation,
            AbiFlags = facts.AbiFlags,
            Executable = executable,
            RealExecutable = real,
            Prefix = prefix,
            BasePrefix = basePrefix,
            BaseExecPrefix = prefixes.ExecPrefix,
            StandardLibrary = prefixes.StandardLibrary,
            SharedLibrary = facts.SharedLibrary,
            VirtualEnvironmentConfig = prefixes.Config,
            Architectures = facts.Architectures,
            Os = facts.Os,
            Libc = facts.Libc,
            LoaderPath = facts.LoaderPath,
            ExtensionSuffixes = ExtensionSuffixTable.For(machine, facts, version, dynamic),
            ModulePath = site.Path,
            SiteDirectories = [.. site.SiteDirectories],
            UserSite = site.UserSite,
            BuiltinModules = facts.BuiltinModules,
            Distributions = distributions,
            InterruptedInstallations = interrupted,
            CondaPackages = prefix is null ? [] : CondaPrefix.Packages(machine, prefix),
            EditableModules = site.EditableModules.ToImmutableDictionary(StringComparer.Ordinal),
            ExecutablePathLines = [.. site.ExecutableLines],
            StartupFailure = real is null ? null : failure,
            Problems = [.. problems],
        });
    }

    /// <summary>The distributions of all directories of a path, the first of each name being the one Python sees.</summary>
    public (ImmutableArray<InstalledDistribution> Distributions, ImmutableArray<string> Interrupted) Distributions(IEnumerable<string> path)
    {
        List<InstalledDistribution> distributions = [];
        List<string> interrupted = [];
        DistributionReader reader = new(machine);
        foreach (string directory in path) reader.Read(directory, distributions, interrupted);
        return ([.. distributions], [.. interrupted]);
    }

    /// <summary>On Windows the python.exe of a virtual environment is a launcher that starts the one in <c>home</c> (PC/venvlauncher.c); elsewhere it is the interpreter or a link to it.</summary>
    private static string Started(string executable, PyVenvConfig? config) =>
        config?.Home is { } home && executable.EndsWith(".exe", StringComparison.OrdinalIgnoreCase) ? PosixPath.Join(home, PosixPath.Name(executable)) : executable;

    private PyVenvConfig? ConfigOf(string executable)
    {
        string beside = PosixPath.Directory(executable);
        return PyVenvConfig.Read(machine, PosixPath.Join(PosixPath.Directory(beside), "pyvenv.cfg")) ?? PyVenvConfig.Read(machine, PosixPath.Join(beside, "pyvenv.cfg"));
    }

    private string Gone(string executable, PyVenvConfig? config)
    {
        string link = machine.ReadLink(executable) is { } target ? $"is a link to {target}, which leads nowhere" : "is missing";
        string home = config?.Home is { } named && !machine.IsDirectory(named) ? $"; {config.Path} says home = {named}, which is gone" : "";
        return $"{executable}: {link}{home}; expected a Python interpreter";
    }

    private PythonVersion? VersionOf(InterpreterFacts facts, string executable, string? real, PyVenvConfig? config)
    {
        if (facts.Version is { } read) return read;
        if (config?.Version is { } text && ParseVersion(text) is { } written) return written;
        if (InterpreterName.Parse(PosixPath.Name(executable)) is { } named) return named.Version;
        if (facts.Architectures.IsEmpty && real is not null) return null;

        // The directory of the standard library, or of the environment's packages, carries the version in its name.
        foreach (string start in (ReadOnlySpan<string>)[PosixPath.Directory(executable), PosixPath.Directory(real ?? executable)])
        {
            string library = PosixPath.Join(PosixPath.Directory(start), "lib");
            PythonVersion? newest = null;
            foreach (DirectoryEntry entry in machine.List(library) ?? [])
                if (InterpreterName.Parse(entry.Name) is { } found && found.Version.Minor > (newest?.Minor ?? -1) && machine.IsDirectory(PosixPath.Join(library, entry.Name))) newest = found.Version;
            if (newest is not null) return newest;
        }

        return null;
    }

    private static PythonVersion? ParseVersion(string text)
    {
        string[] parts = text.Split('.');
        if (parts.Length < 2 || !int.TryParse(parts[0], out int major) || !int.TryParse(parts[1], out int minor) || major is < 0 or > 9 || minor is < 0 or > 999) return null;
        return new PythonVersion(major, minor, parts.Length > 2 && int.TryParse(parts[2], out int micro) && micro is >= 0 and < 1000 ? micro : null);
    }

    /// <summary>Only for interpreters that are gone: what the layout says.</summary>
    private static OperatingSystemKind GuessSystem(string executable, PyVenvConfig? config)
    {
        if (executable.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)) return OperatingSystemKind.Windows;
        string home = config?.Home ?? "";
        bool mac = home.StartsWith("/opt/homebrew/", StringComparison.Ordinal) || home.StartsWith("/Library/", StringComparison.Ordinal) || home.StartsWith("/Users/", StringComparison.Ordinal)
            || home.StartsWith("/Applications/", StringComparison.Ordinal) || home.Contains(".framework/", StringComparison.Ordinal) || home.StartsWith("/usr/local/Cellar/", StringComparison.Ordinal)
            || home.StartsWith("/usr/local/opt/", StringComparison.Ordinal);
        return mac ? OperatingSystemKind.MacOs : OperatingSystemKind.Linux;
    }

    private EnvironmentKind KindOf(PrefixSearchResult prefixes, SitePath site, string? real)
    {
        if (prefixes.VirtualEnvironment is not null) return EnvironmentKind.VirtualEnvironment;
        if (prefixes.Prefix is { } prefix && machine.IsDirectory(PosixPath.Join(prefix, "conda-meta"))) return EnvironmentKind.Conda;
        if (real is not null && real.Contains("/Cellar/python", StringComparison.Ordinal)) return EnvironmentKind.Homebrew;
        if (prefixes.Prefix is { } framework && framework.Contains(".framework/Versions/", StringComparison.Ordinal)) return EnvironmentKind.Framework;
        return site.IsDebian ? EnvironmentKind.Debian : EnvironmentKind.Prefix;
    }

    /// <summary>
    /// Homebrew's <c>sitecustomize.py</c> shortens the paths: its site-packages directory is a link out of the Cellar, and the prefix is reached
    /// through <c>opt</c> (homebrew-core, Formula/p/python@3.x.rb, <c>sitecustomize</c>).
    /// </summary>
    private string ApplyHomebrew(SitePath site, string basePrefix)
    {
        foreach (string directory in site.SiteDirectories.ToArray())
        {
            if (!directory.Contains("/Cellar/", StringComparison.Ordinal) || machine.RealPath(directory) is not { } real || real == directory) continue;
            if (real.EndsWith("/site-packages", StringComparison.Ordinal)) site.Replace(directory, real);
        }

        int cellar = basePrefix.IndexOf("/Cellar/", StringComparison.Ordinal);
        string[] parts = basePrefix[(cellar + 8)..].Split('/', 3);
        if (parts.Length < 3) return basePrefix;
        string through = $"{basePrefix[..cellar]}/opt/{parts[0]}/{parts[2]}";
        return machine.IsDirectory(through) ? through : basePrefix;
    }
}
