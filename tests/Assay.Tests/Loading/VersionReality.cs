using Assay.Loading;

namespace Assay.Tests.Loading;

/// <summary>Symbol versions: what is checked before any symbol is looked up, and what each lookup accepts.</summary>
[Trait("speed", "slow")]
public sealed class VersionReality
{
    private const string F = "int f(void) { return 1; }";
    private const string Use = "extern int f(void); int use(void) { return f(); }";
    private const string Link = "-LROOT -lf -Wl,-rpath,$ORIGIN";

    private static LoaderScenario Versioned(LoaderScenario scenario, string map, string source = F) =>
        scenario.Text("f.map", map).Library("libf.so", source, "-Wl,--version-script=ROOT/f.map -Wl,-soname,libf.so");

    [Fact]
    public void A_version_that_is_there_is_found()
    {
        using LoaderScenario scenario = new();
        Versioned(scenario, "F_1.0 { global: f; local: *; };").Extension(Use, Link).Agrees("imports");
    }

    [Fact]
    public void A_version_that_is_gone_is_named_with_the_library_and_its_user()
    {
        using LoaderScenario scenario = new();
        Versioned(scenario, "F_1.0 { global: old; local: *; }; F_2.0 { global: f; } F_1.0;", F + " int old(void) { return 0; }").Extension(Use, Link);
        Versioned(scenario, "F_1.0 { global: f; local: *; }; F_1.9 { global: g; } F_1.0; F_1.10 { global: h; } F_1.9;", F + "int g(void) { return 1; } int h(void) { return 2; }");
        scenario.Agrees("ImportError: ROOT/libf.so: version `F_2.0' not found (required by ROOT/x.so)");
        LoadFailure failure = scenario.Failure();
        Assert.Equal(["F_1.0", "F_1.9", "F_1.10"], failure.OfferedVersions);
        Assert.Equal("F_2.0", failure.Version);
        Assert.Equal(scenario.At("x.so"), failure.Requester);
        Assert.Contains("DT_RUNPATH", failure.Steps[^1].Origin, StringComparison.Ordinal);
    }

    [Fact]
    public void A_version_of_glibc_that_does_not_exist_yet()
    {
        using LoaderScenario scenario = new();
        Future(scenario).Agrees("ImportError: /lib/x86_64-linux-gnu/libm.so.6: version `GLIBC_9.99' not found (required by ROOT/x.so)");
    }

