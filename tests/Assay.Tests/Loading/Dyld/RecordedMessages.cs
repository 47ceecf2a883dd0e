using System.Text.RegularExpressions;
using Assay.Imports;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Loading.Dyld;

/// <summary>
/// Messages that people posted in public, each from a file of that situation, compiled and linked here. Only the paths that say nothing are shortened and the UUIDs
/// are masked on both sides: a UUID is new with every link, and that of a system library with every build of macOS.
/// </summary>
[Trait("speed", "slow")]
public sealed class RecordedMessages : IDisposable
{
    private const string Module = "void *PyInit_x(void) { return 0; }";

    private readonly AppleToolchain toolchain = new();

    public void Dispose() => toolchain.Dispose();

    // numpy/numpy#21055 and conda/conda#12934: packages of an Intel Mac under a native Python. macOS 13.
    [Fact]
    public void Intel_code_in_a_native_process()
    {
        using AppleToolchain intel = new() { Architecture = "x86_64" };
        const string p = "/Users/ada/env/lib/python3.11/site-packages/numpy/core/_multiarray_umath.cpython-311-darwin.so";
        Same(
            $"dlopen({p}, 0x0002): tried: '{p}' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64')), '/System/Volumes/Preboot/Cryptexes/OS{p}' (no such file), '{p}' (mach-o file, but is an incompatible architecture (have 'x86_64', need 'arm64'))",
            new DyldScene("macos-13.4-arm64").Add(p, intel.Bundle(Module)), p);
    }

    // numpy/numpy#17807 (macOS 11): the file was looked at twice, as it was named and as it was resolved.
    [Fact]
    public void Intel_code_in_a_native_process_of_macos_11()
    {
        using AppleToolchain intel = new() { Architecture = "x86_64" };
        const string p = "/Users/ada/env/lib/python3.9/site-packages/numpy/core/_multiarray_umath.cpython-39-darwin.so";
        Same($"dlopen({p}, 2): no suitable image found.  Did find:\n\t{p}: mach-o, but wrong architecture\n\t{p}: mach-o, but wrong architecture", new DyldScene("macos-11.4-arm64").Add(p, intel.Bundle(Module)), p);
    }

    // python-pillow/Pillow#5478 and others (macOS 12): only the first of the accepted names was listed.
    [Fact]
    public void A_universal_file_without_the_slice_on_macos_12()
    {
        const string p = "/env/lib/python3.9/site-packages/x.cpython-39-darwin.so";
        Same(
            $"dlopen({p}, 0x0002): tried: '{p}' (fat file, but missing compatible architecture (have 'i386,x86_64', need 'arm64e')), '/usr/local/lib/x.cpython-39-darwin.so' (no such file), '/usr/lib/x.cpython-39-darwin.so' (no such file)",
            new DyldScene("macos-12.3-arm64").Add(p, "macho fat\nslice i386 bundle\nplatform macos 10.9 sdk 10.14\nslice x86_64 bundle\nplatform macos 10.9 sdk 10.14"), p);
    }

    // ELIFE-ASU/PyInform#43: the same with a universal file without the slice, in the words of 14.4 and later.
    [Fact]
    public void A_universal_file_without_the_slice()
    {
        const string p = "/env/lib/libinform.dylib";
        Same(
            $"dlopen({p}, 0x0006): tried: '{p}' (fat file, but missing compatible architecture (have 'i386,x86_64', need 'arm64e' or 'arm64')), '/System/Volumes/Preboot/Cryptexes/OS{p}' (no such file), '{p}' (fat file, but missing compatible architecture (have 'i386,x86_64', need 'arm64e' or 'arm64'))",
            new DyldScene("macos-14.5-arm64").Add(p, "macho fat\nslice i386 dylib\nid a\nplatform macos 10.9 sdk 10.14\nslice x86_64 dylib\nid a\nplatform macos 10.9 sdk 10.14"), p, isLibrary: true);
    }

