using Assay.Diagnostics;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Rules;

/// <summary>
/// Rules about binaries of macOS three ways, on files compiled with clang for Apple's systems and linked by LLVM's ld64: each speaks, keeps silent on the healthy twin,
/// and does not apply where system, processor or SDK make the difference. <see cref="CompiledMacRules"/> holds those about libraries and headers.
/// </summary>
[Trait("speed", "slow")]
public sealed class MacRulesReality : IDisposable
{
    private const string Init = "void *PyInit__demo(void) { return 0; }";

    private readonly AppleToolchain toolchain = new();
    private readonly AppleToolchain intel = new() { Architecture = "x86_64" };

    public void Dispose()
    {
        toolchain.Dispose();
        intel.Dispose();
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
    public void A201_another_processor()
    {
        new MacFixture(intel.Bundle(Init)).Fails("macos-14-arm64", "A201");
        new MacFixture(toolchain.Bundle(Init)).Imports("macos-14-arm64", "A201");
        new MacFixture(Needing("@rpath/libelse.dylib", "other", "-rpath", "/else")).FailsOtherwise("macos-14-arm64", "A201");
    }

    [Fact]
    public void A202_one_half_of_a_universal_python()
    {
        byte[] thin = intel.Bundle(Init), both = Fat(intel.Bundle(Init), toolchain.Bundle(Init));
        new MacFixture(thin, "framework-universal").Fails("macos-14-arm64", "A202");
        new MacFixture(thin, "framework-universal").Remarks("macos-14-arm64-rosetta", "A202", Severity.Note);
        new MacFixture(both, "framework-universal").Imports("macos-14-arm64", "A202");
        new MacFixture(both, "framework-universal").Imports("macos-14-arm64-rosetta", "A202");

        // An interpreter with one half of its own has no other half to be started as.
        new MacFixture(thin).FailsOtherwise("macos-14-arm64", "A202");
    }

    [Fact]
    public void A214_a_translated_environment()
    {
        new MacFixture(intel.Bundle(Init), "conda-x86_64").Remarks("macos-15-arm64", "A214", Severity.Note);
        new MacFixture(intel.Bundle(Init), "conda-x86_64").Imports("macos-15-x86_64", "A214");
        new MacFixture(toolchain.Bundle(Init)).Imports("macos-15-arm64", "A214");
    }

    [Fact]
    public void A215_no_code_for_this_processor()
    {
        new MacFixture(toolchain.Bundle(Init)).Fails("macos-15-x86_64", "A215", VerdictKind.Crashes);
        new MacFixture(toolchain.Bundle(Init)).Imports("macos-15-arm64", "A215");

        // A whole macOS without Rosetta is remarked on; where nothing is known of it, nothing is said.
        MacFixture without = new(intel.Bundle(Init), "conda-x86_64");
        without.Machine.AddDirectory("/System/Library/CoreServices");
        without.Remarks("macos-15-arm64", "A215", Severity.Warning);
        new MacFixture(intel.Bundle(Init), "conda-x86_64").Imports("macos-15-arm64", "A215");
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
    public void A309_a_plugin_for_another_version()
    {
        string host = toolchain.Stub("@loader_path/../host/libhost.dylib", "_host_new");
        byte[] plugin = toolchain.Bundle("void host_new(void); void *PyInit__demo(void) { host_new(); return 0; }", host);
        BesideHost(plugin, "host_old").Fails("macos-15-arm64", "A309");
        BesideHost(plugin, "host_new").Imports("macos-15-arm64", "A309");

        // A library of the same package is no matter between two.
        string own = toolchain.Stub("@loader_path/libown.dylib", "_own_new");
        new MacFixture(toolchain.Bundle("void own_new(void); void *PyInit__demo(void) { own_new(); return 0; }", own)).With("libown.dylib", Offering("@loader_path/libown.dylib", "own_old")).FailsOtherwise("macos-15-arm64", "A309");
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

    // A second distribution whose library the extension module was linked against.
    private MacFixture BesideHost(byte[] plugin, string offered)
    {
        MacFixture fixture = new(plugin);
        fixture.With(fixture.Site + "/host/libhost.dylib", Offering("@rpath/libhost.dylib", offered));
        fixture.Machine.AddFile(fixture.Site + "/host-2.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: host\nVersion: 2.0\n");
        fixture.Machine.AddFile(fixture.Site + "/host-2.0.dist-info/RECORD", "host/libhost.dylib,,\nhost-2.0.dist-info/METADATA,,\nhost-2.0.dist-info/RECORD,,\n");
        return fixture;
    }

    // The same conda with a program of another signature.
    private static MacFixture Hosted(byte[] extension, string signature) => new MacFixture(extension).With(
        "/Users/ada/miniforge3/bin/python3.11",
        Assay.Binaries.BinaryAssembler.Assemble($"macho arm64 executable\nplatform macos 11.0 sdk 14.2\nneeds /usr/lib/libSystem.B.dylib\nsignature {signature}\n" + string.Concat(Builtins.Select(name => $"offers _PyInit_{name}\n"))));

    private static readonly string[] Builtins = ["_abc", "_imp", "_io", "_signal", "_thread", "_warnings", "_weakref", "_codecs", "_collections", "_functools", "_operator", "_stat", "errno", "gc", "itertools", "marshal", "posix", "time", "zipimport"];

    // A universal file as lipo makes it: both slices on borders of 16 KiB.
    private static byte[] Fat(params byte[][] slices)
    {
        const int border = 0x4000;
        List<byte> header = [.. Big(0xcafebabe), .. Big((uint)slices.Length)];
        List<byte> body = [];
        foreach (byte[] slice in slices)
        {
            int offset = border + body.Count;
            header.AddRange([.. slice[4..8].Reverse(), .. slice[8..12].Reverse(), .. Big((uint)offset), .. Big((uint)slice.Length), .. Big(14)]);
            body.AddRange([.. slice, .. new byte[((slice.Length + border - 1) / border * border) - slice.Length]]);
        }

        return [.. header, .. new byte[border - header.Count], .. body];

        static byte[] Big(uint number)
        {
            byte[] bytes = new byte[4];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
            return bytes;
        }
    }

    private byte[] Needing(string installName, string function, params string[] arguments) =>
        toolchain.Bundle($"void {function}(void); void *PyInit__demo(void) {{ {function}(); return 0; }}", [toolchain.Stub(installName, "_" + function), .. arguments]);

    private byte[] Offering(string installName, string function) => toolchain.Dylib(installName, $"void {function}(void) {{}}");
}