    [Fact]
    public void A_missing_library_hides_a_missing_version()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libgone.so", "int gone(void) { return 1; }");
        Future(scenario, "extern int gone(void); int use2(void) { return gone(); }", "-LROOT -lgone").Delete("libgone.so").Agrees("ImportError: libgone.so: cannot open shared object file: No such file or directory");
    }

    [Fact]
    public void A_missing_version_hides_an_undefined_symbol()
    {
        using LoaderScenario scenario = new();
        Future(scenario, "extern int nowhere(void); int use2(void) { return nowhere(); }").Agrees("ImportError: /lib/x86_64-linux-gnu/libm.so.6: version `GLIBC_9.99' not found (required by ROOT/x.so)");
    }

    [Fact]
    public void A_version_missing_in_a_dependency_is_required_by_it()
    {
        using LoaderScenario scenario = new();
        Versioned(scenario, "F_1.0 { global: f; local: *; };").Library("libg.so", "extern int f(void); int g(void) { return f(); }", Link)
            .Extension("extern int g(void); int use(void) { return g(); }", "-LROOT -lg -Wl,-rpath,$ORIGIN -Wl,-rpath-link,ROOT");
        Versioned(scenario, "F_0.9 { global: f; local: *; };").Agrees("ImportError: ROOT/libf.so: version `F_1.0' not found (required by ROOT/libg.so)");
    }

    [Fact]
    public void A_library_without_any_version_stops_the_process_when_its_symbol_is_found()
    {
        using LoaderScenario scenario = new();
        Versioned(scenario, "F_1.0 { global: f; local: *; };").Extension(Use, Link).Library("libf.so", F, "-nostdlib -Wl,-soname,libf.so").Agrees("exit 127");
        Assert.Equal(LoadFailureKind.LoaderAssertion, scenario.Failure().Kind);
        Assert.Contains("check_match", scenario.Failure().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_library_that_wants_versions_but_offers_none_is_accepted()
    {
        using LoaderScenario scenario = new();
        Versioned(scenario, "F_1.0 { global: f; local: *; };").Extension(Use, Link).Library("libf.so", "extern int puts(const char *); int f(void) { return puts(\"\"); }", "-Wl,-soname,libf.so").Agrees("imports");
    }

    [Fact]
    public void A_library_without_any_version_and_without_the_symbol_is_an_undefined_symbol()
    {
        using LoaderScenario scenario = new();
        Versioned(scenario, "F_1.0 { global: f; local: *; };").Extension(Use, Link).Library("libf.so", "int other(void) { return 1; }", "-nostdlib -Wl,-soname,libf.so")
            .Agrees("ImportError: ROOT/x.so: undefined symbol: f, version F_1.0");
    }

    [Fact]
    public void A_version_wanted_of_a_library_that_nobody_asked_for_stops_the_process()
    {
        using LoaderScenario scenario = new();
        Versioned(scenario, "F_1.0 { global: f; local: *; };").Extension(Use, Link).Patch($"--remove-needed libf.so {scenario.At("x.so")}").Agrees("exit 127");
        Assert.Contains("needed != NULL", scenario.Failure().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_symbol_of_another_version_does_not_answer()
    {
        using LoaderScenario scenario = new();
        Versioned(scenario, "F_1.0 { global: f; local: *; }; F_2.0 { global: g; } F_1.0;", F + "int g(void) { return 2; }").Extension(Use, Link);
        Versioned(scenario, "F_1.0 { global: g; local: *; }; F_2.0 { global: f; } F_1.0;", F + "int g(void) { return 2; }").Agrees("ImportError: ROOT/x.so: undefined symbol: f, version F_1.0");
    }

    [Fact]
    public void A_hidden_version_answers_who_asks_for_it()
    {
        using LoaderScenario scenario = new();
        const string Source = "int f1(void) { return 1; } int f2(void) { return 2; } __asm__(\".symver f1,f@F_1.0\"); __asm__(\".symver f2,f@@F_2.0\");";
        Versioned(scenario, "F_1.0 { global: f; local: *; };").Extension(Use, Link);
        Versioned(scenario, "F_1.0 { global: f; local: *; }; F_2.0 { global: f; } F_1.0;", Source).Agrees("imports");
    }

    [Fact]
    public void Without_a_version_the_first_one_answers_though_hidden()
    {
        using LoaderScenario scenario = new();
        const string Source = "int f1(void) { return 1; } int f2(void) { return 2; } __asm__(\".symver f1,f@F_1.0\"); __asm__(\".symver f2,f@@F_2.0\");";
        scenario.Library("libf.so", F, "-nostdlib -Wl,-soname,libf.so").Extension(Use, Link);
        Versioned(scenario, "F_1.0 { local: *; }; F_2.0 { } F_1.0;", Source).Agrees("imports");
    }

    [Fact]
    public void Without_a_version_a_hidden_later_one_does_not_answer()
    {
        using LoaderScenario scenario = new();
        const string Source = "int g(void) { return 0; } int f1(void) { return 1; } __asm__(\".symver f1,f@F_2.0\");";
        scenario.Library("libf.so", F, "-nostdlib -Wl,-soname,libf.so").Extension(Use, Link);
        Versioned(scenario, "F_1.0 { global: g; local: *; }; F_2.0 { } F_1.0;", Source).Agrees("ImportError: ROOT/x.so: undefined symbol: f");
    }

    [Fact]
    public void A_weak_version_need_may_stay_open()
    {
        using LoaderScenario scenario = new();
        Future(scenario).Bytes("x.so", content => ElfBytes.WithVernauxFlags(content, "GLIBC_9.99", 2)).Agrees();
    }

    [Fact]
    public void Packed_relocations_must_be_announced()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("static int v; int *p = &v; extern int puts(const char *); int *use(void) { puts(\"\"); return p; }", "-Wl,-z,pack-relative-relocs").Agrees("imports");
        scenario.Bytes("x.so", content => ElfBytes.Renamed(content, "GLIBC_ABI_DT_RELR", "GLIBC_2.2.5")).Agrees("ImportError: ROOT/x.so: DT_RELR without GLIBC_ABI_DT_RELR dependency");
    }

    [Fact]
    public void A_version_record_of_another_kind_is_refused()
    {
        using LoaderScenario scenario = new();
        Future(scenario).Bytes("x.so", content => ElfBytes.WithVerneedVersion(content, 2)).Agrees("ImportError: ROOT/x.so: unsupported version 2 of Verneed record");
    }

    // cos of libm under a version nobody has: the name of a real version is overwritten together with its hash.
    private static LoaderScenario Future(LoaderScenario scenario, string more = "", string options = "") => scenario
        .Extension("extern double fmod(double, double); double use(double a, double b) { return fmod(a, b); }" + more, $"-fno-builtin -lm {options}")
        .Bytes("x.so", content => ElfBytes.Renamed(content, ElfBytes.VersionWantedOf(content, "libm.so.6"), "GLIBC_9.99"));
}
