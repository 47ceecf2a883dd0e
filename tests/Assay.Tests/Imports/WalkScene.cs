using Assay.Environments;
using Assay.Imports;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Imports;

/// <summary>A few Python files in memory and what importing one of them does. Files follow lines such as <c>-- a/__init__.py</c>; they lie in <c>/site</c>.</summary>
internal sealed class WalkScene : IExtensionLoader
{
    public const string Site = "/site";
    public const string Tag = ".cpython-311-x86_64-linux-gnu.so";
    private const string Library = "/usr/lib/python3.11";
    private readonly MemoryMachine machine = new();
    private readonly Dictionary<string, ExtensionOutcome> outcomes = new(StringComparer.Ordinal);

    /// <summary>Lays out the files.</summary>
    /// <param name="files">The files.</param>
    public WalkScene(string files)
    {
        machine.AddFile(Library + "/os.py", "import posixpath as path\n");
        machine.AddFile(Library + "/posixpath.py", "def join(a, *p): ...\ndef dirname(p): ...\ndef exists(p): ...\n");
        machine.AddFile(Library + "/typing.py", "TYPE_CHECKING = False\ndef cast(typ, val): ...\n");
        machine.AddFile(Library + "/importlib/__init__.py", "def import_module(name, package=None): ...\n");
        machine.AddFile(Library + "/importlib/util.py", "from importlib._bootstrap import spec_from_loader\n");
        machine.AddFile(Library + "/ctypes/__init__.py", "from _ctypes import dlopen\nRTLD_GLOBAL = 256\nclass CDLL:\n    def __init__(self, name, mode=0):\n        self._handle = dlopen(name, mode)\n");
        machine.AddFile(Library + "/ctypes/util.py", "def find_library(name): ...\n");
        machine.AddFile(Library + "/platform.py", string.Concat(new[] { "processor", "mac_ver", "platform", "machine", "system" }.Select(function => $"def {function}(): ...\n")));
        machine.AddFile(Library + "/lib-dynload/select.so", "");
        machine.AddDirectory(Site);
        string? name = null;
        List<string> lines = [];
        foreach (string line in (files + "\n-- ").Split('\n'))
        {
            if (!line.StartsWith("-- ", StringComparison.Ordinal))
            {
                lines.Add(line);
                continue;
            }

            if (name is not null) machine.AddFile($"{Site}/{name}", string.Join('\n', lines) + "\n");
            name = line[3..];
            lines.Clear();
        }
    }

    /// <summary>The Python version; 3.11.2 unless said otherwise.</summary>
    public PythonVersion Version { get; init; } = new(3, 11, 2);

    /// <summary>What the code is to run on.</summary>
    public string Target { get; init; } = "linux-glibc2.36-x86_64";

    /// <summary>What was asked of the loader, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What the system has without a file; nothing is known of that unless said.</summary>
    public Func<string, bool?> SystemHas { get; set; } = _ => null;

    /// <summary>Adds a file outside the site directory.</summary>
    /// <param name="path">Its path.</param>
    public void Add(string path) => machine.AddFile(path, "");

    /// <summary>Says how opening a module ends; otherwise it is loaded.</summary>
    public WalkScene With(string module, ExtensionOutcome outcome)
    {
        outcomes[module] = outcome;
        return this;
    }

    /// <summary>Walks an import.</summary>
    public ImportWalkResult Walk(string name)
    {
        Assert.True(TargetName.TryParse(Target, out Target? target, out string? problem), problem);
        PythonEnvironment environment = new()
        {
            Machine = machine,
            Path = "/usr",
            Kind = EnvironmentKind.VirtualEnvironment,
            Version = Version,
            Prefix = "/usr",
            Architectures = [target!.Architecture],
            Os = target.Os,
            Libc = target.Libc,
            StandardLibrary = Library,
            ExtensionSuffixes = [Tag, ".abi3.so", ".so"],
            ModulePath = [Library, Library + "/lib-dynload", Site],
            SiteDirectories = [Site],
            Distributions = new EnvironmentBuilder(machine, "/").Distributions([Site]).Distributions,
            BuiltinModules = ["sys", "builtins", "_imp", "posix", "_ctypes", "_warnings"],
        };
        return ImportWalker.Walk(environment, target, name, this);
    }

    /// <summary>The modules in order, a <c>?</c> after those that are only possible, then how it ends when it does not import. Modules of the standard library are left out.</summary>
    public string Import(string name)
    {
        ImportWalkResult result = Walk(name);
        string steps = string.Join(' ', result.Steps.Where(step => step.Kind != ModuleKind.Builtin && step.File?.StartsWith(Library, StringComparison.Ordinal) != true).Select(step => step.IsCertain ? step.Module : step.Module + "?"));
        return result.Outcome switch
        {
            Diagnostics.VerdictKind.Imports => steps,
            Diagnostics.VerdictKind.Fails => $"{steps} ! {result.Exception!.TypeName}: {result.Exception.Message}",
            Diagnostics.VerdictKind.Crashes => $"{steps} ! {result.Crash!.Signal}",
            _ => $"{steps} ! unknown: {result.Undecided}",
        };
    }

    public ExtensionOutcome LoadExtension(string moduleName, string path)
    {
        Asked.Add(path);
        return outcomes.GetValueOrDefault(moduleName) ?? new ExtensionOutcome.Loaded();
    }

    public ExtensionOutcome LoadLibrary(string nameOrPath, bool isGlobal)
    {
        Asked.Add(isGlobal ? nameOrPath + " global" : nameOrPath);
        return outcomes.GetValueOrDefault(nameOrPath) ?? new ExtensionOutcome.Loaded();
    }

    public bool? HasSystemLibrary(string path) => SystemHas(path);

    public void AddDllDirectory(string directory) => Asked.Add("directory " + directory);
}
