using System.Text.Json;
using Assay.Binaries;
using Assay.Environments;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Fixtures;
using Assay.Tests.Reality;

namespace Assay.Tests.Loading;

/// <summary>A real interpreter of this machine, or of a root directory that chroot enters: another glibc for the same code.</summary>
/// <param name="Path">The program, as the machine it runs on names it.</param>
/// <param name="Root">The root directory, or null for this machine.</param>
internal sealed record Interpreter(string Path, string? Root = null)
{
    private static readonly Lazy<string?> Trixie = new(CopyOfTrixie);

    /// <summary>A static one (Debian's), and where they are there: one with a shared libpython, one of Debian 13 with glibc 2.41.</summary>
    public static IEnumerable<Interpreter> All
    {
        get
        {
            yield return Debian;
            string shared = System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv/versions/3.11.7/bin/python3.11");
            if (File.Exists(shared)) yield return new Interpreter(shared);
            if (Trixie.Value is { } root) yield return new Interpreter("/usr/bin/python3.13", root);
        }
    }

    /// <summary>Debian's interpreter of this machine.</summary>
    public static Interpreter Debian => new(Needs.DebianPython());

    // In a root the variables are set by the interpreter itself, which then starts anew: chroot is a program of this machine, and they are not meant for it.
    private const string Restart = """
        import json, os, sys
        directory, variables, script, *rest = json.loads(sys.argv[1])
        os.chdir(directory)
        for name, value in variables.items():
            if value is None: os.environ.pop(name, None)
            else: os.environ[name] = value
        os.execve(sys.executable, [sys.executable, "-S", "-c", script, *rest], os.environ)
        """;

    /// <summary>Runs a program of Python's with nothing of site.</summary>
    public (int ExitCode, string Output, string Error) Run(string script, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string?>> environment, string directory) => Root is null
        ? ChildProcess.Run(Path, ["-S", "-c", script, .. arguments], environment, directory)
        : ChildProcess.Run("chroot", [Root, Path, "-S", "-c", Restart, JsonSerializer.Serialize((object[])[directory, environment.ToDictionary(), script, .. arguments])]);

    /// <summary>The machine it runs on.</summary>
    public IMachine Machine(IReadOnlyDictionary<string, string?> variables)
    {
        HostMachine host = new(variables);
        return Root is null ? host : new RootedMachine(host, Root, variables.Where(pair => pair.Value is not null).ToDictionary(pair => pair.Key, pair => pair.Value!));
    }

    /// <summary>The loader of the model for it.</summary>
    public ExtensionLoaders Loaders(IMachine machine, BinaryStore store)
    {
        string real = machine.RealPath(Path)!;
        PythonEnvironment environment = new()
        {
            Machine = machine,
            Path = real,
            Kind = EnvironmentKind.Prefix,
            Version = new PythonVersion(3, Root is null ? 11 : 13),
            Executable = Path,
            RealExecutable = real,
            Os = OperatingSystemKind.Linux,
            Libc = LibcKind.Glibc,
            Architectures = [Architecture.X86_64],
        };
        Target host = HostTarget.Detect(new HostMachine());
        return new ExtensionLoaders(environment, Root is null ? host : host with { LibcVersion = null, IsHost = false }, store);
    }

    /// <summary>The file of the module <c>_ctypes</c>.</summary>
    public string Ctypes(IMachine machine)
    {
        string prefix = PosixPath.Directory(PosixPath.Directory(machine.RealPath(Path)!));
        string directory = $"{prefix}/lib/python3.{(Root is null ? 11 : 13)}/lib-dynload";
        return PosixPath.Join(directory, machine.List(directory)!.First(entry => entry.Name.StartsWith("_ctypes.", StringComparison.Ordinal)).Name);
    }

    private static string? CopyOfTrixie()
    {
        string folder = Environment.GetEnvironmentVariable("ASSAY_ASSETS") ?? System.IO.Path.Combine(House.Repository.Root, "artifacts", "assets");
        string asset = System.IO.Path.Combine(folder, "trixie");
        if (!Directory.Exists(asset) || Environment.UserName != "root") return null;
        string copy = System.IO.Path.Combine(Directory.CreateTempSubdirectory("assay-trixie-").FullName, "root");
        Shell.CopyByLinks(asset, copy);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(System.IO.Path.GetDirectoryName(copy)!, recursive: true);
        return copy;
    }
}
