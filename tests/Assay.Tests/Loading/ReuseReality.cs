namespace Assay.Tests.Loading;

/// <summary>One process that grows: what is loaded already answers later requests.</summary>
[Trait("speed", "slow")]
public sealed class ReuseReality
{
    [Fact]
    public void A_soname_that_is_loaded_serves_from_another_directory()
    {
        using LoaderScenario scenario = new();
        Library(scenario, "one/libf.so", "int f(void) { return 1; }");
        Module(scenario, "y", "extern int f(void); int use(void) { return f(); }", "-LROOT/one -lf -Wl,-rpath,$ORIGIN/one");
        Module(scenario, "x", "extern int f(void); int use(void) { return f(); }", "-LROOT/one -lf -Wl,-rpath,$ORIGIN/two");
        scenario.Text("two/libf.so", new string('g', 100)).AgreesOn(["y", "x"], "imports");
        scenario.AgreesOn(["x"], "ImportError: ROOT/two/libf.so: invalid ELF header");
    }

    [Fact]
    public void A_soname_that_is_loaded_serves_even_when_it_lacks_a_symbol()
    {
        using LoaderScenario scenario = new();
        Library(scenario, "one/libf.so", "int f(void) { return 1; }");
        Library(scenario, "two/libf.so", "int f(void) { return 1; } int f2(void) { return 2; }");
        Module(scenario, "y", "extern int f(void); int use(void) { return f(); }", "-LROOT/one -lf -Wl,-rpath,$ORIGIN/one");
        Module(scenario, "x", "extern int f2(void); int use(void) { return f2(); }", "-LROOT/two -lf -Wl,-rpath,$ORIGIN/two");
        scenario.AgreesOn(["x"], "imports");
        scenario.AgreesOn(["y", "x"], "ImportError: ROOT/x.so: undefined symbol: f2");
    }

    [Fact]
    public void A_version_is_looked_for_in_the_copy_that_was_loaded_first()
    {
        using LoaderScenario scenario = new();
        scenario.Text("old.map", "F_1.0 { global: f; local: *; };").Text("new.map", "F_1.0 { global: f; local: *; }; F_2.0 { global: f2; } F_1.0;")
            .Library("one/libf.so", "int f(void) { return 1; }", "-Wl,-soname,libf.so -Wl,--version-script=ROOT/old.map")
            .Library("two/libf.so", "int f(void) { return 1; } int f2(void) { return 2; }", "-Wl,-soname,libf.so -Wl,--version-script=ROOT/new.map");
        Module(scenario, "y", "extern int f(void); int use(void) { return f(); }", "-LROOT/one -lf -Wl,-rpath,$ORIGIN/one");
        Module(scenario, "x", "extern int f2(void); int use(void) { return f2(); }", "-LROOT/two -lf -Wl,-rpath,$ORIGIN/two");
        scenario.AgreesOn(["y", "x"], "ImportError: ROOT/one/libf.so: version `F_2.0' not found (required by ROOT/x.so)");
    }

    [Fact]
    public void A_library_without_a_soname_serves_by_the_name_it_was_asked_for()
    {
        using LoaderScenario scenario = new();
        scenario.Library("one/libf.so", "int f(void) { return 1; }");
        Module(scenario, "y", "extern int f(void); int use(void) { return f(); }", "-LROOT/one -lf -Wl,-rpath,$ORIGIN/one");
        Module(scenario, "x", "extern int f(void); int use(void) { return f(); }", "-LROOT/one -lf");
        scenario.AgreesOn(["y", "x"], "imports");
    }

    [Fact]
    public void A_file_of_another_soname_than_asked_for_serves_by_both_names()
    {
        using LoaderScenario scenario = new();
        scenario.Library("one/libf.so", "int f(void) { return 1; }", "-Wl,-soname,libg.so");
        Module(scenario, "y", "extern int f(void); int use(void) { return f(); }", "-LROOT/one -lf -Wl,-rpath,$ORIGIN/one");
        scenario.Patch($"--replace-needed libg.so libf.so {scenario.At("y.so")}");
        Module(scenario, "x", "extern int f(void); int use(void) { return f(); }", "-LROOT/one -lf");
        scenario.AgreesOn(["x"], "ImportError: libg.so: cannot open shared object file: No such file or directory");
        scenario.AgreesOn(["y", "x"], "imports");
    }

