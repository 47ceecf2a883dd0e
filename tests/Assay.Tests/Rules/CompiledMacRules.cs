using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Tests.Fixtures;
using Assay.Tests.Pages;

namespace Assay.Tests.Rules;

/// <summary>
/// Rules about macOS on files that a compiler and a linker made: each fires, keeps silent on the healthy twin, and does not apply elsewhere. What LLVM's linker does not
/// make, such as a section without content that has an offset, is one field changed in such a file, whose page hashes are then computed anew.
/// </summary>
[Trait("speed", "slow")]
public sealed class CompiledMacRules : IDisposable
{
    private const string Module = "demo.cpython-311-darwin.so", Init = "void *PyInit_demo(void) { return 0; }\n";

    private const string Omp = "int omp_get_max_threads(void); int threads(void) { return omp_get_max_threads(); }\n" + Init;

    private readonly AppleToolchain toolchain = new();

    public void Dispose() => toolchain.Dispose();

    [Fact]
    public void An_open_mp_runtime_of_homebrew()
    {
        const string place = "/opt/homebrew/opt/libomp/lib/libomp.dylib";
        byte[] module = toolchain.Bundle(Omp, toolchain.Stub("@rpath/libomp.dylib", "_omp_get_max_threads"), "-rpath", "/opt/homebrew/opt/libomp/lib");
        byte[] runtime = toolchain.Dylib(place, "int omp_get_max_threads(void) { return 4; }");
        using AppleToolchain intel = new() { Architecture = "x86_64" };
        Assert.Equal("fails A108", Judge("macos-15-arm64", (Module, module)));
        Assert.Equal("fails A108", Judge("macos-15-arm64", (Module, module), (place, intel.Dylib(place, "int omp_get_max_threads(void) { return 4; }"))));
        Assert.Equal("imports", Judge("macos-15-arm64", (Module, module), (place, runtime)));
        byte[] own = toolchain.Bundle(Omp, toolchain.Stub("@loader_path/.dylibs/libomp.dylib", "_omp_get_max_threads"));
        Assert.Equal("fails A101", Judge("macos-15-arm64", (Module, own)));
    }

    [Fact]
    public void Two_open_mp_runtimes()
    {
        const string loop = "int omp_get_max_threads(void) { return 4; }";
        string one = toolchain.Stub("@loader_path/one/libomp.dylib", "_omp_get_max_threads"), two = toolchain.Stub("@loader_path/two/libomp.dylib", "_omp_get_max_threads");
        byte[] second = toolchain.Dylib("@loader_path/second.dylib", Omp.Replace(Init, "", StringComparison.Ordinal), two);
        byte[] module = toolchain.Bundle(Omp, one, toolchain.Keep("second.dylib", second), "-needed_library", toolchain.Keep("second.dylib", second));
        (string, byte[])[] files = [(Module, module), ("second.dylib", second), ("one/libomp.dylib", toolchain.Dylib("/DLC/one/libomp.dylib", loop))];
        Assert.Equal("imports A109", Judge("macos-15-arm64", [.. files, ("two/libomp.dylib", toolchain.Dylib("/DLC/two/libomp.dylib", loop))]));

        // The first calls itself what the second asks for by @rpath: dyld takes it for both.
        string shared = toolchain.Stub("@rpath/libomp.dylib", "_omp_get_max_threads");
        byte[] sharing = toolchain.Dylib("@loader_path/second.dylib", Omp.Replace(Init, "", StringComparison.Ordinal), shared, "-rpath", "@loader_path/two");
        (string, byte[])[] together = [(Module, module), ("second.dylib", sharing), ("one/libomp.dylib", toolchain.Dylib("@rpath/libomp.dylib", loop)), ("two/libomp.dylib", toolchain.Dylib("@rpath/libomp.dylib", loop))];
        Assert.Equal("imports", Judge("macos-15-arm64", together));
    }

    [Theory]
    [InlineData("conda-arm64", "@rpath/libcblas.3.dylib", "A110")]
    [InlineData("venv-arm64", "@rpath/libcblas.3.dylib", "A101")]
    [InlineData("venv-arm64", "@rpath/libgfortran.5.dylib", "A111")]
    [InlineData("conda-arm64", "@rpath/libquadmath.0.dylib", "A111")]
    [InlineData("venv-arm64", "/opt/homebrew/opt/gcc@13/lib/gcc/13/libgfortran.5.dylib", "A112")]
    [InlineData("venv-arm64", "/usr/local/Cellar/openblas/0.3.27/lib/libopenblas.dylib", "A112")]
    [InlineData("venv-arm64", "/opt/local/lib/libgcc/libgfortran.5.dylib", "A112")]
    [InlineData("venv-arm64", "/Users/builder/lib/libsolver.dylib", "A101")]
    public void A_library_that_is_not_there(string environment, string library, string code)
    {
        const string source = "int run(void); int go(void) { return run(); }\n" + Init;
        byte[] module = toolchain.Bundle(source, toolchain.Stub(library, "_run"), "-rpath", "@loader_path/lib");
        Assert.Equal("fails " + code, Judge(environment, "macos-15-arm64", (Module, module)));
        string place = library.Replace("@rpath/", "lib/", StringComparison.Ordinal);
        Assert.Equal("imports", Judge(environment, "macos-15-arm64", (Module, module), (place, toolchain.Dylib(library, "int run(void) { return 1; }"))));
    }

