using System.Text;
using Assay.Binaries;
using Assay.Environments;
using Assay.Imports;
using Assay.Loading;
using Assay.Loading.Glibc;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Loading;

/// <summary>A Linux machine in memory with an interpreter, a C library and a dynamic linker that says where it looks.</summary>
internal sealed class LoaderMachine
{
    private readonly string machine;
    private readonly string linker;
    private Target target;

    public LoaderMachine(string glibc = "2.36", Architecture architecture = Architecture.X86_64, string[]? directories = null, string interpreterNeeds = "")
    {
        machine = architecture == Architecture.X86_64 ? "x86_64" : "aarch64";
        linker = architecture == Architecture.X86_64 ? "/lib64/ld-linux-x86-64.so.2" : "/lib/ld-linux-aarch64.so.1";
        Assert.True(PackedVersion.TryParse(glibc, out PackedVersion version));
        target = new Target { Os = OperatingSystemKind.Linux, Libc = LibcKind.Glibc, LibcVersion = version, Architecture = architecture };
        string first = architecture == Architecture.X86_64 ? "GLIBC_2.2.5" : "GLIBC_2.17";
        Add("/usr/bin/python3.11", $"pie\ninterp {linker}\nneeds libc.so.6\n{interpreterNeeds}\nwants __libc_start_main {first} from libc.so.6\noffers PyModule_Create2\nload align 0x10000");
        Add("/lib/libc.so.6", $"shared\nsoname libc.so.6\nneeds {PosixPath.Name(linker)}\noffers __libc_start_main {first}\noffers puts {first}\noffers new_call GLIBC_{glibc}\ntls size 0x90 align 8\nload align 0x10000");
        byte[] head = BinaryAssembler.Assemble($"elf {machine} shared\nsoname {PosixPath.Name(linker)}\noffers __tls_get_addr GLIBC_2.3");
        string table = $"\0{string.Join('\0', directories ?? ["/lib/", "/usr/lib/"])}\0\0/etc/ld.so.cache\0ld.so (Test GLIBC {glibc}-1) stable release version {glibc}.\0";
        Files.AddFile(linker, (byte[])[.. head, .. Encoding.ASCII.GetBytes(table)]);
    }

    public MemoryMachine Files { get; } = new();

    /// <summary>Adds a file from its description without the first word pair <c>elf MACHINE</c>.</summary>
    public LoaderMachine Add(string path, string description)
    {
        Files.AddFile(path, BinaryAssembler.Assemble($"elf {machine} {description}"));
        return this;
    }

    /// <summary>Adds a file of any machine.</summary>
    public LoaderMachine AddForeign(string path, string description)
    {
        Files.AddFile(path, BinaryAssembler.Assemble(description));
        return this;
    }

    public LoaderMachine On(Func<Target, Target> change)
    {
        target = change(target);
        return this;
    }

    public GlibcLoader Start(bool withInterpreter = true)
    {
        PythonEnvironment environment = new()
        {
            Machine = Files,
            Path = "/usr",
            Kind = EnvironmentKind.Prefix,
            Version = new PythonVersion(3, 11),
            Executable = withInterpreter ? "/usr/bin/python3.11" : null,
            RealExecutable = withInterpreter ? "/usr/bin/python3.11" : null,
            Os = OperatingSystemKind.Linux,
            Libc = LibcKind.Glibc,
        };
        return Assert.IsType<GlibcLoader>(ExtensionLoaders.For(environment, target, new BinaryStore(Files)));
    }

    public ExtensionOutcome Load(string path = "/sp/x.so", bool withInterpreter = true) => Start(withInterpreter).LoadExtension(PosixPath.Name(path)[..^3], path);

    public string Says(string path = "/sp/x.so", bool withInterpreter = true) => LoaderScenario.Describe(Load(path, withInterpreter));

    public LoadFailure Failure(string path = "/sp/x.so") => Load(path) switch
    {
        ExtensionOutcome.Raises { Exception.Origin: LoadFailure failure } => failure,
        ExtensionOutcome.Crashes { Origin: LoadFailure failure } => failure,
        ExtensionOutcome.Undecided { Origin: LoadFailure failure } => failure,
        ExtensionOutcome outcome => throw new InvalidOperationException(outcome.ToString()),
    };
}
