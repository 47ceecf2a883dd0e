using Assay.Blas;
using Assay.Diagnostics;
using Assay.Examination;
using Assay.Primitives;

namespace Assay.Tests.Blas;

/// <summary>Debian with every BLAS and every LAPACK it has, chosen independently of each other: what serves each symbol, said without running anything and told by the loader.</summary>
[Trait("speed", "slow")]
public sealed class AlternativesReality(DebianAlternatives debian, ITestOutputHelper output) : IClassFixture<DebianAlternatives>
{
    private static readonly string[] Blas = ["openblas-pthread", "openblas-openmp", "openblas-serial", "blis-pthread", "atlas", "blas"];
    private static readonly string[] Lapack = ["openblas-pthread", "openblas-openmp", "openblas-serial", "atlas", "lapack"];

    /// <summary>The pairs, each with the OpenBLAS that a machine with that choice has, and those machines that have another than they chose.</summary>
    public static TheoryData<string, string, string> Choices()
    {
        TheoryData<string, string, string> choices = [];
        foreach (string blas in Blas)
            foreach (string lapack in Lapack) choices.Add(blas, lapack, new[] { blas, lapack, "openblas-pthread" }.First(flavour => flavour.StartsWith("openblas", StringComparison.Ordinal)));
        choices.Add("openblas-serial", "openblas-serial", "openblas-pthread");
        choices.Add("openblas-pthread", "lapack", "openblas-openmp");
        choices.Add("blis-openmp", "lapack", "openblas-pthread");
        choices.Add("blis-serial", "atlas", "openblas-pthread");
        return choices;
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void The_library_that_serves(string blas, string lapack, string openblas)
    {
        debian.Choose("libblas.so.3", blas);
        debian.Choose("liblapack.so.3", lapack);
        debian.Choose("libopenblas.so.0", openblas);
        LoaderBindings real = LoaderBindings.Of(debian.Python, LoaderBindings.AlgebraModules);

        if (real.Failure is not null)
        {
            // A LAPACK built for threads finds none of its helpers in an OpenBLAS without: such a machine has no numpy.linalg, and the verdict says so.
            Assert.Equal("openblas-serial", openblas);
            Verdict verdict = Examiner.Run(new ExaminationRequest { Subject = "/usr", Root = debian.Root, Imports = ["scipy.linalg"] }, new HostMachine()).Targets[0].Imports[0].Verdict;
            Assert.Equal(real.Failure, $"{verdict.Exception}: {verdict.Message}");
            return;
        }

        // What the referee must have seen, or it looked at the wrong thing.
        Assert.Contains($"/{blas}/", real.Provider("/_multiarray_umath.", "cblas_dgemm"), StringComparison.Ordinal);
        Assert.Contains($"/{blas}/", real.Provider("/_fblas.", "dgemm_"), StringComparison.Ordinal);
        Assert.Contains($"/{lapack}/", real.Provider("/_umath_linalg.", "dgelsd_"), StringComparison.Ordinal);
        Assert.Contains($"/{lapack}/", real.Provider("/_flapack.", "dgelsd_"), StringComparison.Ordinal);
        foreach (SymbolBinding binding in real.All.Where(binding => binding.Symbol == "dgemm_nn" && binding.Consumer != binding.Provider)) Assert.Contains($"/{openblas}/", binding.Provider, StringComparison.Ordinal);
        BlasSurvey survey = AlgebraClaims.Survey("/usr", debian.Root, null);
        int agreed = AlgebraAgreement.Check(AlgebraClaims.Of(survey, new RootedMachine(new HostMachine(), debian.Root)), real);
        output.WriteLine($"{agreed} symbols agree");

        // The remark about the reference library is for those who really multiply with it, and for nobody else.
        Assert.Equal(WorkIsNetlib(real.Provider("/_multiarray_umath.", "cblas_dgemm")!), survey.Findings.Any(finding => finding.Code == "A401"));

        // What threadpoolctl would say, wrong as it may be, and the runtimes of OpenMP.
        Assert.Equal(real.Pools, [.. survey.Threadpools.Select(entry => $"{entry.Api} {entry.Library.Path}").Concat(survey.Threads.OpenMp.Select(runtime => $"openmp {runtime.Path}")).Order(StringComparer.Ordinal)]);
        Assert.True(agreed > 500, $"only {agreed} symbols");
    }

    private static bool WorkIsNetlib(string provider) => AlgebraAgreement.WorkOf(provider) == nameof(BlasImplementation.Netlib);
}
