using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Tests.Rules;

/// <summary>Facts made by hand, so that a rule is tested without a disk.</summary>
internal static class Facts
{
    public const string Site = "/env/lib/python3.11/site-packages";

    public static readonly Target Linux = new() { Os = OperatingSystemKind.Linux, Architecture = Architecture.X86_64, Libc = LibcKind.Glibc, LibcVersion = new PackedVersion(2, 36, 0) };

    public static readonly Target Mac = new() { Os = OperatingSystemKind.MacOs, Architecture = Architecture.Arm64, OsVersion = new PackedVersion(14, 0, 0), PageSize = 16384 };

    public static readonly InstalledDistribution Demo = new()
    {
        Name = "demo",
        NormalizedName = "demo",
        Version = "1.0",
        MetadataPath = Site + "/demo-1.0.dist-info",
        Location = Site,
        Installer = "pip",
        TopLevelModules = ["demo"],
        RecordedFiles = new(() => ["demo/__init__.py", "demo/_core.cpython-311-x86_64-linux-gnu.so", "demo.libs/libdemo-0a1b2c3d.so.1"]),
    };

    public static PythonEnvironment Environment(params ImmutableArray<InstalledDistribution> distributions) => new()
    {
        Machine = new MemoryMachine(),
        Path = "/env",
        Kind = EnvironmentKind.VirtualEnvironment,
        Version = new PythonVersion(3, 11, 2),
        Executable = "/env/bin/python3",
        RealExecutable = "/usr/bin/python3.11",
        Prefix = "/env",
        Architectures = [Architecture.X86_64],
        Os = OperatingSystemKind.Linux,
        Libc = LibcKind.Glibc,
        ExtensionSuffixes = [".cpython-311-x86_64-linux-gnu.so", ".abi3.so", ".so"],
        ModulePath = ["/usr/lib/python3.11", Site],
        SiteDirectories = [Site],
        Distributions = distributions,
    };

    public static RuleContext Context(Target? target = null, PythonEnvironment? environment = null, params ImmutableArray<FailedImport> failures) =>
        new() { Environment = environment ?? Environment(Demo), Target = target ?? Linux, Failures = failures };

    public static LoadFailure Load(LoadFailureKind kind) => new()
    {
        Kind = kind,
        Message = "the loader's text",
        Module = "demo._core",
        Opened = Site + "/demo/_core.cpython-311-x86_64-linux-gnu.so",
        Culprit = Site + "/demo/_core.cpython-311-x86_64-linux-gnu.so",
        Requester = Site + "/demo/_core.cpython-311-x86_64-linux-gnu.so",
        Library = "libdemo.so.1",
    };

    public static FailedImport Failing(PythonException exception, string import = "demo", params ImmutableArray<ImportStep> steps) => new(import, new ImportWalkResult
    {
        Outcome = VerdictKind.Fails,
        Exception = exception,
        Chain = [import, import + "._core"],
        Steps = [new ImportStep(import, ModuleKind.Source, $"{Site}/{import}/__init__.py", null, true), .. steps],
    });

    public static FailedImport Failing(LoadFailure load, FileGlance? culprit = null) =>
        Failing(new PythonException("ImportError", load.Message) { Origin = load }) with { Culprit = culprit };

    public static FailedImport Missing(string name, params ImmutableArray<string> nearMisses) =>
        Failing(new PythonException("ModuleNotFoundError", $"No module named '{name}'") { Origin = new MissingModule(name, "demo", [Site], nearMisses) });

    public static FileGlance Binary(BinaryFormat format, Architecture architecture) =>
        new(Site + "/demo/_core.cpython-311-x86_64-linux-gnu.so", 9000, format) { Architectures = [architecture] };

    public static BlasConsumer Answered(BlasLibrary library, string symbol, BlasRoute? route = null, BinaryFormat format = BinaryFormat.Elf) => new(Site + "/demo/_core.cpython-311-x86_64-linux-gnu.so")
    {
        Answers = [new BlasAnswer { Symbols = [BlasSymbol.Parse(symbol, format)!], Library = library, Route = route }],
    };

    public static ProcessFacts Process(params ImmutableArray<BlasConsumer> consumers) => new("demo", [], consumers);
}