    [Theory]
    [InlineData("15.4", "macos-15.5-arm64", "fails A113")]
    [InlineData("14.5", "macos-15.5-arm64", "imports")]
    [InlineData("15.4", "macos-15.3-arm64", "imports")]
    [InlineData("15.4", "macos-26-arm64", "imports")]
    [InlineData("26.0", "macos-26-arm64", "fails A113")]
    public void A_run_path_twice(string sdk, string target, string expected)
    {
        using AppleToolchain linked = new() { Sdk = sdk };
        byte[] module = linked.Bundle(Init, "-rpath", "@loader_path/aa", "-rpath", "@loader_path/ab");
        Assert.Equal("imports", Judge(target, (Module, module)));
        module.AsSpan(module.AsSpan().IndexOf("@loader_path/ab"u8) + 14)[0] = (byte)'a';
        Assert.Equal(expected, Judge(target, (Module, Signed(module))));
    }

    [Theory]
    [InlineData(false, "macos-27-arm64", "fails A117")]
    [InlineData(true, "macos-27-arm64", "imports")]
    [InlineData(false, "macos-26-arm64", "imports")]
    public void A_section_without_content_that_has_a_place(bool statesSdk, string target, string expected)
    {
        byte[] module = toolchain.Bundle("_Thread_local int counter; int next(void) { return ++counter; }\n" + Init);
        int section = module.AsSpan().IndexOf("__thread_bss\0"u8);
        Assert.True(section > 0, "the linker made no section of that name");
        BinaryPrimitives.WriteUInt32LittleEndian(module.AsSpan(section + 48), 0xc000);
        if (!statesSdk) BinaryPrimitives.WriteUInt32LittleEndian(module.AsSpan(Command(module, 0x32) + 16), 0);
        Assert.Equal(expected, Judge(target, (Module, Signed(module))));
    }

    [Theory]
    [InlineData("26.0", "macos-27-arm64", "fails A118")]
    [InlineData("14.5", "macos-27-arm64", "imports")]
    [InlineData("26.0", "macos-26-arm64", "imports")]
    public void A_string_pool_at_no_multiple_of_8(string sdk, string target, string expected)
    {
        using AppleToolchain linked = new() { Sdk = sdk };
        byte[] module = linked.Bundle(Init);
        Span<byte> pool = module.AsSpan(Command(module, 0x2) + 16);
        uint offset = BinaryPrimitives.ReadUInt32LittleEndian(pool), moved = (offset & ~7u) + 4;
        if (moved < offset) moved += 8;
        BinaryPrimitives.WriteUInt32LittleEndian(pool, moved);
        BinaryPrimitives.WriteUInt32LittleEndian(pool[4..], BinaryPrimitives.ReadUInt32LittleEndian(pool[4..]) - (moved - offset));
        Assert.Equal(expected, Judge(target, (Module, Signed(module))));
    }

    [Theory]
    [InlineData(0x7fu, "14.5", "macos-15.5-arm64", "fails A119")]
    [InlineData(0x7fu, "11.3", "macos-15.5-arm64", "imports")]
    [InlineData(0x7fu, "14.5", "macos-15.3-arm64", "imports")]
    [InlineData(0x8000007fu, "11.3", "macos-15.5-arm64", "fails A120")]
    [InlineData(0x8000007fu, "11.3", "macos-14-arm64", "unknown")]
    public void A_uuid_turned_into_a_command_that_nobody_knows(uint number, string sdk, string target, string expected)
    {
        using AppleToolchain linked = new() { Sdk = sdk };
        byte[] module = linked.Bundle(Init);
        BinaryPrimitives.WriteUInt32LittleEndian(module.AsSpan(Command(module, 0x1b)), number);
        Assert.Equal(expected, Judge(target, (Module, Signed(module))));
    }

    [Theory]
    [InlineData(1, "imports")]
    [InlineData(2, "fails A121")]
    [InlineData(7, "fails A121")]
    public void A_file_for_another_system_of_apples(int platform, string expected)
    {
        byte[] module = toolchain.Bundle(Init);
        BinaryPrimitives.WriteInt32LittleEndian(module.AsSpan(Command(module, 0x32) + 8), platform);
        Assert.Equal(expected, Judge("macos-15-arm64", (Module, Signed(module))));
    }

