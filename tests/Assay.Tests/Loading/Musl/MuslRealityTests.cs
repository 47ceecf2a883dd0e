using Assay.Binaries;
using Assay.Imports;
using Assay.Lab.Toys;
using Assay.Loading.Musl;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Loading.Musl;

/// <summary>musl's loader and its model beside each other: a small program opens a small library, and both say what happens.</summary>
[Trait("speed", "slow")]
public sealed class MuslRealityTests : IDisposable
{
    private const string Program = """
        #include <dlfcn.h>
        #include <stdio.h>
        long PyModule_Create2[8] = { 1 };
        int main(int count, char **arguments)
        {
            void *handle = dlopen(arguments[1], RTLD_NOW);
            puts(!handle ? dlerror() : dlsym(handle, "PyInit_top") ? "ok" : "no init");
            return 0;
        }
        """;

    private static readonly Toy Leaf = Toy.Library("libleaf.so.1", ["leaf"], []);
    private static readonly Toy Middle = Toy.Library("libmid.so.1", ["middle"], ["leaf"]) with { Links = [Leaf] };
    private readonly string folder = Directory.CreateTempSubdirectory("assay-musl-").FullName;
    private readonly Workshop workshop;

    public MuslRealityTests()
    {
        Needs.Program("musl-gcc");
        workshop = new Workshop(Path.Combine(folder, "made"));
    }

    [Theory]
    [InlineData("-Wl,-rpath,$ORIGIN/libs", true, true)]
    [InlineData("-Wl,-rpath,${ORIGIN}/libs", true, true)]
    [InlineData("-Wl,-rpath,$LIB:$ORIGIN/libs", true, true)]
    [InlineData("-Wl,-rpath,/nowhere", true, true)]
    [InlineData("-Wl,-rpath,$ORIGIN/libs", false, true)]
    [InlineData("-Wl,-rpath,$ORIGIN/libs", true, false)]
    public void Search_paths_are_inherited_whichever_tag_they_have(string path, bool hasMiddle, bool hasLeaf)
    {
        Put("top.so", Toy.Extension("top", ["middle"]) with { Links = [Middle], Flags = [path, "-Wl,--enable-new-dtags"] });
        if (hasMiddle) Put("libs/libmid.so.1", Middle);
        if (hasLeaf) Put("libs/libleaf.so.1", Leaf);
        BothSayTheSame();
    }

    [Fact]
    public void A_missing_symbol_is_reported_for_the_object_that_was_loaded_first()
    {
        Put("top.so", Toy.Extension("top", ["middle", "nobody_above"]) with { Links = [Middle], Flags = ["-Wl,-rpath,$ORIGIN"] });
        Put("libmid.so.1", Middle);
        Put("libleaf.so.1", Toy.Library("libleaf.so.1", [], []));
        BothSayTheSame();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(600)]
    [InlineData(4096)]
    [InlineData(100000)]
    public void A_cut_library_ends_as_its_length_says(int length)
    {
        Put("top.so", Toy.Extension("top", []), content => content[..Math.Min(length, content.Length)]);
        BothSayTheSame();
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(18, 183)]
    [InlineData(1, 'e')]
    [InlineData(7, 9)]
    [InlineData(16, 1)]
    public void Of_the_header_only_the_type_counts(int offset, byte value)
    {
        Put("top.so", Toy.Extension("top", []), content =>
        {
            content[offset] = value;
            return content;
        });
        BothSayTheSame();
    }

    [Fact]
    public void Initial_exec_storage_of_a_library_is_refused()
    {
        Put("top.so", Toy.Extension("top", [], "__thread int block __attribute__((tls_model(\"initial-exec\")));\nint get(void) { return block; }\n"));
        BothSayTheSame();
    }

    [Fact]
    public void A_library_of_glibc_loads_when_its_symbols_are_there()
    {
        Put("top.so", Toy.Extension("top", ["puts", "secure_getenv"]), platform: "x86_64");
        BothSayTheSame();
        Put("top.so", Toy.Extension("top", ["gnu_get_libc_version"]), platform: "x86_64");
        BothSayTheSame();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void Put(string name, Toy toy, Func<byte[], byte[]>? change = null, string platform = "musl")
    {
        string path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        byte[] content = workshop.Build(toy, platform);
        File.WriteAllBytes(path, change is null ? content : change(content));
    }

    private void BothSayTheSame()
    {
        string program = Path.Combine(folder, "program"), library = Path.Combine(folder, "top.so");
        File.WriteAllBytes(program, workshop.Program(Program, "musl", "-rdynamic"));
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);
        Assay.Lab.Referee.ChildResult result = Assay.Lab.Referee.ChildProcess.Run(program, [library], new Dictionary<string, string>());
        string actual = result.ExitStatus == 0 ? result.Output.Trim() : $"exit status {result.ExitStatus}";

        HostMachine machine = new(new Dictionary<string, string?> { ["LD_LIBRARY_PATH"] = null, ["LD_PRELOAD"] = null });
        using BinaryStore store = new(machine);
        Target target = new() { Os = OperatingSystemKind.Linux, Architecture = Architecture.X86_64, Libc = LibcKind.Musl, LibcVersion = new PackedVersion(1, 2, 3) };
        string predicted = new MuslLoader(target, machine, store, program, folder).LoadExtension("top", library) switch
        {
            ExtensionOutcome.Raises { Exception.Message: "dynamic module does not define module export function (PyInit_top)" } => "no init",
            ExtensionOutcome.Raises raises => raises.Exception.Message!,
            ExtensionOutcome.Crashes crashes => $"exit status {crashes.ExitStatus}",
            ExtensionOutcome.Undecided undecided => "undecided: " + undecided.Reason,
            _ => "ok",
        };
        Assert.Equal(actual, predicted);
    }
}