    // numpy/numpy#26918 (2024, macOS 14): Firebase starts a universal Python translated.
    [Fact]
    public void Native_code_in_a_translated_process()
    {
        const string p = "/Users/ada/project/functions/venv/lib/python3.12/site-packages/numpy/_core/_multiarray_umath.cpython-312-darwin.so";
        Same(
            $"dlopen({p}, 0x0002): tried: '{p}' (mach-o file, but is an incompatible architecture (have 'arm64', need 'x86_64')), '/System/Volumes/Preboot/Cryptexes/OS{p}' (no such file), '{p}' (mach-o file, but is an incompatible architecture (have 'arm64', need 'x86_64'))",
            new DyldScene("macos-14.5-arm64-rosetta").Add(p, toolchain.Bundle(Module)), p);
    }

    // sh0nk/matplotlib4j#35 (May 2022, macOS 12.3): a translated Java starts Python.
    [Fact]
    public void Native_code_in_a_translated_process_of_macos_12()
    {
        const string p = "/Users/ada/Library/Python/3.8/lib/python/site-packages/numpy/core/_multiarray_umath.cpython-38-darwin.so";
        Same(
            $"dlopen({p}, 0x0002): tried: '{p}' (mach-o file, but is an incompatible architecture (have 'arm64', need 'x86_64')), '/usr/local/lib/_multiarray_umath.cpython-38-darwin.so' (no such file), '/usr/lib/_multiarray_umath.cpython-38-darwin.so' (no such file)",
            new DyldScene("macos-12.3-x86_64-rosetta").Add(p, toolchain.Bundle(Module)), p);
    }

    // numpy/numpy#31981 (2026): IDLE.app is translated and sets DYLD_LIBRARY_PATH, whose directory so comes first.
    [Fact]
    public void Native_code_in_idle()
    {
        const string p = "/Library/Frameworks/Python.framework/Versions/3.14/lib/python3.14/site-packages/numpy/_core/_multiarray_umath.cpython-314-darwin.so";
        DyldScene scene = new DyldScene("macos-15.5-arm64-rosetta").Add(p, toolchain.Bundle(Module));
        scene.Machine.SetVariable("DYLD_LIBRARY_PATH", "/Applications/IDLE.app/Contents/Frameworks");
        Same(
            $"dlopen({p}, 0x0002): tried: '/Applications/IDLE.app/Contents/Frameworks/_multiarray_umath.cpython-314-darwin.so' (no such file), '{p}' (mach-o file, but is an incompatible architecture (have 'arm64', need 'x86_64')), '/System/Volumes/Preboot/Cryptexes/OS{p}' (no such file), '{p}' (mach-o file, but is an incompatible architecture (have 'arm64', need 'x86_64'))",
            scene, p);
    }

    // microsoft/qlib#1948 (2025): lightgbm in a conda environment without libomp. ctypes asks, so the LC_RPATH of _ctypes counts, then that of the program.
    [Fact]
    public void Lightgbm_without_libomp()
    {
        const string e = "/opt/anaconda3/envs/condavenv", p = e + "/lib/python3.12/site-packages/lightgbm/lib/lib_lightgbm.dylib";
        string omp = toolchain.Stub("@rpath/libomp.dylib", "_omp_get_max_threads");
        const string twice = "'/opt/homebrew/opt/libomp/lib/libomp.dylib' (no such file), '/System/Volumes/Preboot/Cryptexes/OS/opt/homebrew/opt/libomp/lib/libomp.dylib' (no such file), '/opt/local/lib/libomp/libomp.dylib' (no such file), '/System/Volumes/Preboot/Cryptexes/OS/opt/local/lib/libomp/libomp.dylib' (no such file), ";
        DyldScene scene = new("macos-15.3-arm64") { Program = e + "/bin/python3.12" };
        scene.Add(e + "/bin/python3.12", "macho arm64 executable\nplatform macos 11.0 sdk 14.0\nneeds /usr/lib/libSystem.B.dylib\nrpath @loader_path/../lib/\nsignature ad-hoc by-linker\noffers _Py_Main")
            .Add(e + "/lib/python3.12/lib-dynload/_ctypes.cpython-312-darwin.so", toolchain.Bundle("void *PyInit__ctypes(void) { return 0; }", "-rpath", "@loader_path/../../"))
            .Add(p, toolchain.Dylib("@rpath/lib_lightgbm.dylib", "int omp_get_max_threads(void); int run(void) { return omp_get_max_threads(); }", omp, "-rpath", "/opt/homebrew/opt/libomp/lib", "-rpath", "/opt/local/lib/libomp"));
        IExtensionLoader process = scene.Start();
        Assert.IsType<ExtensionOutcome.Loaded>(process.LoadExtension("_ctypes", e + "/lib/python3.12/lib-dynload/_ctypes.cpython-312-darwin.so"));
        Same(
            $"dlopen({p}, 0x0006): Library not loaded: @rpath/libomp.dylib\n  Referenced from: <U> {p}\n  Reason: tried: {twice}{twice}'{e}/lib/python3.12/lib-dynload/../../libomp.dylib' (no such file), '{e}/bin/../lib/libomp.dylib' (no such file)",
            process.LoadLibrary(p, isGlobal: false));
    }

