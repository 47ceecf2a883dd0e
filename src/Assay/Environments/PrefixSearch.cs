using System.Collections.Immutable;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>What <see cref="PrefixSearch"/> starts from.</summary>
/// <param name="Executable"><c>sys.executable</c>, absolute, links not followed.</param>
/// <param name="RealExecutable">The same with all links followed; null when it is gone.</param>
/// <param name="SharedLibrary">The library that holds the interpreter, or null.</param>
/// <param name="Os">The interpreter's system.</param>
/// <param name="Version">Its version.</param>
/// <param name="ThreadFlag"><c>t</c> for a free-threaded build, else empty.</param>
internal sealed record PrefixSearchInput(string Executable, string? RealExecutable, string? SharedLibrary, OperatingSystemKind Os, PythonVersion Version, string ThreadFlag);

/// <summary>What <see cref="PrefixSearch"/> found.</summary>
internal sealed record PrefixSearchResult
{
    /// <summary><c>sys.base_prefix</c>, or null when no landmark was found.</summary>
    public string? Prefix { get; init; }

    /// <summary><c>sys.base_exec_prefix</c>.</summary>
    public string? ExecPrefix { get; init; }

    /// <summary>The standard library, or null when it is not there.</summary>
    public string? StandardLibrary { get; init; }

    /// <summary><c>sys.platlibdir</c>.</summary>
    public string PlatformLibraryDirectory { get; init; } = "lib";

    /// <summary><c>sys.path</c> before <c>site</c> runs.</summary>
    public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>The virtual environment's directory, or null.</summary>
    public string? VirtualEnvironment { get; init; }

    /// <summary>The <c>pyvenv.cfg</c> in force, or null.</summary>
    public PyVenvConfig? Config { get; init; }

    /// <summary>True when a <c>._pth</c> file replaces everything, so that the process environment is not looked at.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>False only under a <c>._pth</c> file without <c>import site</c>.</summary>
    public bool RunsSite { get; init; } = true;
}

/// <summary>
/// Finds the prefixes and the first part of <c>sys.path</c> as CPython's <c>Modules/getpath.py</c> does (read at 3.11 to 3.14; older versions, in C, differ only in
/// corners). Not modelled: build trees, <c>Py_SetPath</c>, the Windows registry, <c>__PYVENV_LAUNCHER__</c>.
/// </summary>
internal sealed class PrefixSearch(IMachine machine, PrefixSearchInput input, string workingDirectory)
{
    private const int LargestPathFile = 1 << 20;

    private bool IsWindows => input.Os == OperatingSystemKind.Windows;

    private string VersionDirectory => $"python{input.Version.Short}{input.ThreadFlag}";

    /// <summary>Does the search.</summary>
    public PrefixSearchResult Run()
    {
        string executable = input.Executable;
        string real = input.RealExecutable ?? executable;
        string? home = Variable("PYTHONHOME");

        // getpath looks above the executable first and site beside it; site always takes the directory above as sys.prefix, and it does so under PYTHONHOME too.
        string beside = PosixPath.Directory(executable), above = PosixPath.Directory(beside);
        PyVenvConfig? outer = PyVenvConfig.Read(machine, PosixPath.Join(above, "pyvenv.cfg")), inner = PyVenvConfig.Read(machine, PosixPath.Join(beside, "pyvenv.cfg"));
        PyVenvConfig? config = inner ?? outer;
        string? environment = config is null ? null : above;
        string? homeLine = home is null ? (outer ?? inner)?.Home : null;
        string executableDirectory = homeLine is { Length: > 0 } ? PosixPath.Normalize(PosixPath.Join(workingDirectory, homeLine)) : PosixPath.Directory(real);
        if (input.Os == OperatingSystemKind.MacOs && homeLine is null && input.SharedLibrary is { } dylib && HasLandmark(PosixPath.Directory(dylib), "lib"))
            executableDirectory = PosixPath.Directory(dylib);

        if (PathFileResult(executable, real) is { } isolated) return isolated with { VirtualEnvironment = environment, Config = config };
        return Finish(home, executableDirectory) with { VirtualEnvironment = environment, Config = config };
    }

