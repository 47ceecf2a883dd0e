using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Blas;
using Assay.Environments;
using Assay.Examination;
using Assay.Targets;

namespace Assay.Tests.Blas;

/// <summary>A Debian machine whose BLAS is ATLAS and whose LAPACK is netlib's, as data.</summary>
internal static class SampleSurveys
{
    private const string Folder = "/usr/lib/x86_64-linux-gnu";

    private static readonly BlasLibrary Atlas = new(Folder + "/atlas/libblas.so.3.10.3", BlasImplementation.Atlas)
    {
        Version = "3.10.3",
        Width = IntegerWidth.Lp64,
        Threading = ThreadingLayer.Sequential,
        Kernels = new KernelChoice(false, []),
        Behind = Folder + "/libatlas.so.3.10.3",
        Marks = ["ATL_buildinfo"],
    };

    private static readonly BlasLibrary Netlib = new(Folder + "/lapack/liblapack.so.3.11.0", BlasImplementation.Netlib)
    {
        Version = "3.11.0",
        Width = IntegerWidth.Lp64,
        Threading = ThreadingLayer.Sequential,
        Kernels = new KernelChoice(false, []),
        Marks = ["xerbla_"],
    };

    public static BlasResult Mixed => Of(new BlasSurvey
    {
        Target = Target("linux-glibc2.36-x86_64"),
        Consumers =
        [
            new BlasConsumer("/usr/lib/python3/dist-packages/numpy/core/_multiarray_umath.so")
            {
                Module = "numpy.core._multiarray_umath",
                Distribution = "numpy",
                DistributionVersion = "1.24.2",
                Answers = [Answer(Atlas, BlasRouteKind.Alternatives, ["libblas.so.3", Folder + "/libblas.so.3", "/etc/alternatives/libblas.so.3-x86_64-linux-gnu", Atlas.Path], "cblas_dgemm", "cblas_sgemm")],
            },
            new BlasConsumer("/usr/lib/python3/dist-packages/numpy/linalg/_umath_linalg.so")
            {
                Module = "numpy.linalg._umath_linalg",
                Distribution = "numpy",
                DistributionVersion = "1.24.2",
                Answers = [Answer(Netlib, BlasRouteKind.Link, ["liblapack.so.3", Netlib.Path], "dgelsd_", "dgesdd_", "dgesv_") with { ProductsBy = Atlas }],
            },
            new BlasConsumer("/usr/lib/python3/dist-packages/demo.so") { Module = "demo", NotLoaded = "libfoo.so.1: cannot open shared object file: No such file or directory" },
        ],
        Borrowers = [new BlasBorrower("sklearn.utils._cython_blas", "scikit-learn", "1.2.1", "scipy.linalg.cython_blas")],
        Reports = [new ConfigReport("numpy", "blas", null, null)],
    });

    /// <summary>A machine whose OpenBLAS is of some release.</summary>
    public static BlasResult With(string release) => Of(new BlasSurvey
    {
        Target = Target("linux-glibc2.36-x86_64"),
        Consumers =
        [
            new BlasConsumer("/usr/lib/python3/dist-packages/numpy/core/_multiarray_umath.so")
            {
                Module = "numpy.core._multiarray_umath",
                Answers = [Answer(new BlasLibrary(Folder + "/libopenblas.so.0", BlasImplementation.OpenBlas) { Version = release }, BlasRouteKind.Link, ["libopenblas.so.0"], "cblas_dgemm")],
            },
        ],
    });

    public static BlasResult Of(BlasSurvey survey) => new()
    {
        Request = new ExaminationRequest(),
        Subject = new SubjectFacts
        {
            Kind = SubjectKind.Environment,
            Path = "/usr",
            EnvironmentKind = EnvironmentKind.Debian,
            Python = "3.11.2",
            Implementation = "cpython",
            Os = OperatingSystemKind.Linux,
            Architectures = [Architecture.X86_64],
            SiteDirectories = ["/usr/lib/python3/dist-packages"],
        },
        Targets = [survey],
    };

    public static BlasAnswer Answer(BlasLibrary library, BlasRouteKind route, ImmutableArray<string> steps, params string[] symbols) => new()
    {
        Symbols = [.. symbols.Select(symbol => BlasSymbol.Parse(symbol, BinaryFormat.Elf)!)],
        Library = library,
        Route = new BlasRoute(route, steps),
    };

    public static Target Target(string name) => TargetName.TryParse(name, out Target? target, out _) ? target! : throw new ArgumentException(name);
}
