using Assay.Diagnostics;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Rules;

/// <summary>
/// Every rule about a binary of macOS three ways, on files compiled with clang for Apple's systems and linked by LLVM's ld64: it speaks, it keeps silent on the
/// healthy twin, and it does not apply where system, processor or SDK make the difference.
/// </summary>
[Trait("speed", "slow")]
public sealed class MacRulesReality : IDisposable
{
    private const string Init = "void *PyInit__demo(void) { return 0; }";
    private const string Homebrew = "/opt/homebrew/opt/gcc@13/lib/gcc/13/libspecial.1.dylib";

    private readonly AppleToolchain toolchain = new();
    private readonly AppleToolchain intel = new() { Architecture = "x86_64" };

    public void Dispose()
    {
        toolchain.Dispose();
        intel.Dispose();
    }

    [Fact]
    public void A108_missing_openmp_runtime()
    {
        byte[] extension = Needing("@rpath/libomp.dylib", "omp_get_max_threads", "-rpath", "/opt/homebrew/opt/libomp/lib");
        new MacFixture(extension).Fails("macos-15-arm64", "A108");
        new MacFixture(extension).With("/opt/homebrew/opt/libomp/lib/libomp.dylib", Offering("/opt/homebrew/opt/libomp/lib/libomp.dylib", "omp_get_max_threads")).Imports("macos-15-arm64", "A108");
        new MacFixture(Needing("@rpath/libelse.dylib", "other", "-rpath", "/else")).FailsOtherwise("macos-15-arm64", "A108");
    }

    [Fact]
    public void A109_several_openmp_runtimes()
    {
        string first = toolchain.Stub("@loader_path/a/libomp.dylib", "_omp_a"), second = toolchain.Stub("@loader_path/b/libomp.dylib", "_omp_b");
        byte[] both = toolchain.Bundle("void omp_a(void); void omp_b(void); void *PyInit__demo(void) { omp_a(); omp_b(); return 0; }", first, second);
        byte[] one = toolchain.Bundle("void omp_a(void); void *PyInit__demo(void) { omp_a(); return 0; }", first);
        new MacFixture(both).With("a/libomp.dylib", Offering("/DLC/a/libomp.dylib", "omp_a")).With("b/libomp.dylib", Offering("/DLC/b/libomp.dylib", "omp_b")).Remarks("macos-15-arm64", "A109", Severity.Warning);
        new MacFixture(one).With("a/libomp.dylib", Offering("/DLC/a/libomp.dylib", "omp_a")).Imports("macos-15-arm64", "A109");

        // One file under two names is one runtime.
        byte[] shared = toolchain.Dylib("@rpath/libomp.dylib", "void omp_a(void) {} void omp_b(void) {}");
        MacFixture linked = new MacFixture(both).With("a/libomp.dylib", shared);
        linked.Machine.AddLink(MacFixture.Site + "/demo/b/libomp.dylib", "../a/libomp.dylib");
        linked.Imports("macos-15-arm64", "A109");
    }

    [Fact]
    public void A110_missing_conda_blas()
    {
        byte[] extension = Needing("@rpath/liblapack.3.dylib", "dgesv_", "-rpath", "@loader_path/../../../");
        new MacFixture(extension).Fails("macos-15-arm64", "A110");
        new MacFixture(extension).With("/Users/ada/miniforge3/lib/liblapack.3.dylib", Offering("@rpath/liblapack.3.dylib", "dgesv_")).Imports("macos-15-arm64", "A110");
        new MacFixture(Needing("@rpath/libother.3.dylib", "other", "-rpath", "@loader_path/../../../")).FailsOtherwise("macos-15-arm64", "A110");
    }

