using System.Text.RegularExpressions;
using Assay.Binaries;
using Assay.Blas;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;
using Assay.Tests.Fixtures;
using Assay.Tests.Loading;

namespace Assay.Tests.Blas;

/// <summary>The ways to a library, on compiled files; where this machine can load them, its own loader says who answers.</summary>
[Trait("speed", "slow")]
public sealed partial class RouteReality
{
    private const string OpenBlas = "char *openblas_get_config(void) { return \"OpenBLAS 0.3.99 DYNAMIC_ARCH \"; } int dgemm_(void) { return 1; }";
    private const string Caller = "extern int dgemm_(void); int call(void) { return dgemm_(); }";

    [Fact]
    public void A_need_that_leads_straight_to_the_file()
    {
        using LoaderScenario scenario = new LoaderScenario().Library("lib/libopenblas.so.0", OpenBlas, "-Wl,-soname,libopenblas.so.0").Extension(Caller, "-LROOT/lib -l:libopenblas.so.0 -Wl,-rpath,ROOT/lib");
        (BlasRoute route, string file) = Judge(scenario);
        Assert.Equal(BlasRouteKind.Link, route.Kind);
        Assert.Equal(["libopenblas.so.0", scenario.At("lib/libopenblas.so.0")], route.Steps);
        Assert.Equal(scenario.At("lib/libopenblas.so.0"), file);
    }

    [Fact]
    public void A_name_of_conda_that_is_a_link()
    {
        using LoaderScenario scenario = new LoaderScenario()
            .Library("stub/libblas.so.3", "int dgemm_(void) { return 0; }", "-Wl,-soname,libblas.so.3")
            .Library("lib/libopenblasp-r0.3.99.so", OpenBlas, "-Wl,-soname,libopenblas.so.0")
            .Link("lib/libopenblas.so.0", "libopenblasp-r0.3.99.so").Link("lib/libblas.so.3", "libopenblas.so.0")
            .Extension(Caller, "ROOT/stub/libblas.so.3 -Wl,-rpath,ROOT/lib");
        (BlasRoute route, string file) = Judge(scenario, isConda: true);
        Assert.Equal(BlasRouteKind.CondaStub, route.Kind);
        Assert.Equal(["libblas.so.3", scenario.At("lib/libblas.so.3"), scenario.At("lib/libopenblas.so.0"), scenario.At("lib/libopenblasp-r0.3.99.so")], route.Steps);
        Assert.Equal(scenario.At("lib/libopenblasp-r0.3.99.so"), file);
    }

    [Fact]
    public void A_library_that_came_with_the_package()
    {
        using LoaderScenario scenario = new LoaderScenario().Library("demo.libs/libopenblas-1.so", OpenBlas).Extension(Caller, "-LROOT/demo.libs -l:libopenblas-1.so -Wl,-rpath,$ORIGIN/demo.libs");
        Assert.Equal(BlasRouteKind.Bundled, Judge(scenario).Route.Kind);
    }

    [Fact]
    public void What_was_loaded_before_answers_though_nobody_asks_for_it()
    {
        using LoaderScenario scenario = new LoaderScenario()
            .Library("lib/libopenblas.so.0", OpenBlas, "-Wl,-soname,libopenblas.so.0")
            .Library("first.so", OpenBlas.Replace("0.3.99", "0.3.1", StringComparison.Ordinal))
            .Extension(Caller, "-LROOT/lib -l:libopenblas.so.0 -Wl,-rpath,ROOT/lib").Variable("LD_PRELOAD", "ROOT/first.so");
        (BlasRoute route, string file) = Judge(scenario, preload: scenario.At("first.so"));
        Assert.Equal((BlasRouteKind.Interposed, scenario.At("first.so")), (route.Kind, file));
    }

