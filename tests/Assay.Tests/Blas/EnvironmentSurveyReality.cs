using Assay.Blas;
using Assay.Examination;
using Assay.Primitives;
using Assay.Tests.Fixtures;
using Assay.Tests.Loading;

namespace Assay.Tests.Blas;

/// <summary>Packages that do linear algebra each in a way of their own, compiled into a virtual environment.</summary>
[Trait("speed", "slow")]
public sealed class EnvironmentSurveyReality : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly string site;

    public EnvironmentSurveyReality()
    {
        (int status, _, string error) = ChildProcess.Run(Needs.DebianPython(), ["-m", "venv", "--without-pip", directory.Path]);
        Assert.True(status == 0, error);
        site = Directory.EnumerateDirectories(Path.Combine(directory.Path, "lib"), "python3*").Single() + "/site-packages";
    }

    public void Dispose() => directory.Dispose();

    [Fact]
    public void Numpy_without_a_library_has_loops_of_its_own()
    {
        Package("numpy", "from . import _core, linalg");
        Package("numpy/_core", "from . import _multiarray_umath");
        Package("numpy/linalg", "from . import _umath_linalg");
        Extension("numpy/_core/_multiarray_umath", "");
        Extension("numpy/linalg/_umath_linalg", "");
        BlasSurvey survey = Survey();
        Assert.Equal(["numpy._core._multiarray_umath", "numpy.linalg._umath_linalg"], survey.Consumers.Select(consumer => consumer.Module));
        Assert.All(survey.Consumers, consumer => Assert.True(consumer is { BringsOwnLoops: true, NotLoaded: null, Answers.IsEmpty: true }));
        Assert.Empty(survey.Libraries);
    }

    [Fact]
    public void Torch_carries_its_library_inside()
    {
        Package("torch", "from . import _C");
        Library("torch/lib/libtorch_cpu.so", "const char text[] = \"Intel(R) oneAPI Math Kernel Library Version 2024.2-Product Build 20240605\"; int at(void) { return text[0]; }", "-Wl,-soname,libtorch_cpu.so");
        Extension("torch/_C", "extern int at(void); int use(void) { return at(); }", Path.Combine(site, "torch/lib/libtorch_cpu.so"), "-Wl,-rpath,$ORIGIN/lib");
        BlasConsumer torch = Assert.Single(Survey().Consumers);
        Assert.Equal((BlasImplementation.Mkl, "2024.2", Path.Combine(site, "torch/lib/libtorch_cpu.so")), (torch.Embedded!.Implementation, torch.Embedded.Version, torch.Path));
    }

    [Fact]
    public void Torch_that_carries_nothing_is_not_listed()
    {
        Package("torch", "from . import _C");
        Library("torch/lib/libtorch_cpu.so", "int at(void) { return 1; }", "-Wl,-soname,libtorch_cpu.so");
        Extension("torch/_C", "extern int at(void); int use(void) { return at(); }", Path.Combine(site, "torch/lib/libtorch_cpu.so"), "-Wl,-rpath,$ORIGIN/lib");
        Assert.Empty(Survey().Consumers);
    }

    [Fact]
    public void Modules_that_nothing_imports_are_asked_too_and_those_that_do_not_load_say_why()
    {
        Library("demo/libopenblas.so.0", "char *openblas_get_config(void) { return \"OpenBLAS 0.3.99 \"; } void dgemm_(void) {}", "-Wl,-soname,libopenblas.so.0");
        Package("demo", "");
        Extension("demo/good", "extern void dgemm_(void); void call(void) { dgemm_(); }", Path.Combine(site, "demo/libopenblas.so.0"), "-Wl,-rpath,$ORIGIN");
        Library("demo/libgone.so", "void dgemm_(void) {}", "-Wl,-soname,libgone.so");
        Extension("demo/lost", "extern void dgemm_(void); void call(void) { dgemm_(); }", Path.Combine(site, "demo/libgone.so"));
        File.Delete(Path.Combine(site, "demo/libgone.so"));
        Extension("demo/other", "");
        BlasSurvey survey = Survey();
        Assert.Equal(["demo.good", "demo.lost"], survey.Consumers.Select(consumer => consumer.Module));
        Assert.Equal("OpenBLAS 0.3.99", survey.Consumers[0].Product?.Answer.Library?.Title);
        Assert.Contains("libgone.so: cannot open shared object file", survey.Consumers[1].NotLoaded, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_that_takes_the_routines_of_scipy_is_a_borrower()
    {
        Package("learn", "");
        Extension("learn/svm", "const char *from = \"scipy.linalg.cython_blas\";");
        Extension("learn/tree", "const char *from = \"scipy.sparse\";");
        BlasSurvey survey = Survey();
        Assert.Equal(new BlasBorrower("learn.svm", null, null, "scipy.linalg.cython_blas"), Assert.Single(survey.Borrowers));
        Assert.Empty(survey.Consumers);
    }

    private BlasSurvey Survey() => Assert.Single(BlasExaminer.Run(new ExaminationRequest { Subject = directory.Path }, new HostMachine(new Dictionary<string, string?> { ["LD_PRELOAD"] = null, ["LD_LIBRARY_PATH"] = null })).Targets);

    private void Package(string folder, string source) => File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(site, folder)).FullName, "__init__.py"), source + "\n");

    private void Extension(string module, string source, params string[] options)
    {
        string name = Path.GetFileName(module);
        string init = LoaderScenario.Init.Replace("PyInit_x", "PyInit_" + name, StringComparison.Ordinal).Replace("\"x\"", $"\"{name}\"", StringComparison.Ordinal);
        Library(module + ".so", init + "\n" + source, options);
    }

    private void Library(string file, string source, params string[] options)
    {
        string code = directory.File($"source/{Guid.NewGuid():N}.c", source), path = Path.Combine(site, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        (int status, _, string error) = ChildProcess.Run(Needs.Program("gcc"), ["-shared", "-fPIC", "-O1", "-o", path, code, .. options]);
        Assert.True(status == 0, error);
    }
}