    [Fact]
    public void A_file_that_ends_early_is_no_matter_of_strictness()
    {
        byte[] module = toolchain.Bundle(Init);
        foreach (string target in new[] { "macos-15.3-arm64", "macos-15.5-arm64", "macos-27-arm64" })
            Assert.Equal("fails A001", Judge(target, (Module, module[..^64])));
    }

    [Fact]
    public void The_real_lightgbm_wants_homebrews_runtime_and_then_shares_its_process_with_another()
    {
        using TemporaryDirectory root = MacEnvironments.Copy(MacEnvironments.Accelerate);
        Assert.Equal("A108", Assert.Single(MacEnvironments.Examine(root.Path, MacEnvironments.Arm64, "macos-15-arm64", "lightgbm").Findings).Code);

        string place = Path.Combine(root.Path, "opt/homebrew/opt/libomp/lib");
        Directory.CreateDirectory(place);
        File.Copy(Path.Combine(MacEnvironments.SitePackages(root.Path, MacEnvironments.Arm64), "sklearn/.dylibs/libomp.dylib"), Path.Combine(place, "libomp.dylib"));
        TargetExamination examined = MacEnvironments.Examine(root.Path, MacEnvironments.Arm64, "macos-15-arm64", "lightgbm", "sklearn.linear_model");
        Assert.All(examined.Imports, import => Assert.Equal(VerdictKind.Imports, import.Verdict.Kind));
        Finding shared = Assert.Single(examined.Findings);
        Assert.Equal(("A109", Severity.Warning), (shared.Code, shared.Severity));

        // scikit-learn alone has one runtime, and nothing is said.
        Assert.Empty(MacEnvironments.Examine(root.Path, MacEnvironments.Arm64, "macos-15-arm64", "sklearn.linear_model").Findings);
    }

    private static string Judge(string target, params (string Path, byte[] Content)[] files) => Judge("venv-arm64", target, files);

    // The environments that pages stand on, with compiled files in them.
    private static string Judge(string environment, string target, params (string Path, byte[] Content)[] files)
    {
        PageBlock block = new("target", ImmutableDictionary<string, string>.Empty.Add("base", environment), $"for {target}\nimport demo\n", 0, 0);
        PageMachine machine = PageMachine.Of(new Page("", [], "", [], [new PageCase("", [block], block)]), 0);
        string site = environment == "venv-arm64" ? "/Users/ada/project/.venv/lib/python3.11/site-packages" : "/Users/ada/miniforge3/lib/python3.11/site-packages";
        foreach ((string path, byte[] content) in files) machine.Machine.AddFile(path.StartsWith('/') ? path : $"{site}/{path}", content);
        TargetExamination examined = Assert.Single(Examiner.Run(machine.Request, machine.Machine).Targets);
        string verdict = Assert.Single(examined.Imports).Verdict.Kind switch { VerdictKind.Imports => "imports", VerdictKind.Fails => "fails", VerdictKind.Crashes => "crashes", _ => "unknown" };
        return string.Join(' ', examined.Findings.Select(finding => finding.Code).Prepend(verdict));
    }

    // Where a load command of a 64-bit image starts.
    private static int Command(ReadOnlySpan<byte> image, uint number)
    {
        int at = 32;
        for (int left = BinaryPrimitives.ReadInt32LittleEndian(image[16..]); left > 0; left--)
        {
            if (BinaryPrimitives.ReadUInt32LittleEndian(image[at..]) == number) return at;
            at += BinaryPrimitives.ReadInt32LittleEndian(image[(at + 4)..]);
        }

        throw new InvalidOperationException($"no load command 0x{number:x}");
    }

    // What `codesign --force --sign -` does to the page hashes (CodeDirectory of xnu's osfmk/kern/cs_blobs.h).
    private static byte[] Signed(byte[] image)
    {
        int directory = image.AsSpan().LastIndexOf<byte>([0xfa, 0xde, 0x0c, 0x02]);
        Span<byte> fields = image.AsSpan(directory);
        int hashes = BinaryPrimitives.ReadInt32BigEndian(fields[16..]), slots = BinaryPrimitives.ReadInt32BigEndian(fields[28..]);
        int limit = BinaryPrimitives.ReadInt32BigEndian(fields[32..]), page = 1 << fields[39];
        for (int i = 0; i < slots; i++)
            SHA256.HashData(image.AsSpan(i * page, Math.Min(page, limit - (i * page))), fields[(hashes + (i * 32))..]);
        return image;
    }
}