    [Fact]
    public void A111_missing_fortran_runtime()
    {
        byte[] extension = Needing("@rpath/libgfortran.5.dylib", "_gfortran_st_write", "-rpath", "@loader_path/../../../");
        new MacFixture(extension).Fails("macos-15-arm64", "A111");
        new MacFixture(extension).With("/Users/ada/miniforge3/lib/libgfortran.5.dylib", Offering("@rpath/libgfortran.5.dylib", "_gfortran_st_write")).Imports("macos-15-arm64", "A111");

        // It is there, and refused for a reason of its own.
        using AppleToolchain strict = new() { Sdk = "15.4" };
        byte[] repeated = strict.Dylib("@rpath/libgfortran.5.dylib", "void _gfortran_st_write(void) {}", "-rpath", "@loader_path", "-rpath", "@loader_path");
        new MacFixture(extension).With("/Users/ada/miniforge3/lib/libgfortran.5.dylib", repeated).FailsOtherwise("macos-15.4-arm64", "A111");
    }

    [Fact]
    public void A112_path_of_another_package_manager()
    {
        byte[] extension = Needing(Homebrew, "special");
        new MacFixture(extension).Fails("macos-15-arm64", "A112");
        new MacFixture(extension).With(Homebrew, Offering(Homebrew, "special")).Imports("macos-15-arm64", "A112");
        new MacFixture(Needing("@loader_path/libspecial.1.dylib", "special")).FailsOtherwise("macos-15-arm64", "A112");
    }

    [Fact]
    public void A113_duplicate_run_path()
    {
        string[] twice = ["-rpath", "@loader_path/a", "-rpath", "@loader_path/a"], nearly = ["-rpath", "@loader_path/a", "-rpath", "@loader_path/a/"];
        using AppleToolchain strict = new() { Sdk = "15.4" };
        new MacFixture(strict.Bundle(Init, twice)).Fails("macos-15.4-arm64", "A113");
        new MacFixture(strict.Bundle(Init, nearly)).Imports("macos-15.4-arm64", "A113");
        new MacFixture(toolchain.Bundle(Init, twice)).Imports("macos-15.4-arm64", "A113");
        new MacFixture(strict.Bundle(Init, twice)).Imports("macos-15.3-arm64", "A113");
    }

    [Fact]
    public void A114_broken_code_signature()
    {
        byte[] good = toolchain.Bundle(Init), changed = toolchain.Bundle(Init);
        changed[0x48] ^= 1;
        new MacFixture(changed).Fails("macos-15-arm64", "A114", VerdictKind.Crashes);
        new MacFixture(toolchain.Bundle(Init, "-no_adhoc_codesign")).Fails("macos-15-arm64", "A114");
        new MacFixture(good).Imports("macos-15-arm64", "A114");
        new MacFixture(intel.Bundle(Init)).FailsOtherwise("macos-15-arm64", "A114");
    }

    [Fact]
    public void A115_library_validation()
    {
        byte[] extension = toolchain.Bundle(Init);
        Hosted(extension, "signed runtime team ABCDE12345").Fails("macos-15-arm64", "A115");
        Hosted(extension, "ad-hoc by-linker").Imports("macos-15-arm64", "A115");
        Hosted(toolchain.Bundle(Init, "-no_adhoc_codesign"), "ad-hoc by-linker").FailsOtherwise("macos-15-arm64", "A115");
    }

    [Fact]
    public void A117_zero_fill_section_with_an_offset()
    {
        // The linker writes the field as it should be, so it is changed here; headers are judged before the signature that this breaks.
        const string source = "__thread int counter; void *PyInit__demo(void) { counter++; return 0; }";
        using AppleToolchain unknown = new() { Sdk = "0.0", SystemSymbols = ["__tlv_bootstrap", "dyld_stub_binder"] };
        byte[] whole = unknown.Bundle(source), changed = Changed(whole, Name16("__thread_bss"), 48, 0xc000);
        new MacFixture(changed).Fails("macos-27-arm64", "A117");
        new MacFixture(whole).Imports("macos-27-arm64", "A117");
        Assert.DoesNotContain(new MacFixture(changed).Judge("macos-26-arm64").Findings, finding => finding.Code == "A117");
    }