    [Fact]
    public void A_stub_leads_to_the_library_it_is_built_upon()
    {
        using LoaderScenario scenario = new LoaderScenario()
            .Library("lib/libopenblas.so.0", OpenBlas, "-Wl,-soname,libopenblas.so.0")
            .Library("lib/libblas.so.3", "extern char *openblas_get_config(void); int dgemm_(void) { return openblas_get_config() != 0; }", "-Wl,-soname,libblas.so.3 ROOT/lib/libopenblas.so.0 -Wl,-rpath,$ORIGIN")
            .Extension(Caller, "ROOT/lib/libblas.so.3 -Wl,-rpath,ROOT/lib -Wl,-rpath-link,ROOT/lib");
        BlasAnswer answer = Answer(scenario, []);
        Assert.Equal((BlasImplementation.OpenBlas, "0.3.99"), (answer.Library!.Implementation, answer.Library.Version));
        Assert.Equal((scenario.At("lib/libblas.so.3"), scenario.At("lib/libopenblas.so.0")), (answer.Library.Path, answer.Library.Behind));
    }

    [Fact]
    public void A_lapack_above_any_blas_is_not_taken_for_it()
    {
        using LoaderScenario scenario = new LoaderScenario()
            .Library("lib/libblas.so.3", OpenBlas, "-Wl,-soname,libblas.so.3")
            .Library("lib/liblapack.so.3", "extern int dgemm_(void); extern void xerbla_(void); int dgelsd_(void) { return dgemm_(); } void oops(void) { xerbla_(); } const char text[] = \" ** On entry to \";", "-Wl,-soname,liblapack.so.3 ROOT/lib/libblas.so.3 -Wl,-rpath,$ORIGIN -Wl,-z,lazy")
            .Library("lib/libxerbla.so", "void xerbla_(void) {}")
            .Extension("extern int dgelsd_(void); int call(void) { return dgelsd_(); }", "ROOT/lib/liblapack.so.3 ROOT/lib/libxerbla.so -Wl,--no-as-needed -Wl,-rpath,ROOT/lib -Wl,-rpath-link,ROOT/lib");
        BlasAnswer answer = Answer(scenario, []);
        Assert.Equal(BlasImplementation.Netlib, answer.Library!.Implementation);
        Assert.Equal(BlasImplementation.OpenBlas, answer.ProductsBy?.Implementation);
    }

    [Fact]
    public void A_library_of_macos_that_passes_on_what_accelerate_has()
    {
        // conda-forge's newaccelerate: plain names are aliases of the newer interface, everything else is re-exported.
        using AppleToolchain toolchain = new();
        const string accelerate = "/System/Library/Frameworks/Accelerate.framework/Versions/A/Accelerate";
        string stub = toolchain.Stub(accelerate, "_dgemm_", "_dgemm$NEWLAPACK");
        byte[] library = toolchain.Dylib("@rpath/libblas.3.dylib", "int own;", "-reexport_library", stub);
        byte[] extension = toolchain.Bundle("extern int dgemm_(void); void *PyInit__demo(void) { return dgemm_() ? 0 : 0; }", toolchain.Stub("@rpath/libblas.3.dylib", "_dgemm_"), "-rpath", "@loader_path");
        using TemporaryDirectory directory = new();
        string path = directory.File("x.so", "");
        File.WriteAllBytes(path, extension);
        File.WriteAllBytes(Path.Combine(directory.Path, "libblas.3.dylib"), library);
        using BinaryStore store = new(new HostMachine());
        StaticView view = new StaticView(Assay.Targets.Architecture.Arm64, store, [path], (from, need) => need.Name.StartsWith("@rpath/", StringComparison.Ordinal) ? PosixPath.Join(directory.Path, need.Name["@rpath/".Length..]) : null).Load();
        BlasAnswer answer = Assert.Single(new BlasSurveyor(view, new HostMachine(), isConda: true).Consumers().Single(consumer => consumer.Path == path).Answers);
        Assert.Equal((BlasImplementation.Accelerate, accelerate, BlasRouteKind.Reexport), (answer.Library!.Implementation, answer.Library.Path, answer.Route!.Kind));
        Assert.True(answer.IsOldAccelerate);
    }