    private PrefixSearchResult Finish(string? home, string executableDirectory)
    {
        string libraryDirectory = Variable("PYTHONPLATLIBDIR") ?? (IsWindows ? "DLLs" : PlatformLibrary(executableDirectory));
        string? prefix = null, execPrefix = null;
        if (home is not null)
        {
            int cut = home.IndexOf(IsWindows ? ';' : ':', StringComparison.Ordinal);
            prefix = cut < 0 ? home : home[..cut];
            execPrefix = cut < 0 ? home : home[(cut + 1)..];
        }

        if (prefix is null && input.SharedLibrary is { } library && (IsWindows || input.Os == OperatingSystemKind.MacOs))
        {
            string beside = PosixPath.Directory(library);
            if (HasLandmark(beside, libraryDirectory)) prefix = beside;
        }

        prefix ??= SearchUp(executableDirectory, directory => HasLandmark(directory, libraryDirectory));
        string? standardLibrary = prefix is null ? null : PosixPath.Join(prefix, IsWindows ? "Lib" : $"{libraryDirectory}/{VersionDirectory}");
        if (standardLibrary is not null && !machine.IsDirectory(standardLibrary)) standardLibrary = null;
        string dynamic = IsWindows ? "DLLs" : $"{libraryDirectory}/{VersionDirectory}/lib-dynload";
        execPrefix ??= IsWindows ? prefix : SearchUp(executableDirectory, directory => machine.IsDirectory(PosixPath.Join(directory, dynamic))) ?? prefix;

        List<string> path = [];
        if (Variable("PYTHONPATH") is { } pythonPath)
            foreach (string entry in pythonPath.Split(IsWindows ? ';' : ':')) path.Add(PosixPath.Normalize(PosixPath.Join(workingDirectory, entry)));

        // sys.path lists the archive whether it is there or not.
        string digits = $"{input.Version.Major}{input.Version.Minor}";
        if (IsWindows)
        {
            string beside = input.SharedLibrary is { } dll ? PosixPath.Directory(dll) : executableDirectory;
            path.Add(PosixPath.Join(beside, $"python{digits}.zip"));
            string dlls = PosixPath.Join(execPrefix ?? executableDirectory, "DLLs");
            path.Add(machine.IsDirectory(dlls) ? dlls : execPrefix ?? executableDirectory);
            if (prefix is not null) path.Add(PosixPath.Join(prefix, "Lib"));
            path.Add(executableDirectory);
        }
        else if (prefix is not null)
        {
            path.Add(PosixPath.Join(prefix, $"{libraryDirectory}/python{digits}{input.ThreadFlag}.zip"));
            path.Add(PosixPath.Join(prefix, $"{libraryDirectory}/{VersionDirectory}"));
            path.Add(PosixPath.Join(execPrefix ?? prefix, dynamic));
        }

        return new PrefixSearchResult
        {
            Prefix = prefix,
            ExecPrefix = execPrefix,
            StandardLibrary = standardLibrary,
            PlatformLibraryDirectory = IsWindows ? "DLLs" : libraryDirectory,
            Path = [.. path],
        };
    }

    /// <summary>A <c>._pth</c> file beside the library, the executable or the real executable is all of sys.path there is.</summary>
    private PrefixSearchResult? PathFileResult(string executable, string real)
    {
        foreach (string? candidate in (ReadOnlySpan<string?>)[input.SharedLibrary, executable, real])
        {
            if (candidate is null) continue;
            string stem = IsWindows && (candidate.EndsWith("exe", StringComparison.OrdinalIgnoreCase) || candidate.EndsWith("dll", StringComparison.OrdinalIgnoreCase))
                ? candidate[..candidate.LastIndexOf('.')]
                : candidate;
            if (machine.ReadText(stem + "._pth", LargestPathFile) is not { } text) continue;
            string directory = PosixPath.Directory(stem);
            List<string> path = [];
            bool site = false;
            foreach (string raw in text.Split('\n'))
            {
                string line = raw.Split('#')[0].Trim();
                if (line == "import site") site = true;
                else if (line.Length > 0 && !line.StartsWith("import ", StringComparison.Ordinal)) path.Add(PosixPath.Normalize(PosixPath.Join(directory, line.Replace('\\', '/'))));
            }

            return new PrefixSearchResult
            {
                Prefix = directory,
                ExecPrefix = directory,
                StandardLibrary = path.FirstOrDefault(entry => machine.IsFile(PosixPath.Join(entry, "os.py")) || machine.IsFile(PosixPath.Join(entry, "os.pyc"))),
                PlatformLibraryDirectory = IsWindows ? "DLLs" : "lib",
                Path = [.. path],
                IsIsolated = true,
                RunsSite = site,
            };
        }

        return null;
    }

    /// <summary>
    /// <c>PLATLIBDIR</c> is compiled in; it is <c>lib</c> except on Fedora, openSUSE and Gentoo (<c>lib64</c>), where the standard library is found only there.
    /// </summary>
    private string PlatformLibrary(string executableDirectory)
    {
        if (SearchUp(executableDirectory, directory => HasLandmark(directory, "lib")) is not null) return "lib";
        return SearchUp(executableDirectory, directory => HasLandmark(directory, "lib64")) is not null ? "lib64" : "lib";
    }

    private bool HasLandmark(string directory, string libraryDirectory)
    {
        string standard = PosixPath.Join(directory, IsWindows ? "Lib" : $"{libraryDirectory}/{VersionDirectory}");
        return machine.IsFile(PosixPath.Join(standard, "os.py")) || machine.IsFile(PosixPath.Join(standard, "os.pyc"));
    }

    private static string? SearchUp(string directory, Func<string, bool> test)
    {
        for (string current = directory; ;)
        {
            if (test(current)) return current;
            string parent = PosixPath.Directory(current);
            if (parent == current || parent.Length == 0) return null;
            current = parent;
        }
    }

    private string? Variable(string name) => machine.EnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
