using Assay.Binaries;
using Assay.Environments;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Loading.Dyld;

/// <summary>A macOS in memory: files described as on test pages, and an interpreter that is taken as given unless one is described.</summary>
internal sealed class DyldScene
{
    /// <summary>Where the extension module lies.</summary>
    public const string Extension = "/v/lib/python3.12/site-packages/x.cpython-312-darwin.so";

    /// <summary>The directory of the extension module.</summary>
    public const string Site = "/v/lib/python3.12/site-packages";

    private readonly Target target;

    public DyldScene(string target)
    {
        Assert.True(TargetName.TryParse(target, out Target? parsed, out string? problem), problem);
        this.target = parsed!;
    }

    public MemoryMachine Machine { get; } = new();

    /// <summary>The interpreter's path, or null when it is taken as given.</summary>
    public string? Program { get; set; }

    /// <summary>Loads one described extension module.</summary>
    public static ExtensionOutcome Load(string target, string extension) => new DyldScene(target).Add(Extension, extension).Load();

    /// <summary>The library that holds the interpreter, or null when the program does.</summary>
    public string? SharedLibrary { get; set; }

    public DyldScene Add(string path, string described) => Add(path, BinaryAssembler.Assemble(described));

    public DyldScene Add(string path, byte[] content)
    {
        Machine.AddFile(path, content);
        return this;
    }

    public IExtensionLoader Start()
    {
        PythonEnvironment environment = new()
        {
            Machine = Machine,
            Path = "/v",
            Kind = EnvironmentKind.VirtualEnvironment,
            Version = new PythonVersion(3, 12),
            Os = target.Os,
            Architectures = [target.Architecture],
            Executable = Program,
            RealExecutable = Program,
            SharedLibrary = SharedLibrary,
        };
        return ExtensionLoaders.For(environment, target, new BinaryStore(Machine));
    }

    public ExtensionOutcome Load() => Start().LoadExtension("x", Extension);
}
