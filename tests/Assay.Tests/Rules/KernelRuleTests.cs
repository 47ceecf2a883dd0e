using System.Collections.Immutable;
using Assay.Blas;
using Assay.Diagnostics;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Tests.Rules;

/// <summary>The rule about kernels for older processors on facts made by hand: the cases beside those of its page.</summary>
public sealed class KernelRuleTests
{
    private const string Zen5 = "linux-glibc2.36-x86_64,cpu=zen5";

    private static readonly BlasLibrary OpenBlas = new("/usr/lib/libopenblasp-r0.3.20.so", BlasImplementation.OpenBlas)
    {
        Version = "0.3.20",
        Width = IntegerWidth.Lp64,
        Threading = ThreadingLayer.Sequential,
        Kernels = new KernelChoice(true, ["BARCELONA", "CORE2", "HASWELL", "KATMAI", "NEHALEM", "PRESCOTT", "SANDYBRIDGE", "ZEN"]),
    };

    private static readonly BlasLibrary Blis = new("/usr/lib/x86_64-linux-gnu/blis-serial/libblis.so.4", BlasImplementation.Blis)
    {
        Version = "0.9.0",
        Width = IntegerWidth.Lp64,
        Threading = ThreadingLayer.Sequential,
        Kernels = new KernelChoice(true, ["haswell", "zen3", "zen2", "zen", "generic"]),
    };

    private static readonly BlasLibrary Lapack = new("/usr/lib/liblapack.so.3.11.0", BlasImplementation.Netlib) { Version = "3.11.0", Width = IntegerWidth.Lp64, Threading = ThreadingLayer.Sequential };

    [Theory]
    [InlineData(Zen5, true)]
    [InlineData("linux-glibc2.36-x86_64,cpu=zen3", false)]
    [InlineData("linux-glibc2.36-x86_64,cpu=k10", false)]
    [InlineData("linux-glibc2.36-x86_64", false)]
    public void A_processor_that_the_release_does_not_know_is_a_note(string target, bool isTold)
    {
        ImmutableArray<Finding> findings = Findings(target, Facts.Answered(OpenBlas, "dgemm_"));
        Assert.Equal(isTold ? ["A412"] : [], findings.Select(finding => finding.Code));
        Assert.All(findings, finding => Assert.Equal(Severity.Note, finding.Severity));
    }

    [Fact]
    public void What_the_library_has_is_recommended_and_what_it_has_not_is_not()
    {
        Finding own = Assert.Single(Findings(Zen5, Facts.Answered(OpenBlas, "dgemm_")));
        Assert.Contains(own.Remedies, remedy => remedy is Remedy.SetVariable { Name: "OPENBLAS_CORETYPE", Value: "Haswell" });
        Assert.Contains(own.Notes, note => note.Contains("a newer one does", StringComparison.Ordinal));
        Finding poor = Assert.Single(Findings(Zen5, Facts.Answered(OpenBlas with { Version = "0.3.30", Kernels = new KernelChoice(true, ["NEHALEM", "PRESCOTT"]) }, "dgemm_")));
        Assert.DoesNotContain(poor.Remedies, remedy => remedy is Remedy.SetVariable);
        Assert.Contains(poor.Notes, note => note.Contains("built without", StringComparison.Ordinal));
    }

    [Fact]
    public void Blis_has_no_code_for_families_it_does_not_know()
    {
        Assert.Empty(Findings("linux-glibc2.36-x86_64,cpu=zen3", Facts.Answered(Blis, "dgemm_")));
        Finding finding = Assert.Single(Findings(Zen5, Facts.Answered(Blis, "dgemm_")));
        Assert.Contains("`generic` kernels of BLIS 0.9.0", finding.Title, StringComparison.Ordinal);
        Assert.Contains(finding.Remedies, remedy => remedy is Remedy.SwitchBlas { Implementation: "openblas" });
    }

    [Fact]
    public void A_lapack_counts_by_who_does_its_products()
    {
        BlasConsumer solver = Facts.Answered(Lapack, "dgelsd_");
        Assert.Empty(Findings(Zen5, solver));
        Assert.Equal("A412", Assert.Single(Findings(Zen5, solver with { Answers = [solver.Answers[0] with { ProductsBy = OpenBlas }] })).Code);
    }

    [Fact]
    public void One_library_that_serves_many_is_one_finding()
    {
        BlasConsumer second = new("/env/lib/second.so") { Distribution = "scipy", Answers = Facts.Answered(OpenBlas, "dgemm_").Answers };
        Assert.Contains("and scipy", Assert.Single(Findings(Zen5, Facts.Answered(OpenBlas, "dgemm_") with { Distribution = "numpy" }, second)).Title, StringComparison.Ordinal);
    }

    [Fact]
    public void Somebody_who_chose_is_left_alone() =>
        Assert.Empty(Judge.Consider(Context(Zen5, "Haswell", Facts.Answered(OpenBlas, "dgemm_"))).Findings);

    [Fact]
    public void What_an_emulator_runs_is_left_alone()
    {
        RuleContext context = Context(Zen5, null, Facts.Answered(OpenBlas, "dgemm_"));
        RuleContext translated = new() { Environment = context.Environment, Target = context.Target with { Translation = "qemu" }, Processes = context.Processes };
        Assert.DoesNotContain(Judge.Consider(translated).Findings, finding => finding.Code == "A412");
    }

    private static ImmutableArray<Finding> Findings(string target, params ImmutableArray<BlasConsumer> callers) => [.. Judge.Consider(Context(target, null, callers)).Findings.Where(finding => finding.Code == "A412")];

    private static RuleContext Context(string name, string? coreType, params ImmutableArray<BlasConsumer> callers)
    {
        Assert.True(TargetName.TryParse(name, out Target? target, out string? problem), problem);
        return new RuleContext
        {
            Environment = Facts.Environment(Facts.Demo),
            Target = target!,
            Processes = [Facts.Process([.. callers])],
            ThreadVariables = coreType is null ? ImmutableSortedDictionary<string, string>.Empty : ImmutableSortedDictionary<string, string>.Empty.Add("OPENBLAS_CORETYPE", coreType),
        };
    }
}
