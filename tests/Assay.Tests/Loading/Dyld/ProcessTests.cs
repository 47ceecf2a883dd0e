using Assay.Diagnostics;
using Assay.Imports;
using Assay.Loading;

namespace Assay.Tests.Loading.Dyld;

/// <summary>What a process is made of: the program that really runs, and what it already holds when a module is opened.</summary>
public sealed class ProcessTests
{
    private const string Arm = "platform macos 11.0 sdk 14.0\nneeds /usr/lib/libSystem.B.dylib\n";
    private const string Framework = "/Library/Frameworks/Python.framework/Versions/3.12";

    // bin/python3 of a framework starts the program in Python.app, whose directory is that of @executable_path.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_program_of_a_framework_is_the_one_in_python_app(bool hasApplication)
    {
        DyldScene scene = new("macos-15-arm64") { Program = Framework + "/bin/python3.12" };
        scene.Add(Framework + "/bin/python3.12", "macho arm64 executable\n" + Arm);
        if (hasApplication) scene.Add(Framework + "/Resources/Python.app/Contents/MacOS/Python", "macho arm64 executable\n" + Arm);
        scene.Add(DyldScene.Extension, "macho arm64 bundle\n" + Arm + "needs @executable_path/../libx.dylib\noffers _PyInit_x");
        scene.Add(Framework + "/Resources/Python.app/Contents/libx.dylib", "macho arm64 dylib\nid @executable_path/../libx.dylib\n" + Arm);
        ExtensionOutcome outcome = scene.Load();
        if (hasApplication) Assert.IsType<ExtensionOutcome.Loaded>(outcome);
        else Assert.Contains($"'{Framework}/libx.dylib' (no such file)", Assert.IsType<ExtensionOutcome.Raises>(outcome).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_for_another_processor_does_not_start()
    {
        DyldScene scene = new("macos-15-x86_64") { Program = "/v/bin/python3.12" };
        scene.Add("/v/bin/python3.12", "macho arm64 executable\n" + Arm).Add(DyldScene.Extension, "macho x86_64 bundle\n" + Arm + "offers _PyInit_x");
        Assert.EndsWith("/v/bin/python3.12: Bad CPU type in executable", Assert.IsType<ExtensionOutcome.Crashes>(scene.Load()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_without_its_library_is_aborted()
    {
        DyldScene scene = new("macos-15-arm64") { Program = "/v/bin/python3.12" };
        scene.Add("/v/bin/python3.12", "macho arm64 executable\n" + Arm + "needs /opt/homebrew/Cellar/python@3.12/3.12.1/Python").Add(DyldScene.Extension, "macho arm64 bundle\n" + Arm + "offers _PyInit_x");
        ExtensionOutcome.Crashes crashes = Assert.IsType<ExtensionOutcome.Crashes>(scene.Load());
        Assert.Equal(("SIGABRT", LoadFailureKind.MissingLibrary), (crashes.Signal, Assert.IsType<LoadFailure>(crashes.Origin).Kind));
    }

    [Fact]
    public void A_dylib_that_is_loaded_answers_to_the_name_it_gives_itself()
    {
        // Only the first extension module can reach the file; the second asks for it by the same @rpath name.
        DyldScene scene = new("macos-15-arm64");
        scene.Add("/a/x.so", "macho arm64 bundle\n" + Arm + "needs @rpath/libomp.dylib\nrpath /a\noffers _PyInit_x").Add("/a/libomp.dylib", "macho arm64 dylib\nid @rpath/libomp.dylib\n" + Arm + "offers _omp");
        scene.Add("/b/y.so", "macho arm64 bundle\n" + Arm + "needs @rpath/libomp.dylib\nwants _omp from 2\noffers _PyInit_y");
        IExtensionLoader alone = scene.Start();
        Assert.IsType<ExtensionOutcome.Raises>(alone.LoadExtension("y", "/b/y.so"));
        IExtensionLoader process = scene.Start();
        Assert.IsType<ExtensionOutcome.Loaded>(process.LoadExtension("x", "/a/x.so"));
        Assert.IsType<ExtensionOutcome.Loaded>(process.LoadExtension("y", "/b/y.so"));
    }

    [Fact]
    public void The_later_of_two_siblings_errors_is_the_one_that_is_told()
    {
        DyldScene scene = new("macos-15-arm64");
        scene.Add(DyldScene.Extension, "macho arm64 bundle\n" + Arm + "needs @loader_path/a.dylib\nneeds @loader_path/b.dylib\noffers _PyInit_x");
        foreach (string name in new[] { "a", "b" }) scene.Add($"{DyldScene.Site}/{name}.dylib", $"macho arm64 dylib\nid @loader_path/{name}.dylib\n{Arm}needs @loader_path/missing-{name}.dylib");
        Assert.Contains("Library not loaded: @loader_path/missing-b.dylib", Assert.IsType<ExtensionOutcome.Raises>(scene.Load()).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_weak_dylib_may_be_absent_until_a_symbol_of_it_is_needed()
    {
        const string start = "macho arm64 bundle\n" + Arm + "needs weak @loader_path/none.dylib\n";
        Assert.IsType<ExtensionOutcome.Loaded>(DyldScene.Load("macos-15-arm64", start + "offers _PyInit_x"));
        Assert.IsType<ExtensionOutcome.Loaded>(DyldScene.Load("macos-15-arm64", start + "wants weak _f from 2\noffers _PyInit_x"));
        Assert.Contains("Symbol not found: _f\n", Assert.IsType<ExtensionOutcome.Raises>(DyldScene.Load("macos-15-arm64", start + "wants _f from 2\noffers _PyInit_x")).Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bundle_cannot_be_linked_against()
    {
        DyldScene scene = new("macos-15-arm64");
        scene.Add(DyldScene.Extension, "macho arm64 bundle\n" + Arm + "needs @loader_path/other.so\noffers _PyInit_x").Add(DyldScene.Site + "/other.so", "macho arm64 bundle\n" + Arm);
        Assert.Contains($"'{DyldScene.Site}/other.so' (cannot link against bundle '{DyldScene.Site}/other.so')", Assert.IsType<ExtensionOutcome.Raises>(scene.Load()).Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("macos-15-arm64", "/System/Library/Frameworks/NoSuchThing.framework/Versions/A/NoSuchThing")]
    [InlineData("macos-15-arm64", "/usr/lib/libnosuchthing.dylib")]
    public void A_library_of_the_system_that_is_not_recorded_is_an_open_question(string target, string library) =>
        Assert.Contains("it is not recorded whether macOS 15.0 has", Assert.IsType<ExtensionOutcome.Undecided>(DyldScene.Load(target, $"macho arm64 bundle\n{Arm}needs {library}\noffers _PyInit_x")).Reason, StringComparison.Ordinal);

    [Fact]
    public void What_a_failed_load_brought_is_taken_back()
    {
        DyldScene scene = new("macos-15-arm64");
        scene.Add("/a/x.so", "macho arm64 bundle\n" + Arm + "needs @loader_path/one.dylib\nneeds @loader_path/none.dylib\noffers _PyInit_x").Add("/a/one.dylib", "macho arm64 dylib\nid @rpath/one.dylib\n" + Arm);
        scene.Add("/b/y.so", "macho arm64 bundle\n" + Arm + "needs @rpath/one.dylib\noffers _PyInit_y");
        IExtensionLoader process = scene.Start();
        Assert.IsType<ExtensionOutcome.Raises>(process.LoadExtension("x", "/a/x.so"));
        Assert.Equal(Certainty.Certain, Assert.IsType<ExtensionOutcome.Raises>(process.LoadExtension("y", "/b/y.so")).Certainty);
    }
}