    [Fact]
    public void A118_misaligned_string_pool()
    {
        using AppleToolchain recent = new() { Sdk = "26.0" };
        byte[] whole = recent.Bundle(Init), command = [2, 0, 0, 0, 24, 0, 0, 0]; // LC_SYMTAB and its size; stroff is the fifth word
        byte[] changed = Changed(whole, command, 16, old => old + 4);
        new MacFixture(changed).Fails("macos-27-arm64", "A118");
        new MacFixture(whole).Imports("macos-27-arm64", "A118");
        Assert.DoesNotContain(new MacFixture(changed).Judge("macos-26-arm64").Findings, finding => finding.Code == "A118");
    }

    [Fact]
    public void A119_strict_header()
    {
        // LLVM's linker of that time gives __DATA_CONST no SG_READ_ONLY, which an SDK of 26 must have.
        const string source = "int puts(const char *); void *PyInit__demo(void) { puts(\"\"); return (void *)puts; }";
        using AppleToolchain recent = new() { Sdk = "26.0" };
        new MacFixture(recent.Bundle(source)).Fails("macos-26-arm64", "A119");
        new MacFixture(toolchain.Bundle(source)).Imports("macos-26-arm64", "A119");
        new MacFixture(recent.Bundle(source)).Imports("macos-15.3-arm64", "A119");
    }

    [Fact]
    public void A120_unknown_load_command()
    {
        byte[] whole = toolchain.Bundle(Init), command = [0x1b, 0, 0, 0, 24, 0, 0, 0]; // LC_UUID
        byte[] changed = Changed(whole, command, 0, 0x80000099);
        new MacFixture(changed).Fails("macos-15.4-arm64", "A120");
        new MacFixture(whole).Imports("macos-15.4-arm64", "A120");

        // One that need not be understood is passed over.
        Assert.DoesNotContain(new MacFixture(Changed(whole, command, 0, 0x99)).Judge("macos-15.4-arm64").Findings, finding => finding.Code == "A120");
    }

    [Fact]
    public void A121_another_system_of_apple()
    {
        using AppleToolchain simulator = new() { Platform = "ios-simulator", MinimumOs = "14.0" };
        new MacFixture(simulator.Bundle(Init)).Fails("macos-15-arm64", "A121");
        new MacFixture(toolchain.Bundle(Init)).Imports("macos-15-arm64", "A121");
        new MacFixture(intel.Bundle(Init)).FailsOtherwise("macos-15-arm64", "A121");
    }

    [Fact]
    public void A201_another_processor()
    {
        new MacFixture(intel.Bundle(Init)).Fails("macos-14-arm64", "A201");
        new MacFixture(toolchain.Bundle(Init)).Imports("macos-14-arm64", "A201");
        new MacFixture(Needing("@rpath/libelse.dylib", "other", "-rpath", "/else")).FailsOtherwise("macos-14-arm64", "A201");
    }

    [Fact]
    public void A213_a_later_macos()
    {
        using AppleToolchain later = new() { MinimumOs = "13.0", SystemSymbols = ["_mkfifoat", "dyld_stub_binder"] };
        byte[] extension = later.Bundle("int mkfifoat(int, const char *, int); void *PyInit__demo(void) { mkfifoat(0, 0, 0); return 0; }");
        new MacFixture(extension).Fails("macos-12.3-arm64", "A213");
        new MacFixture(extension).Imports("macos-13-arm64", "A213");
        new MacFixture(Needing("/usr/lib/libz.1.dylib", "inflate")).Imports("macos-12.3-arm64", "A213");
    }

    [Fact]
    public void A307_a_symbol_left_to_the_import()
    {
        new MacFixture(toolchain.Bundle("void lost(void); void *PyInit__demo(void) { lost(); return 0; }")).Fails("macos-15-arm64", "A307");
        new MacFixture(toolchain.Bundle("void PyModule_Create2(void); void *PyInit__demo(void) { PyModule_Create2(); return 0; }")).Imports("macos-15-arm64", "A307");

        // A symbol of the interpreter is a matter of the interpreter.
        new MacFixture(toolchain.Bundle("void PyNewerThanThis(void); void *PyInit__demo(void) { PyNewerThanThis(); return 0; }")).FailsOtherwise("macos-15-arm64", "A307");
    }

