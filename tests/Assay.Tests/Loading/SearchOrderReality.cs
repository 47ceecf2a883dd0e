using Assay.Loading;

namespace Assay.Tests.Loading;

/// <summary>Where a library is looked for, and what turns a place off: the model beside the real ld.so.</summary>
[Trait("speed", "slow")]
public sealed class SearchOrderReality
{
    private const string One = "int f(void) { return 1; }";
    private const string Use = "extern int f(void); int use(void) { return f(); }";
    private const string Broken = "ImportError: ROOT/{0}/libf.so: invalid ELF header";

    private static readonly string Garbage = new('g', 200);

    [Fact]
    public void An_extension_without_needs_imports()
    {
        using LoaderScenario scenario = new();
        scenario.Extension().Agrees("imports");
    }

    [Fact]
    public void A_library_on_no_path_is_missing_and_its_requester_is_not_named()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", One).Extension(Use, "-LROOT -lf").Agrees("ImportError: libf.so: cannot open shared object file: No such file or directory");
    }

    [Fact]
    public void Runpath_with_origin_is_searched()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One).Extension(Use, "-LROOT/lib -lf -Wl,--enable-new-dtags,-rpath,$ORIGIN/lib").Agrees("imports");
    }

    [Fact]
    public void Origin_in_braces_is_a_token_too()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One).Extension(Use, "-LROOT/lib -lf -Wl,--enable-new-dtags,-rpath,${ORIGIN}/lib").Agrees("imports");
    }

    [Fact]
    public void A_longer_word_that_starts_with_origin_is_no_token()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One).Extension(Use, "-LROOT/lib -lf -Wl,--enable-new-dtags,-rpath,$ORIGINAL/lib").Agrees("ImportError: libf.so: cannot open shared object file: No such file or directory");
    }

    [Fact]
    public void Rpath_beats_ld_library_path()
    {
        using LoaderScenario scenario = new();
        scenario.Library("good/libf.so", One).Extension(Use, "-LROOT/good -lf -Wl,--disable-new-dtags,-rpath,$ORIGIN/good")
            .Text("bad/libf.so", Garbage).Variable("LD_LIBRARY_PATH", "ROOT/bad").Agrees("imports");
    }

    [Fact]
    public void Runpath_loses_to_ld_library_path()
    {
        using LoaderScenario scenario = new();
        scenario.Library("good/libf.so", One).Extension(Use, "-LROOT/good -lf -Wl,--enable-new-dtags,-rpath,$ORIGIN/good")
            .Text("bad/libf.so", Garbage).Variable("LD_LIBRARY_PATH", "ROOT/bad").Agrees(Broken.Replace("{0}", "bad", StringComparison.Ordinal));
    }

    [Fact]
    public void Ld_library_path_alone_finds_it()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One).Extension(Use, "-LROOT/lib -lf").Variable("LD_LIBRARY_PATH", "/nowhere:ROOT/lib").Agrees("imports");
    }

    [Fact]
    public void A_semicolon_separates_ld_library_path_too()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One).Extension(Use, "-LROOT/lib -lf").Variable("LD_LIBRARY_PATH", "/nowhere;ROOT/lib").Agrees("imports");
    }

    [Fact]
    public void Rpath_is_inherited_by_the_needs_of_needs()
    {
        using LoaderScenario scenario = new();
        Chain(scenario, "--disable-new-dtags").Agrees("imports");
    }

    [Fact]
    public void Runpath_is_not_inherited()
    {
        using LoaderScenario scenario = new();
        Chain(scenario, "--enable-new-dtags").Agrees("ImportError: libf.so: cannot open shared object file: No such file or directory");
        LoadFailure failure = scenario.Failure();
        Assert.Equal(scenario.At("lib/libg.so"), failure.Requester);
        Assert.Equal([scenario.At("x.so"), scenario.At("lib/libg.so")], failure.LoadChain);
        Assert.Contains(failure.Steps, step => step.Outcome == SearchOutcome.Skipped && step.Origin.StartsWith("DT_RUNPATH", StringComparison.Ordinal));
    }

    [Fact]
    public void A_runpath_in_the_middle_switches_inherited_rpath_off()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One)
            .Library("lib/libg.so", "extern int f(void); int g(void) { return f(); }", "-LROOT/lib -lf -Wl,--enable-new-dtags,-rpath,/nowhere")
            .Extension("extern int g(void); int use(void) { return g(); }", "-LROOT/lib -lg -Wl,-rpath-link,ROOT/lib -Wl,--disable-new-dtags,-rpath,$ORIGIN/lib")
            .Agrees("ImportError: libf.so: cannot open shared object file: No such file or directory");
    }

    [Fact]
    public void The_first_of_two_directories_wins()
    {
        using LoaderScenario scenario = new();
        scenario.Library("two/libf.so", One).Extension(Use, "-LROOT/two -lf -Wl,--enable-new-dtags,-rpath,$ORIGIN/one:$ORIGIN/two").Text("one/libf.so", Garbage)
            .Agrees(Broken.Replace("{0}", "one", StringComparison.Ordinal));
    }

    [Fact]
    public void The_name_keeps_its_dots_in_messages()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One).Extension(Use, "-LROOT/lib -lf -Wl,--enable-new-dtags,-rpath,$ORIGIN/sub/../lib/").Folder("sub").Bytes("lib/libf.so", _ => new byte[100])
            .Agrees("ImportError: ROOT/sub/../lib/libf.so: invalid ELF header");
    }

    [Fact]
    public void Origin_is_where_the_link_is_not_where_it_leads()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One).Library("real/x.so", LoaderScenario.Init + Use, "-LROOT/lib -lf -Wl,--enable-new-dtags,-rpath,$ORIGIN/lib").Link("x.so", "real/x.so").Agrees("imports");
    }

    [Fact]
    public void A_need_with_a_slash_is_that_file()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One).Extension(Use, "ROOT/lib/libf.so").Agrees("imports");
        scenario.Delete("lib/libf.so").Agrees("ImportError: ROOT/lib/libf.so: cannot open shared object file: No such file or directory");
    }

    [Fact]
    public void A_need_may_hold_a_token()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One, "-Wl,-soname,$ORIGIN/lib/libf.so").Extension(Use, "ROOT/lib/libf.so").Agrees("imports");
    }

    [Fact]
    public void An_empty_item_of_ld_library_path_is_the_working_directory()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", One).Extension(Use, "-LROOT -lf").Variable("LD_LIBRARY_PATH", "/nowhere:");
        foreach (Interpreter interpreter in Interpreter.All) Assert.Equal("imports", scenario.Real(interpreter, ["x"]));
        Assert.Contains(scenario.Failure().Steps, step => step.Outcome == SearchOutcome.Skipped && step.Reason.Contains("working directory", StringComparison.Ordinal));
    }

    [Fact]
    public void Lib_stands_for_the_multiarch_directory()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/x86_64-linux-gnu/libf.so", One).Extension(Use, "-LROOT/lib/x86_64-linux-gnu -lf -Wl,--enable-new-dtags,-rpath,$ORIGIN/$LIB").Agrees("imports");
    }

    [Fact]
    public void Platform_stands_for_the_processor()
    {
        using LoaderScenario scenario = new();
        // Which of the two it stands for depends on the maker of the CPU that the test runs on.
        scenario.Library("x86_64/libf.so", One).Extension(Use, "-LROOT/x86_64 -lf -Wl,--enable-new-dtags,-rpath,$ORIGIN/$PLATFORM").Text("haswell/libf.so", Garbage).Agrees();
    }

    [Fact]
    public void A_hwcaps_subdirectory_comes_first()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One).Extension(Use, "-LROOT/lib -lf -Wl,--enable-new-dtags,-rpath,$ORIGIN/lib").Text("lib/glibc-hwcaps/x86-64-v2/libf.so", Garbage)
            .Agrees("ImportError: ROOT/lib/glibc-hwcaps/x86-64-v2/libf.so: invalid ELF header");
    }

    [Fact]
    public void The_best_hwcaps_subdirectory_of_the_cpu_comes_first()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One).Extension(Use, "-LROOT/lib -lf -Wl,--disable-new-dtags,-rpath,$ORIGIN/lib")
            .Text("lib/glibc-hwcaps/x86-64-v2/libf.so", Garbage).Text("lib/glibc-hwcaps/x86-64-v3/libf.so", Garbage).Text("lib/glibc-hwcaps/x86-64-v4/libf.so", Garbage).Agrees();
    }

    [Fact]
    public void The_subdirectory_tls_is_still_searched_before_2_37()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One).Extension(Use, "-LROOT/lib -lf -Wl,--enable-new-dtags,-rpath,$ORIGIN/lib").Text("lib/tls/libf.so", Garbage).Text("lib/x86_64/x86_64/libf.so", Garbage).Agrees();
    }

    [Fact]
    public void Subdirectories_for_cpus_of_intel_are_still_searched_before_2_37()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One).Extension(Use, "-LROOT/lib -lf -Wl,--enable-new-dtags,-rpath,$ORIGIN/lib")
            .Text("lib/avx512_1/x86_64/libf.so", Garbage).Text("lib/haswell/x86_64/libf.so", Garbage).Text("lib/avx512_1/libf.so", Garbage).Agrees();
    }

    [Fact]
    public void The_cache_finds_what_ldconfig_found()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("extern const char *zlibVersion(void); const char *use(void) { return zlibVersion(); }", "-l:libz.so.1").Agrees("imports");
    }

    [Fact]
    public void Nodeflib_rules_out_default_directories_and_the_cache()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("extern const char *BZ2_bzlibVersion(void); const char *use(void) { return BZ2_bzlibVersion(); }", "-l:libbz2.so.1.0").Agrees("imports");
        scenario.Extension("extern const char *BZ2_bzlibVersion(void); const char *use(void) { return BZ2_bzlibVersion(); }", "-Wl,-z,nodefaultlib -l:libbz2.so.1.0")
            .Agrees("ImportError: libbz2.so.1.0: cannot open shared object file");
    }

    [Fact]
    public void The_extension_is_preloaded_libraries_beside()
    {
        using LoaderScenario scenario = new();
        scenario.Library("lib/libf.so", One, "-Wl,-soname,libf.so").Extension(Use, "-LROOT/lib -lf").Variable("LD_PRELOAD", "ROOT/lib/libf.so").Agrees("imports");
    }

    [Fact]
    public void What_cannot_be_preloaded_is_passed_over()
    {
        using LoaderScenario scenario = new();
        scenario.Extension().Variable("LD_PRELOAD", "ROOT/lib/libnone.so libnone.so").Agrees("imports");
    }

    [Fact]
    public void A_loop_of_links_ends_the_list_of_directories_but_not_the_search()
    {
        using LoaderScenario scenario = new();
        scenario.Library("two/libf.so", One).Extension(Use, "-LROOT/two -lf -Wl,--enable-new-dtags,-rpath,$ORIGIN/one:$ORIGIN/two").Link("one/libf.so", "libf.so").Agrees();
    }

    [Fact]
    public void A_search_path_through_a_file_is_passed_over()
    {
        using LoaderScenario scenario = new();
        scenario.Library("two/libf.so", One).Extension(Use, "-LROOT/two -lf -Wl,--enable-new-dtags,-rpath,$ORIGIN/one:$ORIGIN/two").Text("one", "a file").Agrees("imports");
    }

    [Fact]
    public void Of_two_missing_libraries_the_first_is_named()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", One).Library("libh.so", "int h(void) { return 1; }").Extension(Use + "extern int h(void); int use2(void) { return h(); }", "-LROOT -lh -lf")
            .Agrees("ImportError: libh.so: cannot open shared object file: No such file or directory");
    }

    [Fact]
    public void A_library_missing_at_depth_is_found_out_breadth_first()
    {
        using LoaderScenario scenario = new();
        scenario.Library("gone/libf.so", One).Library("gone/libh.so", "int h(void) { return 1; }")
            .Library("lib/libg.so", "extern int f(void); int g(void) { return f(); }", "-LROOT/gone -lf")
            .Extension("extern int g(void), h(void); int use(void) { return g() + h(); }", "-LROOT/lib -LROOT/gone -lg -lh -Wl,--allow-shlib-undefined -Wl,--enable-new-dtags,-rpath,$ORIGIN/lib -Wl,-rpath-link,ROOT/gone")
            .Agrees("ImportError: libh.so: cannot open shared object file: No such file or directory");
    }

    private static LoaderScenario Chain(LoaderScenario scenario, string tags) => scenario
        .Library("lib/libf.so", One)
        .Library("lib/libg.so", "extern int f(void); int g(void) { return f(); }", "-LROOT/lib -lf")
        .Extension("extern int g(void); int use(void) { return g(); }", $"-LROOT/lib -lg -Wl,-rpath-link,ROOT/lib -Wl,{tags},-rpath,$ORIGIN/lib");
}