    [Fact]
    public void A_dll_of_conda_that_only_forwards()
    {
        using TemporaryDirectory directory = new();
        string gcc = Needs.Program("x86_64-w64-mingw32-gcc");
        Compile("openblas.dll", OpenBlas.Replace("int dgemm_", "__declspec(dllexport) int dgemm_", StringComparison.Ordinal).Replace("char *openblas", "__declspec(dllexport) char *openblas", StringComparison.Ordinal), "-shared", "-nostdlib", "-Wl,--entry=0");
        directory.File("libblas.def", "LIBRARY libblas.dll\nEXPORTS\n  dgemm_ = openblas.dgemm_\n");
        Compile("libblas.dll", "int own;", "-shared", "-nostdlib", "-Wl,--entry=0", Path.Combine(directory.Path, "libblas.def"));
        directory.File("import.def", "LIBRARY libblas.dll\nEXPORTS\n  dgemm_\n");
        (int made, _, string fault) = ChildProcess.Run(Needs.Program("x86_64-w64-mingw32-dlltool"), ["-d", Path.Combine(directory.Path, "import.def"), "-l", Path.Combine(directory.Path, "libblas.a")]);
        Assert.True(made == 0, fault);
        Compile("x.pyd", "int dgemm_(void); __declspec(dllexport) int PyInit_x(void) { return dgemm_(); }", "-shared", "-nostdlib", "-Wl,--entry=0", Path.Combine(directory.Path, "libblas.a"));

        string path = Path.Combine(directory.Path, "x.pyd");
        using BinaryStore store = new(new HostMachine());
        StaticView view = new StaticView(Assay.Targets.Architecture.X86_64, store, [path], (_, need) => Path.Combine(directory.Path, need.Name)).Load();
        BlasAnswer answer = Assert.Single(new BlasSurveyor(view, new HostMachine(), isConda: true).Consumers().Single().Answers);
        Assert.Equal((BlasImplementation.OpenBlas, Path.Combine(directory.Path, "openblas.dll"), BlasRouteKind.Forwarder), (answer.Library!.Implementation, answer.Library.Path, answer.Route!.Kind));

        void Compile(string file, string source, params string[] options)
        {
            string code = directory.File(file + ".c", source);
            (int status, _, string error) = ChildProcess.Run(gcc, ["-o", Path.Combine(directory.Path, file), code, .. options]);
            Assert.True(status == 0, error);
        }
    }

    private static (BlasRoute Route, string File) Judge(LoaderScenario scenario, bool isConda = false, string? preload = null)
    {
        Dictionary<string, string?> variables = new() { ["LD_PRELOAD"] = preload };
        BlasAnswer answer = Answer(scenario, variables, isConda);
        Assert.Equal(Real(scenario, variables), answer.Library!.Path);
        return (answer.Route!, answer.Library.Path);
    }

    private static BlasAnswer Answer(LoaderScenario scenario, Dictionary<string, string?> variables, bool isConda = false)
    {
        IMachine machine = Interpreter.Debian.Machine(variables);
        using BinaryStore store = new(machine);
        IExtensionLoader loader = Interpreter.Debian.Loaders(machine, store).Start();
        Assert.IsType<ExtensionOutcome.Loaded>(loader.LoadExtension("x", scenario.At("x.so")));
        BlasSurveyor surveyor = new(((IViewedLoader)loader).View(), machine, isConda);
        return Assert.Single(surveyor.Consumers().Single(consumer => consumer.Path == scenario.At("x.so")).Answers);
    }

    // What the dynamic linker itself says it binds.
    private static string Real(LoaderScenario scenario, Dictionary<string, string?> variables)
    {
        (int status, _, string error) = ChildProcess.Run(Interpreter.Debian.Path, ["-S", "-c", "import x"], [.. variables, new("PYTHONPATH", scenario.Root), new("LD_DEBUG", "bindings")], scenario.Root);
        Assert.True(status == 0, error);
        string file = Binding().Match(error).Groups[1].Value;
        return new HostMachine().RealPath(file) ?? file;
    }

    [GeneratedRegex(@"binding file \S*/x\.so \[0\] to (\S+) \[0\]: normal symbol `dgemm_'")]
    private static partial Regex Binding();
}