    [Fact]
    public void One_file_under_two_names_is_one_object()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", "int f(void) { return 1; }", "-ftls-model=initial-exec").Link("libg.so", "libf.so");
        Module(scenario, "y", "extern int f(void); int use(void) { return f(); }", "-LROOT -lf -Wl,-rpath,$ORIGIN");
        Module(scenario, "x", "extern int f(void); int use(void) { return f(); }", "-LROOT -lg -Wl,-rpath,$ORIGIN");
        scenario.AgreesOn(["y", "x"], "imports");
        Assert.Single(scenario.Images(["y", "x"]), image => image.Path.Contains("/lib", StringComparison.Ordinal) && image.Path.StartsWith(scenario.Root, StringComparison.Ordinal));
    }

    [Fact]
    public void A_failed_load_leaves_nothing_behind()
    {
        using LoaderScenario scenario = new();
        Library(scenario, "one/libf.so", "int f(void) { return 1; }");
        Library(scenario, "two/libf.so", "int f(void) { return 1; } int f2(void) { return 2; }");
        Module(scenario, "y", "extern int f(void), nowhere(void); int use(void) { return f() + nowhere(); }", "-LROOT/one -lf -Wl,-rpath,$ORIGIN/one");
        Module(scenario, "x", "extern int f2(void); int use(void) { return f2(); }", "-LROOT/two -lf -Wl,-rpath,$ORIGIN/two");
        foreach (Interpreter interpreter in Interpreter.All)
        {
            string[] real = scenario.RealOfAll(interpreter, ["y", "x"]);
            Assert.Equal(real, scenario.PredictedOfAll(interpreter, ["y", "x"]));
            Assert.Equal("imports", real[1]);
        }
    }

    [Fact]
    public void A_module_without_its_init_function_stays_loaded()
    {
        using LoaderScenario scenario = new();
        Library(scenario, "one/libf.so", "int f(void) { return 1; }");
        scenario.Library("y.so", "extern int f(void); int use(void) { return f(); }", "-LROOT/one -lf -Wl,-rpath,$ORIGIN/one");
        Module(scenario, "x", "extern int f(void); int use(void) { return f(); }", "-LROOT/one -lf");
        foreach (Interpreter interpreter in Interpreter.All)
        {
            string[] real = scenario.RealOfAll(interpreter, ["y", "x"]);
            Assert.Equal(real, scenario.PredictedOfAll(interpreter, ["y", "x"]));
            Assert.Equal("imports", real[1]);
        }
    }

    [Fact]
    public void A_dependency_keeps_the_scope_of_the_load_that_brought_it()
    {
        using LoaderScenario scenario = new();
        Library(scenario, "libf.so", "extern int late(void); int f(void) { return late(); }");
        Library(scenario, "liblate.so", "int late(void) { return 1; }");
        Module(scenario, "y", "extern int f(void), late(void); int use(void) { return f() + late(); }", "-LROOT -lf -llate -Wl,-rpath,$ORIGIN");
        Module(scenario, "x", "extern int f(void); int use(void) { return f(); }", "-LROOT -lf -Wl,-rpath,$ORIGIN -Wl,--allow-shlib-undefined");
        scenario.AgreesOn(["x"], "ImportError: ROOT/libf.so: undefined symbol: late");
        scenario.AgreesOn(["y", "x"], "imports");
    }

    [Fact]
    public void A_library_opened_by_ctypes_serves_by_its_soname()
    {
        using LoaderScenario scenario = new();
        Library(scenario, "one/libf.so", "int f(void) { return 1; }");
        Module(scenario, "x", "extern int f(void); int use(void) { return f(); }", "-LROOT/one -lf");
        scenario.AgreesOn(["ctypes:ROOT/one/libf.so", "x"], "imports");
    }

    [Fact]
    public void A_library_opened_by_ctypes_is_seen_only_when_it_is_global()
    {
        using LoaderScenario scenario = new();
        Library(scenario, "one/libf.so", "int f(void) { return 1; }");
        Module(scenario, "x", "extern int f(void); int use(void) { return f(); }", "");
        scenario.AgreesOn(["ctypes:ROOT/one/libf.so", "x"], "ImportError: ROOT/x.so: undefined symbol: f");
        scenario.AgreesOn(["global:ROOT/one/libf.so", "x"], "imports");
    }

    [Fact]
    public void What_ctypes_cannot_open_is_an_os_error()
    {
        using LoaderScenario scenario = new();
        scenario.AgreesOn(["ctypes:libnone.so.3"], "OSError: libnone.so.3: cannot open shared object file: No such file or directory");
        scenario.AgreesOn(["ctypes:libz.so.1"], "imports");
    }

    private static void Library(LoaderScenario scenario, string file, string source) => scenario.Library(file, source, $"-Wl,-soname,{Path.GetFileName(file)}");

    private static void Module(LoaderScenario scenario, string name, string source, string options) =>
        scenario.Library(name + ".so", LoaderScenario.Init.Replace("PyInit_x", "PyInit_" + name, StringComparison.Ordinal) + source, options);
}
