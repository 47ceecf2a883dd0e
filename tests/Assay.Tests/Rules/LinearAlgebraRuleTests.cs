using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Environments;
using Assay.Loading;
using Assay.Rules;

namespace Assay.Tests.Rules;

/// <summary>The rules about linear algebra on facts made by hand: the cases beside those of their pages.</summary>
public sealed class LinearAlgebraRuleTests
{
    private static readonly BlasLibrary Reference = new("/usr/lib/blas/libblas.so.3.11.0", BlasImplementation.Netlib) { Version = "3.11.0", Width = IntegerWidth.Lp64, Threading = ThreadingLayer.Sequential };
    private static readonly BlasLibrary OpenBlas = new("/usr/lib/libopenblasp-r0.3.31.so", BlasImplementation.OpenBlas) { Version = "0.3.31", Width = IntegerWidth.Lp64, Threading = ThreadingLayer.Pthreads };

    [Fact]
    public void A_reference_library_that_nobody_is_served_by_is_no_finding()
    {
        Assert.Empty(Codes(Facts.Process(Facts.Answered(OpenBlas, "dgemm_"))));
        Assert.Equal(["A401"], Codes(Facts.Process(Facts.Answered(Reference, "dgemm_"))));
    }

    [Fact]
    public void A_reference_lapack_counts_by_who_does_its_products()
    {
        BlasConsumer solver = Facts.Answered(Reference, "dgelsd_");
        Assert.Empty(Codes(Facts.Process(solver)));
        Assert.Empty(Codes(Facts.Process(With(solver, OpenBlas))));
        Assert.Equal(["A401"], Codes(Facts.Process(With(solver, Reference with { Path = "/usr/lib/libblas.so.3" }))));
    }