    // iusztinpaul/energy-forecasting#14 (macOS 12.6): an absolute path, the words in quotes. The requester was linked with an old SDK.
    [Fact]
    public void Lightgbm_without_libomp_on_macos_12()
    {
        const string p = "/Users/ada/env/lib/python3.9/site-packages/lightgbm/lib_lightgbm.so";
        string omp = toolchain.Stub("/usr/local/opt/libomp/lib/libomp.dylib", "_omp_get_max_threads");
        Same(
            $"dlopen({p}, 0x0006): Library not loaded: '/usr/local/opt/libomp/lib/libomp.dylib'\n  Referenced from: '{p}'\n  Reason: tried: '/usr/local/opt/libomp/lib/libomp.dylib' (no such file), '/usr/local/lib/libomp.dylib' (no such file), '/usr/lib/libomp.dylib' (no such file)",
            new DyldScene("macos-12.6-arm64").Add(p, toolchain.Dylib("lib_lightgbm.so", "int omp_get_max_threads(void); int run(void) { return omp_get_max_threads(); }", omp)), p, isLibrary: true);
    }

    // sibyl-dev/pyreal#428 (macOS 11).
    [Fact]
    public void Lightgbm_without_libomp_on_macos_11()
    {
        const string p = "/Users/ada/env/lib/python3.8/site-packages/lightgbm/lib_lightgbm.so";
        string omp = toolchain.Stub("/usr/local/opt/libomp/lib/libomp.dylib", "_omp_get_max_threads");
        Same(
            $"dlopen({p}, 6): Library not loaded: /usr/local/opt/libomp/lib/libomp.dylib\n  Referenced from: {p}\n  Reason: image not found",
            new DyldScene("macos-11.6-arm64").Add(p, toolchain.Dylib("lib_lightgbm.so", "int omp_get_max_threads(void); int run(void) { return omp_get_max_threads(); }", omp)), p, isLibrary: true);
    }

    // grpc/grpc#25082, #34135: linked with -undefined dynamic_lookup and without CoreFoundation.
    [Fact]
    public void A_flat_symbol_that_nobody_has()
    {
        const string p = "/Users/ada/miniforge3/lib/python3.10/site-packages/grpc/_cython/cygrpc.cpython-310-darwin.so";
        Same(
            $"dlopen({p}, 0x0002): symbol not found in flat namespace '_CFRelease'",
            new DyldScene("macos-14.4-arm64").Add(p, toolchain.Bundle("void CFRelease(void *); void *PyInit_cygrpc(void) { CFRelease(0); return 0; }")), p);
    }

    // numpy/numpy#18523 (macOS 11).
    [Fact]
    public void A_flat_symbol_that_nobody_has_on_macos_11()
    {
        const string p = "/Users/ada/env/lib/python3.8/site-packages/numpy/core/_multiarray_umath.cpython-38-darwin.so";
        Same(
            $"dlopen({p}, 2): Symbol not found: _npy_cabs\n  Referenced from: {p}\n  Expected in: flat namespace\n in {p}",
            new DyldScene("macos-11.2-arm64").Add(p, toolchain.Bundle("double npy_cabs(double); void *PyInit_x(void) { npy_cabs(1); return 0; }")), p);
    }

