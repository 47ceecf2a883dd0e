using Assay.Blas;
using Assay.Reporting;
using Assay.Tests.Fixtures;
using Assay.Verification;

namespace Assay.Tests.Verification;

/// <summary>Real libraries, each with the mission's example and all checks.</summary>
[Trait("speed", "slow")]
public sealed class RealLibraryTests
{
    [Theory]
    [InlineData("openblas-pthread", "openblas-pthread", "configuration", "OpenBLAS 0.3.21")]
    [InlineData("openblas-openmp", "openblas-openmp", "threading", "OpenMP")]
    [InlineData("openblas-serial", "openblas-serial", "threading", "none")]
    [InlineData("blis-pthread", "lapack", null, null)]
    [InlineData("blis-openmp", "lapack", null, null)]
    [InlineData("atlas", "atlas", null, null)]
    [InlineData("blas", "lapack", null, null)]
    [InlineData("openblas-pthread", "lapack", "configuration", "OpenBLAS 0.3.21")]
    [InlineData("blas", "openblas-pthread", "configuration", "OpenBLAS 0.3.21")]
    public void A_library_of_Debian_solves_the_example_and_passes_every_check(string blas, string lapack, string? question, string? answer)
    {
        string libraries = Trials.Debian("");
        List<string> preload = [Path.Combine(libraries, "libquadmath.so.0"), Path.Combine(libraries, "libgfortran.so.5"), Path.Combine(libraries, "libgomp.so.1")];
        if (blas == "atlas") preload.Add(Path.Combine(libraries, "libatlas.so.3"));
        BlasTrialResult result = Trials.Run(Trials.Plain(Path.Combine(libraries, blas, "libblas.so.3"), Path.Combine(libraries, lapack, "liblapack.so.3"), [.. preload]));
        HoldsEverything(result, IntegerWidth.Lp64);
        Assert.Equal(["BLAS", "CBLAS", "LAPACK"], result.Widths.Select(width => width.Interface));
        Assert.Contains("cblas_ssyrk", result.Checks.Select(check => check.Routine));
        if (question is not null) Assert.Contains(result.Facts, fact => fact.Name == question && fact.Value.Contains(answer!, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("numpy.libs/libscipy_openblas64_-*.so", "_64_", "64_", IntegerWidth.Ilp64)]
    [InlineData("scipy.libs/libscipy_openblas-*.so", "_", "", IntegerWidth.Lp64)]
    public void A_library_of_a_wheel_solves_the_example_and_passes_every_check(string pattern, string fortran, string cblas, IntegerWidth width)
    {
        string packages = Directory.GetDirectories(Path.Combine(Needs.Asset("venv"), "lib"), "python3*").Select(directory => Path.Combine(directory, "site-packages")).First();
        string file = Directory.GetFiles(Path.Combine(packages, Path.GetDirectoryName(pattern)!), Path.GetFileName(pattern)).Single();
        TrialLibrary library = new(file) { Prefix = "scipy_", FortranSuffix = fortran, CblasSuffix = cblas, ClaimedWidth = width };
        BlasTrialResult result = Trials.Run(Trials.Plain(file, file) with { Blas = library, Lapack = library });
        HoldsEverything(result, width);
        Assert.Contains(result.Facts, fact => fact.Name == "configuration" && fact.Value.StartsWith("OpenBLAS 0.3.3", StringComparison.Ordinal));
    }

    [Fact]
    public void Figures_are_positive_and_what_does_not_fit_into_the_time_is_skipped()
    {
        string libraries = Trials.Debian("");

        // Four of the large products would take the reference BLAS a quarter of an hour.
        BlasTrialRequest request = Trials.Plain(Path.Combine(libraries, "blas/libblas.so.3"), null) with { Sizes = [32, 64, 8192], Budget = 40, Threads = [1, 2] };
        BlasTrialResult result = Trials.Run(request);
        Assert.All(result.Endings, ending => Assert.Equal(TrialEndingKind.Finished, ending.Kind));
        Assert.Equal([1, 2], result.Peaks.Select(peak => peak.Threads));
        Assert.All(result.Peaks, peak => Assert.True(peak.Double > 0 && peak.Single > 0));
        foreach (int threads in new[] { 1, 2 })
        {
            Assert.All(result.Timings.Where(timing => timing.Threads == threads && timing.Size < 100), timing => Assert.True(timing.Gigaflops > 0 && result.Share(timing) > 0));
            Assert.Equal(2, result.Timings.Count(timing => timing.Threads == threads && timing.Size == 8192 && timing.Skipped is not null));
        }

        using StringWriter text = new() { NewLine = "\n" };
        TrialReport.Write(result, text, new TextStyle(), bars: true);
        Assert.Contains("GFLOP/s", text.ToString(), StringComparison.Ordinal);
        Assert.Contains("do not fit", text.ToString(), StringComparison.Ordinal);
    }

    private static void HoldsEverything(BlasTrialResult result, IntegerWidth width)
    {
        Assert.Equal([TrialEndingKind.Finished], result.Endings.Select(ending => ending.Kind));
        Assert.Equal("[1. 2.]", NumpyText.Array(result.Example!.Coefficients));
        Assert.Equal("3.0", NumpyText.Number(result.Example.Intercept));
        Assert.True(result.Example.IsRight, result.Example.ToString());
        Assert.All(result.Checks, check => Assert.True(check.Wrong is null && check.Error <= 1, $"{check.Routine}: {check.Wrong}"));
        Assert.True(result.Checks.Length >= 5);
        Assert.All(result.Widths, proof => Assert.Equal(width, proof.Proved));
        Assert.Equal(new CallingConvention(HiddenComplexResult: false, FloatAsDouble: false), result.Convention);
        Assert.True(result.IsSound);
    }
}
