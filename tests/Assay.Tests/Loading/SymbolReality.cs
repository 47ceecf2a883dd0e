using Assay.Loading;

namespace Assay.Tests.Loading;

/// <summary>Who answers a symbol, and which missing one is reported.</summary>
[Trait("speed", "slow")]
public sealed class SymbolReality
{
    private const string F = "int f(void) { return 1; }";

    [Fact]
    public void An_undefined_function()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("extern int nowhere(void); int use(void) { return nowhere(); }").Agrees("ImportError: ROOT/x.so: undefined symbol: nowhere");
        LoadFailure failure = scenario.Failure();
        Assert.Equal("nowhere", failure.Symbol);
        Assert.Equal(scenario.At("x.so"), failure.Culprit);
        Assert.NotNull(failure.Evidence[0].Offset);
    }

    [Fact]
    public void An_undefined_variable()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("extern int nowhere; int use(void) { return nowhere; }").Agrees("ImportError: ROOT/x.so: undefined symbol: nowhere");
    }

    [Fact]
    public void A_weak_undefined_function_may_stay_open()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("extern int nowhere(void) __attribute__((weak)); int use(void) { return nowhere ? nowhere() : 0; }").Agrees("imports");
    }

    [Fact]
    public void Data_relocations_come_before_calls()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("extern int call(void); extern int data; int use(void) { return call() + data; }", "-fplt").Agrees("ImportError: ROOT/x.so: undefined symbol: data");
    }

    [Fact]
    public void Of_several_undefined_functions_the_first_relocation_decides()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("extern int zeta(void), alpha(void), mid(void); int use(void) { return mid() + zeta() + alpha(); }").Agrees();
    }

    [Fact]
    public void Of_several_undefined_addresses_the_first_relocation_decides()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("extern int zeta(void), alpha(void), mid(void); void *table[] = {mid, zeta, alpha}; extern int v1, v2; int *more[] = {&v2, &v1};").Agrees();
    }

    [Fact]
    public void A_symbol_undefined_in_a_dependency_is_reported_before_those_of_the_extension()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", "extern int inner(void); int f(void) { return inner(); }").Extension("extern int f(void), outer(void); int use(void) { return f() + outer(); }", "-LROOT -lf -Wl,-rpath,$ORIGIN -Wl,--allow-shlib-undefined")
            .Agrees("ImportError: ROOT/libf.so: undefined symbol: inner");
        Assert.Equal([scenario.At("x.so"), scenario.At("libf.so")], scenario.Failure().LoadChain);
    }

    [Fact]
    public void Of_two_dependencies_the_last_in_the_list_is_relocated_first()
    {
        using LoaderScenario scenario = new();
        scenario.Library("liba.so", "extern int missing_a(void); int a(void) { return missing_a(); }").Library("libb.so", "extern int missing_b(void); int b(void) { return missing_b(); }")
            .Extension("extern int a(void), b(void); int use(void) { return a() + b(); }", "-LROOT -la -lb -Wl,-rpath,$ORIGIN -Wl,--allow-shlib-undefined").Agrees("ImportError: ROOT/libb.so: undefined symbol: missing_b");
    }

    [Fact]
    public void A_diamond_of_dependencies_is_relocated_from_its_foot()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libd.so", "extern int missing_d(void); int d(void) { return missing_d(); }")
            .Library("liba.so", "extern int missing_a(void), d(void); int a(void) { return missing_a() + d(); }", "-LROOT -ld")
            .Library("libb.so", "extern int missing_b(void), d(void); int b(void) { return missing_b() + d(); }", "-LROOT -ld")
            .Extension("extern int a(void), b(void); int use(void) { return a() + b(); }", "-LROOT -la -lb -Wl,--disable-new-dtags,-rpath,$ORIGIN -Wl,--allow-shlib-undefined").Agrees("ImportError: ROOT/libd.so: undefined symbol: missing_d");
    }

    [Fact]
    public void A_ring_of_dependencies_is_relocated_in_the_loaders_order()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libb.so", "int b(void) { return 1; }")
            .Library("liba.so", "extern int missing_a(void), b(void); int a(void) { return missing_a() + b(); }", "-LROOT -lb")
            .Library("libb.so", "extern int missing_b(void), a(void); int b(void) { return missing_b() + a(); }", "-LROOT -la -Wl,--allow-shlib-undefined")
            .Extension("extern int a(void), b(void); int use(void) { return a() + b(); }", "-LROOT -la -lb -Wl,--disable-new-dtags,-rpath,$ORIGIN -Wl,--allow-shlib-undefined").Agrees();
    }

    [Fact]
    public void A_chain_against_the_order_of_the_list()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libc1.so", "extern int missing_c(void); int c1(void) { return missing_c(); }")
            .Library("libb1.so", "extern int missing_b(void), c1(void); int b1(void) { return missing_b() + c1(); }", "-LROOT -lc1")
            .Extension("extern int c1(void), b1(void); int use(void) { return c1() + b1(); }", "-LROOT -lc1 -lb1 -Wl,--disable-new-dtags,-rpath,$ORIGIN -Wl,--allow-shlib-undefined").Agrees("ImportError: ROOT/libc1.so: undefined symbol: missing_c");
    }

    [Fact]
    public void A_symbol_of_a_sibling_dependency_is_in_scope_without_a_need()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", F).Library("libg.so", "extern int f(void); int g(void) { return f(); }")
            .Extension("extern int f(void), g(void); int use(void) { return f() + g(); }", "-LROOT -lg -lf -Wl,-rpath,$ORIGIN").Agrees("imports");
    }

    [Fact]
    public void Symbols_of_an_extension_imported_before_are_not_seen()
    {
        using LoaderScenario scenario = new();
        Pair(scenario, "").AgreesOn(["y", "x"], "ImportError: ROOT/x.so: undefined symbol: from_y");
    }

    [Fact]
    public void Symbols_of_a_needed_extension_are_seen()
    {
        using LoaderScenario scenario = new();
        Pair(scenario, "ROOT/y.so").AgreesOn(["y", "x"], "imports");
    }

    [Fact]
    public void A_function_of_python_that_this_python_has_not()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("extern void *PyNew_InTheFuture(void); void *use(void) { return PyNew_InTheFuture(); }").Agrees("ImportError: ROOT/x.so: undefined symbol: PyNew_InTheFuture");
    }

    [Fact]
    public void A_protected_symbol_answers_a_hidden_one_does_not()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", "__attribute__((visibility(\"protected\"))) int f(void) { return 1; }").Extension("extern int f(void); int use(void) { return f(); }", "-LROOT -lf -Wl,-rpath,$ORIGIN").Agrees("imports");
        scenario.Library("libf.so", "__attribute__((visibility(\"hidden\"))) int f(void) { return 1; } int other(void) { return f(); }").Agrees("ImportError: ROOT/x.so: undefined symbol: f");
    }

    [Fact]
    public void A_symbolic_library_answers_itself()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", F + " extern int f(void); int g(void) { return f(); }", "-Wl,-Bsymbolic").Extension("extern int g(void); int use(void) { return g(); }", "-LROOT -lf -Wl,-rpath,$ORIGIN").Agrees("imports");
    }

    [Fact]
    public void A_table_of_the_old_hash_serves_as_well()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", F, "-Wl,--hash-style=sysv").Extension("extern int f(void); int use(void) { return f(); }", "-LROOT -lf -Wl,-rpath,$ORIGIN -Wl,--hash-style=sysv").Agrees("imports");
        scenario.Library("libf.so", "int other(void) { return 1; }", "-Wl,--hash-style=sysv").Agrees("ImportError: ROOT/x.so: undefined symbol: f");
    }

    [Fact]
    public void A_unique_symbol_answers()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", "__asm__(\".data\\n.globl u\\n.type u,@gnu_unique_object\\n.size u,4\\nu: .long 7\\n.text\");").Extension("extern int u; int use(void) { return u; }", "-LROOT -lf -Wl,-rpath,$ORIGIN").Agrees("imports");
    }

    [Fact]
    public void An_undefined_thread_local_variable()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("extern __thread int nowhere; int use(void) { return nowhere; }").Agrees("ImportError: ROOT/x.so: undefined symbol: nowhere");
    }

    [Fact]
    public void An_undefined_symbol_that_nothing_refers_to_is_not_looked_for()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("__asm__(\".reloc ., R_X86_64_NONE, nowhere\");").Agrees("imports");
    }

    [Fact]
    public void The_init_function_of_a_dependency_serves_too()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", LoaderScenario.Init + " int f(void) { return 1; }").Library("x.so", "extern int f(void); int use(void) { return f(); }", "-LROOT -lf -Wl,-rpath,$ORIGIN").Agrees("imports");
    }

    [Fact]
    public void Without_an_init_function()
    {
        using LoaderScenario scenario = new();
        scenario.Library("x.so", F).Agrees("ImportError: dynamic module does not define module export function (PyInit_x)");
        Assert.Equal(LoadFailureKind.MissingInitFunction, scenario.Failure().Kind);
    }

    [Fact]
    public void An_init_function_of_another_name_or_hidden()
    {
        using LoaderScenario scenario = new();
        scenario.Library("x.so", LoaderScenario.Init.Replace("PyInit_x", "PyInit_y", StringComparison.Ordinal)).Agrees("ImportError: dynamic module does not define module export function (PyInit_x)");
        scenario.Library("x.so", LoaderScenario.Init, "-fvisibility=hidden").Agrees("ImportError: dynamic module does not define module export function (PyInit_x)");
    }

    [Theory]
    [InlineData("exté")]
    [InlineData("ünï_ß")]
    [InlineData("模块")]
    [InlineData("a日b本c")]
    public void A_name_beyond_ascii_has_another_init_function(string name)
    {
        using LoaderScenario scenario = new();
        scenario.Library(name + ".so", F).AgreesOn([name]);
    }

    [Fact]
    public void A_library_of_the_other_python_is_not_found()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libpython9.99.so.1.0", F, "-Wl,-soname,libpython9.99.so.1.0").Extension("extern int f(void); int use(void) { return f(); }", "ROOT/libpython9.99.so.1.0").Delete("libpython9.99.so.1.0")
            .Agrees("ImportError: libpython9.99.so.1.0: cannot open shared object file: No such file or directory");
    }

    private static LoaderScenario Pair(LoaderScenario scenario, string link) => scenario
        .Library("y.so", LoaderScenario.Init.Replace("PyInit_x", "PyInit_y", StringComparison.Ordinal) + " int from_y(void) { return 1; }", "-Wl,-soname,y.so")
        .Extension("extern int from_y(void); int use(void) { return from_y(); }", link + " -Wl,-rpath,$ORIGIN");
}