    [Fact]
    public void One_library_that_serves_many_is_one_finding_that_names_them()
    {
        BlasConsumer numpy = Facts.Answered(Reference, "cblas_dgemm") with { Distribution = "numpy" };
        BlasConsumer scipy = Facts.Answered(Reference, "dgemm_") with { Distribution = "scipy" };
        Finding finding = Assert.Single(Judge.Consider(Context(Facts.Process(numpy), new ProcessFacts("other", [], [scipy with { }, numpy]))).Findings);
        Assert.Equal(Severity.Note, finding.Severity);
        Assert.Contains("of numpy", finding.Title, StringComparison.Ordinal);
        BlasConsumer elsewhere = new("/env/lib/scipy/_fblas.so") { Distribution = "scipy", Answers = scipy.Answers };
        Assert.Contains("of numpy and scipy", Assert.Single(Judge.Consider(Context(Facts.Process(numpy, elsewhere))).Findings).Title, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dgemm_64_", IntegerWidth.Lp64, BlasImplementation.OpenBlas, true)]
    [InlineData("dgemm_64_", IntegerWidth.Ilp64, BlasImplementation.OpenBlas, false)]
    [InlineData("scipy_dgemm_", IntegerWidth.Ilp64, BlasImplementation.OpenBlas, true)]
    [InlineData("scipy_dgemm_", IntegerWidth.Unknown, BlasImplementation.OpenBlas, false)]
    [InlineData("dgemm_64", IntegerWidth.Lp64, BlasImplementation.Mkl, false)]
    [InlineData("dgemm_64_", IntegerWidth.Lp64, BlasImplementation.FlexiBlas, false)]
    public void Marks_of_names_promise_a_width(string symbol, IntegerWidth width, BlasImplementation implementation, bool clashes)
    {
        BlasLibrary library = new("/usr/lib/libdemo.so", implementation) { Width = width };
        Assert.Equal(clashes ? ["A409"] : [], Codes(Facts.Process(Facts.Answered(library, symbol))));
    }

    [Theory]
    [InlineData("libblas.so.3", BlasRouteKind.Link, true)]
    [InlineData("libblas.so.3", BlasRouteKind.Alternatives, true)]
    [InlineData("libblas64.so.3", BlasRouteKind.Link, false)]
    [InlineData("libblas64.so.3", BlasRouteKind.Interposed, true)]
    [InlineData("libopenblas.so", BlasRouteKind.Bundled, false)]
    public void A_plain_name_is_for_32_bits_unless_the_wide_library_was_asked_for(string asked, BlasRouteKind kind, bool clashes)
    {
        BlasLibrary wide = new("/usr/lib/libopenblas64.so.0", BlasImplementation.OpenBlas) { Width = IntegerWidth.Ilp64 };
        Assert.Equal(clashes ? ["A409"] : [], Codes(Facts.Process(Facts.Answered(wide, "dgetrf_", new BlasRoute(kind, [asked, wide.Path])))));
    }

    [Fact]
    public void The_width_of_mkl_is_what_the_variable_says()
    {
        BlasLibrary single = new("/env/lib/libmkl_rt.so.2", BlasImplementation.Mkl) { Version = "2024.2", Width = IntegerWidth.Chosen };
        RuleContext plain = Context(Facts.Process(Facts.Answered(single, "dgemm_")));
        Assert.Empty(Judge.Consider(plain).Findings);
        RuleContext wide = new() { Environment = plain.Environment, Target = plain.Target, Processes = plain.Processes, ThreadVariables = Variables("MKL_INTERFACE_LAYER", "ILP64,GNU") };
        Assert.Equal("A409", Assert.Single(Judge.Consider(wide).Findings).Code);
    }

    [Theory]
    [InlineData(32, 33, null, false)]
    [InlineData(32, 20, null, true)]
    [InlineData(32, 20, "8", false)]
    [InlineData(32, 20, "4,2", false)]
    [InlineData(32, 20, "nonsense", true)]
    [InlineData(200, 100, null, true)]
    public void Pools_are_counted_against_the_limit(int processors, int most, string? variable, bool isTooMany)
    {
        ThreadLimits limits = new(processors) { MostThreads = most, LimitedBy = "pids.max of its control group" };
        Assert.Equal(isTooMany ? ["A410"] : [], Codes(Limited(limits, variable, OpenBlas)));
    }

    [Fact]
    public void Two_pools_need_twice_as_many_and_a_sequential_one_needs_none()
    {
        ThreadLimits limits = new(16) { MostThreads = 20, LimitedBy = "pids.max of its control group" };
        Assert.Empty(Codes(Limited(limits, null, OpenBlas)));
        Assert.Equal(["A410"], Codes(Limited(limits, null, OpenBlas, OpenBlas with { Path = "/env/scipy.libs/libscipy_openblas.so" })));
        Assert.Empty(Codes(Limited(limits, null, OpenBlas, OpenBlas with { Path = "/env/scipy.libs/libscipy_openblas.so", Threading = ThreadingLayer.Sequential })));
    }

    [Theory]
    [InlineData(8, 2.0, true)]
    [InlineData(7, 2.0, false)]
    [InlineData(4, 0.5, true)]
    [InlineData(64, null, false)]
    public void A_quota_makes_many_threads_too_many(int processors, double? quota, bool isTooMany) =>
        Assert.Equal(isTooMany ? ["A411"] : [], Codes(Limited(new ThreadLimits(processors) { Quota = quota }, null, OpenBlas)));

    [Fact]
    public void A_stack_of_wheels_with_its_three_pools_is_no_finding()
    {
        BlasConsumer numpy = Facts.Answered(OpenBlas with { Path = Facts.Site + "/numpy.libs/libscipy_openblas64_.so", Version = "0.3.31.188.0", Width = IntegerWidth.Ilp64 }, "scipy_cblas_dgemm64_") with { Distribution = "numpy", DistributionVersion = "2.4.6" };
        BlasConsumer scipy = new(Facts.Site + "/scipy/linalg/_fblas.so") { Distribution = "scipy", DistributionVersion = "1.17.1", Answers = Facts.Answered(OpenBlas with { Path = Facts.Site + "/scipy.libs/libscipy_openblas.so", Version = "0.3.30" }, "scipy_dgemm_").Answers };
        Assert.Empty(Judge.Consider(Context(Facts.Process(numpy, scipy))).Findings);
        Assert.Empty(Codes(new RuleContext { Environment = Facts.Environment(Facts.Demo), Target = Facts.Linux, Processes = [Facts.Process(numpy, scipy)], Limits = new ThreadLimits(64) { MostThreads = 4096, LimitedBy = "pids.max of its control group", Quota = 60 } }));
    }

    [Theory]
    [InlineData("INTEL", true, true, Severity.Warning)]
    [InlineData("intel", true, true, Severity.Warning)]
    [InlineData("INTEL", false, true, null)]
    [InlineData("INTEL", true, false, null)]
    [InlineData("GNU", true, true, null)]
    [InlineData(null, true, true, null)]
    [InlineData(null, false, true, Severity.Note)]
    public void Mkl_service_minds_a_runtime_that_all_can_see(string? layer, bool isBefore, bool isGlobal, Severity? expected)
    {
        LoadedImage chooser = new(Facts.Site + "/mkl/_mklinit.cpython-311-x86_64-linux-gnu.so", "", LoadedImageOrigin.Opened);
        LoadedImage runtime = new("/usr/lib/libgomp.so.1", "", LoadedImageOrigin.Opened) { IsGlobal = isGlobal };
        RuleContext context = new()
        {
            Environment = Facts.Environment(Facts.Demo),
            Target = Facts.Linux,
            ThreadVariables = layer is null ? Variables() : Variables("MKL_THREADING_LAYER", layer),
            Processes = [new ProcessFacts("demo", isBefore ? [runtime, chooser] : [chooser, runtime], [])],
        };
        Assert.Equal(expected, Judge.Consider(context).Findings.SingleOrDefault()?.Severity);
    }

    [Theory]
    [InlineData(OpenMpFamily.Llvm, OpenMpClashKind.SameTwice, "A109")]
    [InlineData(OpenMpFamily.Intel, OpenMpClashKind.IntelBesideLlvm, "A109")]
    [InlineData(OpenMpFamily.Gnu, OpenMpClashKind.SeveralPools, null)]
    public void Runtimes_that_bear_each_other_are_no_finding(OpenMpFamily family, OpenMpClashKind kind, string? code)
    {
        OpenMpClash clash = new(kind, [new OpenMpRuntime("/v/a.libs/libomp.so", OpenMpFamily.Llvm), new OpenMpRuntime("/v/b.libs/other.so", family)]);
        ProcessFacts process = Facts.Process() with { Threads = ThreadRuntimes.None with { Clashes = [clash] } };
        Finding? finding = Judge.Consider(Context(process, process with { Import = "other" })).Findings.SingleOrDefault();
        Assert.Equal(code, finding?.Code);
        if (finding is not null) Assert.Contains("that happens with `import demo`, `import other`", finding.Notes);
    }

    [Theory]
    [InlineData("iJIT_NotifyEvent", "A310")]
    [InlineData("_iJIT_NotifyEvent", "A310")]
    [InlineData("cblas_dgemm", "A305")]
    public void Functions_of_the_profiler_are_told_from_other_symbols(string symbol, string code)
    {
        Judgement judgement = Judge.Consider(Facts.Context(failures: Facts.Failing(Facts.Load(LoadFailureKind.UndefinedSymbol) with { Symbol = symbol })));
        Assert.Equal(code, Assert.Single(judgement.Findings).Code);
    }

    [Fact]
    public void An_mkl_that_has_the_functions_is_not_the_one_that_was_loaded()
    {
        InstalledDistribution mkl = Facts.Demo with { Name = "mkl", NormalizedName = "mkl", Version = "2023.2.0", MetadataPath = Facts.Site + "/mkl-2023.2.0.dist-info" };
        FailedImport failed = Facts.Failing(Facts.Load(LoadFailureKind.UndefinedSymbol) with { Symbol = "iJIT_NotifyEvent" });
        Finding finding = Assert.Single(Judge.Consider(Facts.Context(environment: Facts.Environment(Facts.Demo, mkl), failures: failed)).Findings);
        Assert.Contains(finding.Notes, note => note.StartsWith("mkl 2023.2.0 is installed, which still has it", StringComparison.Ordinal));
        Assert.Contains(new Remedy.SetVariable("LD_LIBRARY_PATH", null, "lets the MKL of the environment be found"), finding.Remedies);
    }

    private static BlasConsumer With(BlasConsumer consumer, BlasLibrary below) => consumer with { Answers = [consumer.Answers[0] with { ProductsBy = below }] };

    private static RuleContext Context(params ImmutableArray<ProcessFacts> processes) => new() { Environment = Facts.Environment(Facts.Demo), Target = Facts.Linux, Processes = processes };

    private static RuleContext Limited(ThreadLimits limits, string? variable, params BlasLibrary[] libraries) => new()
    {
        Environment = Facts.Environment(Facts.Demo),
        Target = Facts.Linux,
        Limits = limits,
        ThreadVariables = variable is null ? Variables() : Variables("OMP_NUM_THREADS", variable),
        Processes = [Facts.Process([.. libraries.Select((library, number) => new BlasConsumer($"/env/{number}.so") { Answers = Facts.Answered(library, "dgemm_").Answers })])],
    };

    private static ImmutableSortedDictionary<string, string> Variables(params string[] pair) =>
        pair.Length == 0 ? ImmutableSortedDictionary<string, string>.Empty : ImmutableSortedDictionary<string, string>.Empty.Add(pair[0], pair[1]);

    private static string[] Codes(ProcessFacts process) => Codes(Context(process));

    private static string[] Codes(RuleContext context) => [.. Judge.Consider(context).Findings.Select(finding => finding.Code).Distinct()];
}