    // fxcoudert/gfortran-for-macOS#67, mesonbuild/meson#13969 (macOS 14.7): nobody on the way has an LC_RPATH.
    [Fact]
    public void Libgfortran_and_no_run_path()
    {
        const string p = "/Users/ada/clawpack/build/cp313/riemann/euler_mapgrid_3D.cpython-313-darwin.so";
        string fortran = toolchain.Stub("@rpath/libgfortran.5.dylib", "__gfortran_st_write");
        Same(
            $"dlopen({p}, 0x0002): Library not loaded: @rpath/libgfortran.5.dylib\n  Referenced from: <U> {p}\n  Reason: no LC_RPATH's found",
            new DyldScene("macos-14.7-arm64").Add(p, toolchain.Bundle("void _gfortran_st_write(void); void *PyInit_x(void) { _gfortran_st_write(); return 0; }", fortran)), p);
    }

    // spack/spack#49983 (macOS 15.4, SDK 15.4): the very file that is imported repeats an LC_RPATH.
    [Fact]
    public void A_repeated_run_path()
    {
        using AppleToolchain recent = new() { Sdk = "15.4" };
        const string p = "/Users/Adam/view/lib/python3.13/site-packages/numpy/_core/_multiarray_umath.cpython-313-darwin.so", r = "/Users/Adam/spack/openblas-0.3.29/lib";
        string entry = $"'{p}' (duplicate LC_RPATH '{r}')";
        Same(
            $"dlopen({p}, 0x0002): tried: {entry}, '/System/Volumes/Preboot/Cryptexes/OS{p}' (no such file), {entry}",
            new DyldScene("macos-15.4-arm64").Add(p, Repeated(recent, r)), p);
    }

    // numpy/numpy#28395, radioconda/radioconda-installer#127 (macOS 15.4): conda's libgfortran repeats an LC_RPATH. That its SDK field is 0, which counts as the future, is assumed here.
    [Fact]
    public void A_repeated_run_path_in_a_library_without_a_known_sdk()
    {
        using AppleToolchain unknown = new() { Sdk = "0.0" };
        const string e = "/Users/ada/miniforge3/envs/spyder-env", p = e + "/lib/python3.12/site-packages/numpy/_core/_multiarray_umath.cpython-312-darwin.so";
        string blas = toolchain.Stub("@rpath/libcblas.3.dylib", "_cblas_dgemm"), fortran = toolchain.Stub("@rpath/libgfortran.5.dylib", "__gfortran_st_write");
        string[] here = ["-rpath", "@loader_path"];
        DyldScene scene = new DyldScene("macos-15.4-arm64")
            .Add(p, toolchain.Bundle("void cblas_dgemm(void); void *PyInit_x(void) { cblas_dgemm(); return 0; }", [blas, "-rpath", "@loader_path/../../../../"]))
            .Add(e + "/lib/libcblas.3.dylib", toolchain.Dylib("@rpath/libopenblas.0.dylib", "void _gfortran_st_write(void); void cblas_dgemm(void) { _gfortran_st_write(); }", [fortran, .. here, "-rpath", "@loader_path/"]))
            .Add(e + "/lib/libgfortran.5.dylib", unknown.Dylib("@rpath/libgfortran.5.dylib", "void _gfortran_st_write(void) {}", [.. here, .. here]));
        // What was posted is cut off after the entries of the library itself; those of the extension module follow, the same file by another way.
        string entry = $"'{e}/lib/libgfortran.5.dylib' (duplicate LC_RPATH '@loader_path')";
        string other = $"'{PosixPath.Directory(p)}/../../../../libgfortran.5.dylib' (duplicate LC_RPATH '@loader_path')";
        Same($"dlopen({p}, 0x0002): Library not loaded: @rpath/libgfortran.5.dylib\n  Referenced from: <U> {e}/lib/libcblas.3.dylib\n  Reason: tried: {entry}, {entry}, {other}, {other}", scene, p);
    }

    [Theory]
    [InlineData("macos-15.3-arm64", "15.4")] // before headers were checked
    [InlineData("macos-15.6-arm64", "14.5")] // an SDK from before the rule
    [InlineData("macos-26-arm64", "15.5")] // macOS 26 took the rule back for SDKs before its own
    public void A_repeated_run_path_that_is_tolerated(string target, string sdk)
    {
        using AppleToolchain recent = new() { Sdk = sdk };
        Assert.IsType<ExtensionOutcome.Loaded>(new DyldScene(target).Add(DyldScene.Extension, Repeated(recent, "/r/lib")).Load());
    }

