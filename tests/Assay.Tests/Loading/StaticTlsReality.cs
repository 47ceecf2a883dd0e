using Assay.Loading;

namespace Assay.Tests.Loading;

/// <summary>How much initial-exec thread-local storage a process has left for libraries that are opened later.</summary>
[Trait("speed", "slow")]
public sealed class StaticTlsReality
{
    [Theory]
    [InlineData(4)]
    [InlineData(136)]
    [InlineData(1600)]
    [InlineData(1664)]
    [InlineData(1700)]
    [InlineData(1712)]
    [InlineData(1720)]
    [InlineData(1728)]
    [InlineData(1800)]
    [InlineData(2600)]
    public void One_block(int size)
    {
        using LoaderScenario scenario = new();
        Block(scenario, "x", size).Agrees();
        if (size == 2600)
        {
            LoadFailure failure = scenario.Failure();
            Assert.Equal(LoadFailureKind.StaticTls, failure.Kind);
            Assert.Equal(scenario.At("x.so"), failure.Culprit);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(4096)]
    public void One_block_with_an_alignment(int alignment)
    {
        using LoaderScenario scenario = new();
        Block(scenario, "x", 200, $"__attribute__((aligned({alignment})))").Agrees();
    }

    [Fact]
    public void Twelve_blocks_the_size_of_libgomps_fit_and_the_thirteenth_does_not()
    {
        using LoaderScenario scenario = new();
        string[] modules = [.. Enumerable.Range(1, 16).Select(number => $"m{number}")];
        foreach (string module in modules) Library(scenario, module, "__thread struct { long all[17]; } v; void *use(void) { return &v; }", "-ftls-model=initial-exec -malign-data=abi");
        scenario.AgreesOn(modules[..12], "imports");
        scenario.AgreesOn(modules, "ImportError: ROOT/m13.so: cannot allocate memory in static TLS block");
    }

    [Fact]
    public void Blocks_of_mixed_sizes_and_alignments()
    {
        using LoaderScenario scenario = new();
        (int Size, int Alignment)[] blocks = [(3, 1), (100, 64), (17, 1), (200, 32), (8, 8), (300, 16), (41, 4), (128, 64), (500, 8), (77, 1), (64, 64), (200, 2), (24, 8), (400, 16)];
        string[] modules = [.. Enumerable.Range(0, blocks.Length).Select(number => $"m{number}")];
        for (int i = 0; i < blocks.Length; i++) Block(scenario, modules[i], blocks[i].Size, $"__attribute__((aligned({blocks[i].Alignment})))");
        scenario.AgreesOn(modules);
    }

    [Fact]
    public void General_dynamic_storage_needs_no_room()
    {
        using LoaderScenario scenario = new();
        scenario.Extension("__thread char v[100000]; char *use(void) { return v; }", "-ftls-model=global-dynamic").Agrees("imports");
    }

    [Fact]
    public void A_descriptor_takes_room_when_there_is_some()
    {
        using LoaderScenario scenario = new();
        string[] modules = [.. Enumerable.Range(1, 14).Select(number => $"m{number}")];
        foreach (string module in modules[..4]) Library(scenario, module, "__thread char v[136]; char *use(void) { return v; }", "-mtls-dialect=gnu2 -ftls-model=global-dynamic");
        foreach (string module in modules[4..]) Block(scenario, module, 136);
        scenario.AgreesOn(modules);
    }

    [Fact]
    public void A_large_descriptor_takes_none()
    {
        using LoaderScenario scenario = new();
        Library(scenario, "m1", "__thread char v[100000]; char *use(void) { return v; }", "-mtls-dialect=gnu2");
        Block(scenario, "x", 1700).AgreesOn(["m1", "x"], "imports");
    }

    [Fact]
    public void A_tunable_makes_room()
    {
        using LoaderScenario scenario = new();
        Block(scenario, "x", 2600).Variable("GLIBC_TUNABLES", "glibc.rtld.optional_static_tls=4096").Agrees("imports");
    }

    [Fact]
    public void A_preloaded_library_has_its_room_from_the_start()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", "__thread char v[5000]; char *f(void) { return v; }", "-ftls-model=initial-exec -Wl,-soname,libf.so").Extension("extern char *f(void); char *use(void) { return f(); }", "-LROOT -lf")
            .Variable("LD_PRELOAD", "ROOT/libf.so").Agrees("imports");
    }

    [Fact]
    public void The_message_names_the_owner_of_the_block()
    {
        using LoaderScenario scenario = new();
        scenario.Library("libf.so", "__thread char v[2600]; char *f(void) { return v; }").Extension("extern __thread char v[2600] __attribute__((tls_model(\"initial-exec\"))); char *use(void) { return v; }", "-LROOT -lf -Wl,-rpath,$ORIGIN")
            .Agrees("ImportError: ROOT/libf.so: cannot allocate memory in static TLS block");
    }

    [Fact]
    public void A_failed_load_gives_its_room_back()
    {
        using LoaderScenario scenario = new();
        Library(scenario, "m1", "__thread char v[1000]; char *use(void) { return v; } extern int nowhere(void); int more(void) { return nowhere(); }", "-ftls-model=initial-exec -malign-data=abi");
        Block(scenario, "x", 1600);
        foreach (Interpreter interpreter in Interpreter.All) Assert.Equal(scenario.RealOfAll(interpreter, ["m1", "x"]), scenario.PredictedOfAll(interpreter, ["m1", "x"]));
    }

    private static LoaderScenario Block(LoaderScenario scenario, string module, int size, string attributes = "") =>
        Library(scenario, module, $"__thread char v[{size}] {attributes}; char *use(void) {{ return v; }}", "-ftls-model=initial-exec -malign-data=abi");

    private static LoaderScenario Library(LoaderScenario scenario, string module, string source, string options) =>
        scenario.Library(module + ".so", LoaderScenario.Init.Replace("PyInit_x", "PyInit_" + module, StringComparison.Ordinal) + source, options);
}
