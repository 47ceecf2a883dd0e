using Assay.Blas;
using Assay.Reporting;
using Assay.Tests.Fixtures;
using Assay.Verification;

namespace Assay.Tests.Verification;

/// <summary>Libraries that lie, crash, hang or compute nonsense: each is one line, and nothing is left behind.</summary>
[Trait("speed", "slow")]
public sealed class LiarTests
{
    private static readonly string[] Routines = ["isamax", "zdotc", "sdot", "dgemm", "sgemm", "dsyrk", "ssyrk", "ilaver", "dgesv", "dgelsd"];

    [Theory]
    [InlineData("raise(SIGSEGV)", TrialEndingKind.Crashed, 11, "crashed with SIGSEGV while it was opened, in a constructor")]
    [InlineData("*(volatile int *)8 = 1", TrialEndingKind.Crashed, 11, "crashed with SIGSEGV while it was opened, in a constructor")]
    [InlineData("abort()", TrialEndingKind.Crashed, 6, "crashed with SIGABRT while it was opened, in a constructor")]
    [InlineData("raise(SIGILL)", TrialEndingKind.Crashed, 4, "crashed with SIGILL while it was opened, in a constructor")]
    [InlineData("_exit(0)", TrialEndingKind.Exited, 0, "ended the process by itself, with status 0, while it was opened, in a constructor")]
    [InlineData("_exit(7)", TrialEndingKind.Exited, 7, "ended the process by itself, with status 7, while it was opened, in a constructor")]
    public void A_constructor_that_ends_the_process_is_one_line(string act, TrialEndingKind kind, int number, string sentence)
    {
        using TemporaryDirectory directory = new();
        string file = Trials.Compile(directory, "libcruel.so", $"#include <signal.h>\n#include <stdlib.h>\n#include <unistd.h>\n__attribute__((constructor)) static void begin(void) {{ {act}; }}\n");
        BlasTrialResult result = Trials.Run(Trials.Plain(file, null));
        Assert.Equal((kind, TrialStep.Opening, (int?)number), (result.Endings.Single().Kind, result.Endings.Single().Step, result.Endings.Single().Number));
        HasOneError(result, $"error: `libcruel.so` {sentence}");
        Assert.Equal([file, file + ".c"], Directory.GetFiles(directory.Path).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("for (;;) pause();")]
    [InlineData("for (;;) { }")]
    [InlineData("if (fork() == 0) { if (fork() == 0) for (;;) pause(); _exit(0); } for (;;) pause();")]
    public void A_constructor_that_never_returns_is_one_line_and_everything_it_started_is_gone(string act)
    {
        using TemporaryDirectory directory = new();
        string file = Trials.Compile(directory, "libsleepy.so", $"#include <unistd.h>\n__attribute__((constructor)) static void begin(void) {{ {act} }}\n");
        BlasTrialResult result = Trials.Run(Trials.Plain(file, null) with { Patience = 3 });
        Assert.Equal((TrialEndingKind.Hung, TrialStep.Opening), (result.Endings.Single().Kind, result.Endings.Single().Step));
        HasOneError(result, "error: `libsleepy.so` did not return while it was opened, in a constructor: killed after 3 s without an answer");
    }

    [Fact]
    public void What_a_constructor_left_running_is_gone_when_the_trial_has_ended_well()
    {
        using TemporaryDirectory directory = new();
        string file = Trials.Compile(directory, "libfork.so", "#include <unistd.h>\n__attribute__((constructor)) static void begin(void) { if (fork() == 0) for (;;) pause(); }\n");
        Assert.Equal(TrialEndingKind.Finished, Trials.Run(Trials.Plain(file, null)).Endings.Single().Kind);
    }

    [Fact]
    public void A_product_that_never_returns_is_named()
    {
        using TemporaryDirectory directory = new();
        string file = Trials.Compile(directory, "liblazy.so", "#include <unistd.h>\nvoid dgemm_(void) { for (;;) pause(); }\n");
        HasOneError(Trials.Run(Trials.Plain(file, null) with { Patience = 3 }), "error: `liblazy.so` did not return in the check of `dgemm_`: killed after 3 s without an answer");
    }

    [Fact]
    public void A_product_that_crashes_is_named()
    {
        using TemporaryDirectory directory = new();
        string file = Trials.Compile(directory, "libweak.so", "void dgemm_(void) { *(volatile int *)8 = 1; }\n");
        HasOneError(Trials.Run(Trials.Plain(file, null)), "error: `libweak.so` crashed with SIGSEGV in the check of `dgemm_`");
    }

    [Theory]
    [InlineData("*c += 1e-9;", "1 x 1 x 1")] // a small error in one element
    [InlineData("c[*m] = 0;", "wrote beside the matrix")]
    [InlineData("*c = 0.0 / 0.0;", "not a number")]
    public void A_product_that_is_wrong_is_one_line(string mischief, string how)
    {
        using TemporaryDirectory directory = new();
        string reference = Path.Combine(Trials.Debian("blas"), "libblas.so.3");
        string source = $$"""
            #define _GNU_SOURCE
            #include <dlfcn.h>
            typedef void gemm(const char *, const char *, const int *, const int *, const int *, const double *, const double *, const int *, const double *, const int *, const double *, double *, const int *);
            void dgemm_(const char *ta, const char *tb, const int *m, const int *n, const int *k, const double *alpha, const double *a, const int *lda, const double *b, const int *ldb, const double *beta, double *c, const int *ldc)
            {
                ((gemm *)dlsym(dlopen("{{reference}}", RTLD_NOW), "dgemm_"))(ta, tb, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
                {{mischief}}
            }
            """;
        string file = Trials.Compile(directory, "libwrong.so", source);
        BlasTrialResult result = Trials.Run(Trials.Plain(file, null));
        Assert.Equal(TrialEndingKind.Finished, result.Endings.Single().Kind);
        Assert.False(result.IsSound);
        Assert.Contains(how, HasOneError(result, "error: wrong results: `dgemm_`, "), StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_claims_64_bits_and_takes_32_is_one_line_and_everything_is_tried_with_32()
    {
        using TemporaryDirectory directory = new();
        string libraries = Trials.Debian("");
        string openblas = Path.Combine(libraries, "openblas-pthread/libopenblas.so.0");
        string file = Forward(directory, "libliar64.so", openblas, name => $"scipy_{name}_64_", name => name + "_");
        TrialLibrary library = new(file) { Prefix = "scipy_", FortranSuffix = "_64_", CblasSuffix = "64_", ClaimedWidth = IntegerWidth.Ilp64 };
        BlasTrialResult result = Trials.Run(Trials.Plain(file, file, Path.Combine(libraries, "libquadmath.so.0"), Path.Combine(libraries, "libgfortran.so.5"), openblas) with { Blas = library, Lapack = library });
        HasOneError(result, "error: `libliar64.so` claims integers of 64 bits (ILP64) and takes integers of 32 bits (LP64): proved by `scipy_isamax_64_`");
        ComputesRight(result, IntegerWidth.Lp64);
    }

    [Fact]
    public void A_library_that_claims_32_bits_and_takes_64_is_one_line_and_everything_is_tried_with_64()
    {
        using TemporaryDirectory directory = new();
        Trials.Debian("");
        string packages = Directory.GetDirectories(Path.Combine(Needs.Asset("venv"), "lib"), "python3*").Select(path => Path.Combine(path, "site-packages")).First();
        string openblas = Directory.GetFiles(Path.Combine(packages, "numpy.libs"), "libscipy_openblas64_-*.so").Single();
        string file = Forward(directory, "libliar32.so", openblas, name => name + "_", name => $"scipy_{name}_64_");
        BlasTrialResult result = Trials.Run(Trials.Plain(file, file, openblas));
        HasOneError(result, "error: `libliar32.so` claims integers of 32 bits (LP64) and takes integers of 64 bits (ILP64): proved by `isamax_`");
        ComputesRight(result, IntegerWidth.Ilp64);
    }

    [Fact]
    public void A_file_the_loader_refuses_is_one_line_with_the_loaders_words()
    {
        using TemporaryDirectory directory = new();
        string file = Trials.Compile(directory, "libneedy.so", "void nobody_has_this(void);\nvoid dgemm_(void) { nobody_has_this(); }\n");
        BlasTrialResult result = Trials.Run(Trials.Plain(file, null));
        Assert.Equal(TrialEndingKind.NotOpened, result.Endings.Single().Kind);
        Assert.Contains("undefined symbol: nobody_has_this", HasOneError(result, "error: `libneedy.so` could not be opened: "), StringComparison.Ordinal);
    }

    [Fact]
    public void A_destructor_that_crashes_is_one_line()
    {
        using TemporaryDirectory directory = new();
        string file = Trials.Compile(directory, "libsore.so", "#include <stdlib.h>\n__attribute__((destructor)) static void end(void) { abort(); }\n");
        HasOneError(Trials.Run(Trials.Plain(file, null)), "error: `libsore.so` crashed with SIGABRT at the end of the process, in a destructor");
    }

    // Another name for each routine, by a jump that leaves all registers and the stack alone.
    private static string Forward(TemporaryDirectory directory, string name, string target, Func<string, string> own, Func<string, string> other)
    {
        string code = string.Concat(Routines.Select(routine => $"asm(\".globl {own(routine)}\\n.type {own(routine)}, @function\\n{own(routine)}: jmp {other(routine)}@PLT\\n\");\n"));
        return Trials.Compile(directory, name, code, target);
    }

    private static void ComputesRight(BlasTrialResult result, IntegerWidth width)
    {
        Assert.Equal(TrialEndingKind.Finished, result.Endings.Single().Kind);
        Assert.All(result.Widths, proof => Assert.Equal(width, proof.Proved));
        Assert.True(result.Example!.IsRight);
        Assert.All(result.Checks, check => Assert.Null(check.Wrong));
        Assert.Equal(5, result.Checks.Length);
        Assert.False(result.IsSound);
    }

    private static string HasOneError(BlasTrialResult result, string beginning)
    {
        using StringWriter text = new() { NewLine = "\n" };
        TrialReport.Write(result, text, new TextStyle(), bars: false);
        string error = Assert.Single(text.ToString().Split('\n'), line => line.StartsWith("error", StringComparison.Ordinal));
        Assert.StartsWith(beginning, error, StringComparison.Ordinal);
        return error;
    }
}