    [Fact]
    public void A308_a_client_library()
    {
        new MacFixture(toolchain.Bundle("void PQbackendPID(void); void *PyInit__demo(void) { PQbackendPID(); return 0; }")).Fails("macos-15-arm64", "A308");
        string client = toolchain.Stub("@loader_path/libpq.5.dylib", "_PQbackendPID");
        new MacFixture(toolchain.Bundle("void PQbackendPID(void); void *PyInit__demo(void) { PQbackendPID(); return 0; }", client)).With("libpq.5.dylib", Offering("@rpath/libpq.5.dylib", "PQbackendPID")).Imports("macos-15-arm64", "A308");
        new MacFixture(toolchain.Bundle("void lost(void); void *PyInit__demo(void) { lost(); return 0; }")).FailsOtherwise("macos-15-arm64", "A308");
    }

    [Fact]
    public void A402_the_newer_interface_of_accelerate()
    {
        string accelerate = toolchain.Stub("/System/Library/Frameworks/Accelerate.framework/Versions/A/Accelerate", "_cblas_caxpy$NEWLAPACK", "_cblas_caxpy");
        byte[] newer = toolchain.Bundle("void caxpy(void) __asm(\"_cblas_caxpy$NEWLAPACK\"); void *PyInit__demo(void) { caxpy(); return 0; }", accelerate);
        byte[] older = toolchain.Bundle("void cblas_caxpy(void); void *PyInit__demo(void) { cblas_caxpy(); return 0; }", accelerate);
        new MacFixture(newer).Fails("macos-13.0-arm64", "A402");
        new MacFixture(newer).Imports("macos-13.3-arm64", "A402");
        new MacFixture(older).Imports("macos-13.0-arm64", "A402");

        // The old interface is a remark of its own.
        new MacFixture(older).Remarks("macos-15-arm64", "A403", Severity.Note);
        new MacFixture(newer).Imports("macos-15-arm64", "A403");
    }

    // The same conda with a program of another signature.
    private static MacFixture Hosted(byte[] extension, string signature) => new MacFixture(extension).With(
        "/Users/ada/miniforge3/bin/python3.11",
        Assay.Binaries.BinaryAssembler.Assemble($"macho arm64 executable\nplatform macos 11.0 sdk 14.2\nneeds /usr/lib/libSystem.B.dylib\nsignature {signature}\n" + string.Concat(Builtins.Select(name => $"offers _PyInit_{name}\n"))));

    private static readonly string[] Builtins = ["_abc", "_imp", "_io", "_signal", "_thread", "_warnings", "_weakref", "_codecs", "_collections", "_functools", "_operator", "_stat", "errno", "gc", "itertools", "marshal", "posix", "time", "zipimport"];

    private static byte[] Name16(string name) => [.. System.Text.Encoding.ASCII.GetBytes(name), .. new byte[16 - name.Length]];

    private static byte[] Changed(byte[] whole, byte[] at, int offset, uint value) => Changed(whole, at, offset, _ => value);

    private static byte[] Changed(byte[] whole, byte[] at, int offset, Func<uint, uint> change)
    {
        byte[] bytes = [.. whole];
        int start = bytes.AsSpan().IndexOf(at);
        Assert.True(start > 0);
        Span<byte> field = bytes.AsSpan(start + offset, 4);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(field, change(System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(field)));
        return bytes;
    }

    private byte[] Needing(string installName, string function, params string[] arguments) =>
        toolchain.Bundle($"void {function}(void); void *PyInit__demo(void) {{ {function}(); return 0; }}", [toolchain.Stub(installName, "_" + function), .. arguments]);

    private byte[] Offering(string installName, string function) => toolchain.Dylib(installName, $"void {function}(void) {{}}");
}
