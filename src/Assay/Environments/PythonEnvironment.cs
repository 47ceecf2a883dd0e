using System.Collections.Immutable;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Environments;

/// <summary>An interpreter with its <c>sys.path</c> and its distributions, all read from files.</summary>
public sealed record PythonEnvironment
{
    /// <summary>The machine it is on. Paths below are that machine's.</summary>
    public required IMachine Machine { get; init; }

    /// <summary>The directory that was named or found, absolute.</summary>
    public required string Path { get; init; }

    /// <summary>What sort of environment it is.</summary>
    public required EnvironmentKind Kind { get; init; }

    /// <summary>
    /// True when only a part of what the interpreter would find is at hand, as with a wheel by itself: a top-level module that is not there is taken as given, and
    /// nothing is said about it.
    /// </summary>
    public bool IsFragment { get; init; }

    /// <summary>The Python version.</summary>
    public required PythonVersion Version { get; init; }

    /// <summary>What follows the version of a Python before its release: <c>a2</c>, <c>b1</c>, <c>rc3</c>; null for a release, and where the files do not tell.</summary>
    public string? ReleaseLevel { get; init; }

    /// <summary><c>cpython</c>, <c>pypy</c>, ...</summary>
    public string Implementation { get; init; } = "cpython";

    /// <summary>The interpreter as tags and Requires-Python see it.</summary>
    internal PythonBuild Build => new(Version.Major, Version.Minor, Version.Micro ?? 0, AbiFlags.Contains('t', StringComparison.Ordinal));

    /// <summary>ABI flags: <c>t</c> free-threaded, <c>d</c> debug, both or none.</summary>
    public string AbiFlags { get; init; } = "";

    /// <summary>The interpreter as it would be started (<c>sys.executable</c>), or null for a bare site-packages.</summary>
    public string? Executable { get; init; }

    /// <summary>The interpreter with all links followed, or null when there is none or it is gone.</summary>
    public string? RealExecutable { get; init; }

    /// <summary><c>sys.prefix</c>.</summary>
    public string? Prefix { get; init; }

    /// <summary><c>sys.base_prefix</c>: where the standard library is.</summary>
    public string? BasePrefix { get; init; }

    /// <summary><c>sys.base_exec_prefix</c>: where <c>lib-dynload</c> is. Equal to <see cref="BasePrefix"/> except in hand-made layouts.</summary>
    public string? BaseExecPrefix { get; init; }

    /// <summary>The directory of the standard library (<c>os.py</c> is in it), or null when it was not found.</summary>
    public string? StandardLibrary { get; init; }

    /// <summary>The shared library that holds the interpreter (<c>libpython3.11.so.1.0</c>, <c>python311.dll</c>, <c>Python.framework/.../Python</c>), with all links
    /// followed; null when the interpreter is in the executable itself or the library was not found.</summary>
    public string? SharedLibrary { get; init; }

    /// <summary>The <c>pyvenv.cfg</c> in force, or null when this is no virtual environment.</summary>
    public PyVenvConfig? VirtualEnvironmentConfig { get; init; }

    /// <summary>The architectures its interpreter has code for, in file order; one entry except for universal2. Empty when unknown.</summary>
    public ImmutableArray<Architecture> Architectures { get; init; } = [];

    /// <summary>The system the interpreter is for.</summary>
    public OperatingSystemKind Os { get; init; }

    /// <summary>The C library its interpreter is linked with (from PT_INTERP).</summary>
    public LibcKind Libc { get; init; }

    /// <summary>The dynamic loader that the interpreter names in PT_INTERP; null on other systems and for static programs.</summary>
    public string? LoaderPath { get; init; }

    /// <summary>Suffixes of extension modules in importlib's order: <c>.cpython-311-x86_64-linux-gnu.so</c>, <c>.abi3.so</c>, <c>.so</c>.</summary>
    public ImmutableArray<string> ExtensionSuffixes { get; init; } = [];

    /// <summary><c>sys.path</c> as the interpreter would have it when started with <c>-c</c>, without the leading empty entry.</summary>
    public ImmutableArray<string> ModulePath { get; init; } = [];

    /// <summary>The entries of <see cref="ModulePath"/> that are site directories (site-packages, dist-packages), user site included.</summary>
    public ImmutableArray<string> SiteDirectories { get; init; } = [];

    /// <summary>The user site directory if it is on <see cref="ModulePath"/>, else null.</summary>
    public string? UserSite { get; init; }

    /// <summary>Names in <c>sys.builtin_module_names</c>, read from the interpreter's own symbols.</summary>
    public ImmutableHashSet<string> BuiltinModules { get; init; } = [];

    /// <summary>The installed distributions in the order of <c>sys.path</c>, the first of each name being the one Python sees.</summary>
    public ImmutableArray<InstalledDistribution> Distributions { get; init; } = [];

    /// <summary>The packages of a conda prefix; empty in other environments.</summary>
    public ImmutableArray<CondaPackage> CondaPackages { get; init; } = [];

    /// <summary>Top-level modules of editable installations that an import hook serves (setuptools' <c>__editable__</c> finders): name and file or directory. The
    /// hook stands behind the path finder, so a module of the same name on <see cref="ModulePath"/> wins.</summary>
    public ImmutableDictionary<string, string> EditableModules { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Directories of an interrupted installation (<c>~umpy</c>), absolute.</summary>
    public ImmutableArray<string> InterruptedInstallations { get; init; } = [];

    /// <summary>Lines of <c>.pth</c> files that run code, which cannot be followed: <c>PATH:NUMBER: LINE</c>. Well-known lines whose effect
    /// is modelled or does not change which modules are found are not among them.</summary>
    public ImmutableArray<string> ExecutablePathLines { get; init; } = [];

    /// <summary>
    /// Why the interpreter stops with a fatal error before it runs any code, lower case, no full stop; null when it starts as far as files tell. An interpreter
    /// that is gone has this null: <see cref="RealExecutable"/> tells that.
    /// </summary>
    public string? StartupFailure { get; init; }

    /// <summary>What was met and could not be read or made sense of, one clear line each (what, where, what was expected).</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