    // IfcOpenShell/IfcOpenShell#6798 (macOS 13.0) and BlenderKit/Blendkit#1637 (macOS 12.7): numpy built for the Accelerate of 13.3.
    [Theory]
    [InlineData("macos-13.0-arm64", "Symbol not found: _cblas_caxpy$NEWLAPACK\n  Referenced from: <U> {0}\n  Expected in:     <U> /System/Library/Frameworks/Accelerate.framework/Versions/A/Accelerate")]
    [InlineData("macos-12.7-arm64", "Symbol not found: (_cblas_caxpy$NEWLAPACK)\n  Referenced from: '{0}'\n  Expected in: '/System/Library/Frameworks/Accelerate.framework/Versions/A/Accelerate'")]
    public void The_newer_interface_of_accelerate(string target, string words)
    {
        const string p = "/Applications/Blender.app/Contents/Resources/4.4/python/lib/python3.11/site-packages/numpy/core/_multiarray_umath.cpython-311-darwin.so";
        string accelerate = toolchain.Stub("/System/Library/Frameworks/Accelerate.framework/Versions/A/Accelerate", "_cblas_caxpy$NEWLAPACK");
        Same(
            $"dlopen({p}, 0x0002): {string.Format(System.Globalization.CultureInfo.InvariantCulture, words, p)}",
            new DyldScene(target).Add(p, toolchain.Bundle("void caxpy(void) __asm(\"_cblas_caxpy$NEWLAPACK\"); void *PyInit_x(void) { caxpy(); return 0; }", accelerate)), p);
    }

    // The form of neuromorphicsystems/aedat#6 and pygit2: a symbol of a later libSystem, and the note that the file was built for a later system.
    [Theory]
    [InlineData("macos-11.3-arm64", "dlopen({0}, 2): Symbol not found: _mkfifoat\n  Referenced from: {0} (which was built for Mac OS X 13.0)\n  Expected in: /usr/lib/libSystem.B.dylib\n in {0}")]
    [InlineData("macos-12.3-arm64", "dlopen({0}, 0x0002): Symbol not found: _mkfifoat\n  Referenced from: {0}\n  Expected in: /usr/lib/libSystem.B.dylib")]
    public void A_symbol_of_a_later_system(string target, string words)
    {
        using AppleToolchain later = new() { MinimumOs = "13.0", SystemSymbols = ["_mkfifoat", "dyld_stub_binder"] };
        const string p = "/opt/anaconda3/envs/ada/lib/python3.8/site-packages/aedat.cpython-38-darwin.so";
        Same(
            string.Format(System.Globalization.CultureInfo.InvariantCulture, words, p),
            new DyldScene(target).Add(p, later.Bundle("int mkfifoat(int, const char *, int); void *PyInit_aedat(void) { mkfifoat(0, 0, 0); return 0; }")), p);
    }

    // tensorflow/tensorflow#53309 and others since macOS 13: the note has other words.
    [Fact]
    public void A_symbol_of_a_later_system_since_macos_13()
    {
        using AppleToolchain later = new() { MinimumOs = "15.4", Sdk = "15.4", SystemSymbols = ["_strchrnul", "dyld_stub_binder"] };
        const string p = "/env/lib/python3.12/site-packages/x.cpython-312-darwin.so";
        Same(
            $"dlopen({p}, 0x0002): Symbol not found: _strchrnul\n  Referenced from: <U> {p} (built for macOS 15.4 which is newer than running OS)\n  Expected in:     <U> /usr/lib/libSystem.B.dylib",
            new DyldScene("macos-15.0-arm64").Add(p, later.Bundle("char *strchrnul(const char *, int); void *PyInit_x(void) { strchrnul(0, 0); return 0; }")), p);
    }

    private static byte[] Repeated(AppleToolchain toolchain, string path) => toolchain.Bundle(Module, "-rpath", path, "-rpath", path);

    private static void Same(string recorded, DyldScene scene, string path, bool isLibrary = false)
    {
        IExtensionLoader process = scene.Start();
        Same(recorded, isLibrary ? process.LoadLibrary(path, isGlobal: false) : process.LoadExtension("x", path));
    }

    private static void Same(string recorded, ExtensionOutcome outcome) =>
        Assert.Equal(recorded, Regex.Replace(Assert.IsType<ExtensionOutcome.Raises>(outcome).Exception.Message!, "<([0-9A-F-]{36}|UUID)>", "<U>"));
}
