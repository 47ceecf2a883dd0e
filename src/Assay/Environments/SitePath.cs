using System.Collections.Immutable;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>
/// Grows <c>sys.path</c> as <c>Lib/site.py</c> does: virtual environment first, then the user's directory, then the global ones, each with its <c>.pth</c>
/// files. What differs between versions and distributions is read from the interpreter's own <c>site.py</c>, not guessed from its version.
/// </summary>
internal sealed class SitePath
{
    private const int LargestSource = 1 << 20;
    private readonly IMachine machine;
    private readonly PrefixSearchInput input;
    private readonly PrefixSearchResult prefixes;
    private readonly string workingDirectory;
    private readonly HashSet<string> known;
    private readonly List<string> path = [];
    private readonly bool isDebian;
    private readonly bool skipsHidden;
    private readonly bool dropsByteOrderMark;

    public SitePath(IMachine machine, PrefixSearchInput input, PrefixSearchResult prefixes, string workingDirectory)
    {
        this.machine = machine;
        this.input = input;
        this.prefixes = prefixes;
        this.workingDirectory = workingDirectory;
        known = new HashSet<string>(IsWindows ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        string source = prefixes.StandardLibrary is { } library ? machine.ReadText(PosixPath.Join(library, "site.py"), LargestSource) ?? "" : "";
        isDebian = source.Contains("\"dist-packages\"", StringComparison.Ordinal);
        skipsHidden = source.Contains("UF_HIDDEN", StringComparison.Ordinal);
        dropsByteOrderMark = source.Contains("utf-8-sig", StringComparison.Ordinal);
        foreach (string entry in prefixes.Path)
            if (known.Add(entry)) path.Add(entry);
    }

    /// <summary><c>sys.path</c>, without the leading empty entry.</summary>
    public ImmutableArray<string> Path => [.. path];

    /// <summary>True when this Python carries Debian's patch of <c>site.py</c>.</summary>
    public bool IsDebian => isDebian;

    /// <summary>The site directories that exist, in order.</summary>
    public List<string> SiteDirectories { get; } = [];

    /// <summary>The user site directory if it was added.</summary>
    public string? UserSite { get; private set; }

    /// <summary>Lines of <c>.pth</c> files that run code which cannot be followed.</summary>
    public List<string> ExecutableLines { get; } = [];

    /// <summary>Modules of editable installations behind an import hook.</summary>
    public Dictionary<string, string> EditableModules { get; } = new(StringComparer.Ordinal);

    /// <summary>What could not be read.</summary>
    public List<string> Problems { get; } = [];

    /// <summary>Why <c>import site</c> raises, which ends the interpreter (<c>Fatal Python error: init_import_site</c>); null when it does not.</summary>
    public string? Failure { get; private set; }

    private bool IsWindows => input.Os == OperatingSystemKind.Windows;

    private string VersionDirectory => $"python{input.Version.Short}{input.ThreadFlag}";

    /// <summary>Runs <c>site.main()</c> up to <c>sitecustomize</c>.</summary>
    public void Run()
    {
        if (!prefixes.RunsSite) return;
        if (prefixes.Config is { IsUtf8: false } config) Fail($"{config.Path} is not UTF-8, and Python reads it as nothing else");
        bool includesSystem = prefixes.Config?.IncludesSystemSite ?? true;
        if (prefixes.VirtualEnvironment is { } environment)
            foreach (string directory in GlobalDirectories(environment)) Add(directory, mustExist: true);

        if (includesSystem)
        {
            AddUserSite();
            foreach (string? prefix in (ReadOnlySpan<string?>)[prefixes.VirtualEnvironment, prefixes.Prefix, prefixes.ExecPrefix])
            {
                if (prefix is null) continue;
                foreach (string directory in GlobalDirectories(prefix)) Add(directory, mustExist: true);
            }
        }
    }

    /// <summary>Replaces an entry as Homebrew's <c>sitecustomize</c> does.</summary>
    /// <param name="from">The entry.</param>
    /// <param name="to">What stands in its place afterwards.</param>
    public void Replace(string from, string to)
    {
        int at = path.IndexOf(from);
        if (at >= 0) path[at] = to;
        at = SiteDirectories.IndexOf(from);
        if (at >= 0) SiteDirectories[at] = to;
    }

    /// <summary><c>site.getsitepackages</c> for one prefix.</summary>
    private IEnumerable<string> GlobalDirectories(string prefix)
    {
        if (IsWindows)
        {
            yield return prefix;
            yield return PosixPath.Join(prefix, "Lib/site-packages");
            yield break;
        }

        string name = "site-packages";
        if (isDebian)
        {
            name = "dist-packages";

            // debian/patches/distutils-install-layout.diff
            if (prefixes.VirtualEnvironment is not null) yield return PosixPath.Join(prefix, $"lib/{VersionDirectory}/site-packages");
            yield return PosixPath.Join(prefix, $"local/lib/{VersionDirectory}/dist-packages");
            yield return PosixPath.Join(prefix, "lib/python3/dist-packages");
        }

        yield return PosixPath.Join(prefix, $"{prefixes.PlatformLibraryDirectory}/{VersionDirectory}/{name}");
        if (prefixes.PlatformLibraryDirectory != "lib") yield return PosixPath.Join(prefix, $"lib/{VersionDirectory}/{name}");
    }

    private void AddUserSite()
    {
        if (machine.EnvironmentVariable("PYTHONNOUSERSITE") is { Length: > 0 } && !prefixes.IsIsolated) return;
        if (prefixes.IsIsolated) return;
        if (UserDirectory() is not { } directory) return;
        directory = PosixPath.Normalize(PosixPath.Join(workingDirectory, directory));
        if (Add(directory, mustExist: true)) UserSite = directory;
    }

    /// <summary><c>site._getuserbase</c> and <c>site._get_path</c>.</summary>
    private string? UserDirectory()
    {
        bool framework = input.Os == OperatingSystemKind.MacOs && prefixes.Prefix is { } prefix && prefix.Contains(".framework/Versions/", StringComparison.Ordinal);
        string? userBase = machine.EnvironmentVariable("PYTHONUSERBASE") is { Length: > 0 } named ? named : null;
        if (userBase is null)
        {
            if (IsWindows)
            {
                if (machine.EnvironmentVariable("APPDATA") is not { Length: > 0 } roaming) return null;
                userBase = PosixPath.Join(roaming.Replace('\\', '/'), "Python");
            }
            else
            {
                if ((machine.EnvironmentVariable("HOME") ?? HomeOfUser()) is not { } home) return null;
                userBase = home.TrimEnd('/') + (framework ? $"/Library/Python/{input.Version.Short}" : "/.local");
            }
        }

        if (IsWindows) return $"{userBase}/Python{input.Version.Major}{input.Version.Minor}{input.ThreadFlag}/site-packages";
        return framework ? $"{userBase}/lib/python/site-packages" : $"{userBase}/lib/{VersionDirectory}/site-packages";
    }

    /// <summary>Without HOME, <c>os.path.expanduser</c> asks the user database.</summary>
    private string? HomeOfUser()
    {
        using ByteSource? users = machine.Open("/etc/passwd", out _);
        if (users is null || users.Length > 1 << 20) return null;
        string status = TextDecoding.Utf8OrLatin1(machine.ReadPseudoFile("/proc/self/status", 1 << 14));
        string? number = status.Split('\n').FirstOrDefault(line => line.StartsWith("Uid:", StringComparison.Ordinal))?.Split('\t', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(1);
        if (number is null) return null;

        // Of all the users there, one is asked for.
        return users.Ask($"home of user {number}", () => TextDecoding.Utf8OrLatin1(users.ReadUpTo(0, users.Length)).Split('\n').Select(line => line.Split(':')).FirstOrDefault(fields => fields.Length >= 6 && fields[2] == number) is { } found ? [found[5]] : []) is [var home, ..] ? home : null;
    }

    private void Fail(string reason)
    {
        if (Failure is null) Problems.Add(reason);
        Failure ??= reason;
    }

    /// <summary>
    /// True unless the locale's own encoding, in which <c>.pth</c> files are read first (before 3.13) or last, takes every byte. The C locale counts as UTF-8: Python coerces it (PEP 538).
    /// </summary>
    private bool ReadsUtf8()
    {
        if (IsWindows) return false;
        string? locale = new[] { "LC_ALL", "LC_CTYPE", "LANG" }.Select(machine.EnvironmentVariable).FirstOrDefault(value => value is { Length: > 0 });
        return locale is null || !locale.Contains('.', StringComparison.Ordinal) || locale.Contains(".UTF", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary><c>site.addsitedir</c>.</summary>
    private bool Add(string directory, bool mustExist)
    {
        if (mustExist && !machine.IsDirectory(directory)) return false;
        if (!SiteDirectories.Contains(directory)) SiteDirectories.Add(directory);
        else return true; // the .pth files of a directory add nothing the second time
        if (known.Add(directory)) path.Add(directory);
        if (machine.List(directory) is not { } entries)
        {
            Problems.Add($"{directory}: cannot be listed");
            return true;
        }

        List<string> names = [];
        foreach (DirectoryEntry entry in entries)
            if (entry.Name.EndsWith(".pth", StringComparison.Ordinal) && !(skipsHidden && entry.Name.StartsWith('.'))) names.Add(entry.Name);
        names.Sort(string.CompareOrdinal);
        foreach (string name in names) AddFile(directory, name);
        return true;
    }

    private void AddFile(string directory, string name)
    {
        PathFile file = PathFile.Read(machine, directory, name, dropsByteOrderMark);
        if (file.Problem is not null) Problems.Add(file.Problem);
        if (file.BadByte is { } position && ReadsUtf8()) Fail($"{PosixPath.Join(directory, name)} is not UTF-8 at byte {position}, which ends Python while it starts");
        foreach (string entry in file.Directories)
            if (!known.Contains(entry) && machine.Look(entry, out _) is not null && known.Add(entry)) path.Add(entry);
        foreach ((int number, string line) in file.CodeLines)
        {
            if (PathFileCode.IsHarmless(line)) continue;
            if (PathFileCode.EditableFinder(line) is { } finder && PathFileCode.EditableMapping(machine, PosixPath.Join(directory, finder + ".py")) is { } mapping)
            {
                foreach ((string module, string place) in mapping) EditableModules.TryAdd(module, place);
                continue;
            }

            ExecutableLines.Add($"{PosixPath.Join(directory, name)}:{number}: {line}");
        }
    }
}
