using Assay.Diagnostics;
using Assay.Imports;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Imports;

/// <summary>
/// No Mac runs here, but the same release of a package for Linux does: the compiled modules that the walk opens for macOS are those that a real interpreter of Linux opens,
/// and the verdicts are its verdicts.
/// </summary>
[Trait("speed", "slow")]
public sealed class MacTwinReality(ITestOutputHelper output)
{
    private const string Script = """
        import sys, importlib.machinery
        lines = ["built-in " + name for name in sys.builtin_module_names]
        create = importlib.machinery.ExtensionFileLoader.create_module
        def create_module(self, spec):
            lines.append(spec.name)
            return create(self, spec)
        importlib.machinery.ExtensionFileLoader.create_module = create_module
        try:
            __import__(sys.argv[1])
        except ImportError as error:
            lines.append("raised " + str(error))
        with open(sys.argv[2], "w") as out:
            out.write("\n".join(lines))
        """;

    [Theory]
    [InlineData("sklearn")]
    [InlineData("sklearn.linear_model")]
    [InlineData("sklearn.ensemble")]
    [InlineData("scipy.stats")]
    [InlineData("scipy.linalg")]
    [InlineData("scipy.sparse")]
    [InlineData("numpy")]
    [InlineData("numpy.random")]
    [InlineData("joblib")]
    [InlineData("threadpoolctl")]
    [InlineData("narwhals")]
    [InlineData("markupsafe")]
    public void Compiled_modules_are_those_of_Linux_on_arm64(string import)
    {
        string[] linux = Really(import, null);
        Compare(MacEnvironments.Accelerate, MacEnvironments.Arm64, "macos-15-arm64", import, linux);
        if (import != "markupsafe") Compare(MacEnvironments.OpenBlas, MacEnvironments.Arm64, "macos-15-arm64", import, linux);
    }

    [Theory]
    [InlineData("numpy")]
    [InlineData("numpy.linalg")]
    [InlineData("joblib")]
    public void And_on_x86_64(string import) => Compare(MacEnvironments.Intel, MacEnvironments.X8664, "macos-15-x86_64", import, Really(import, null));

    [Fact]
    public void Code_built_for_NumPy_1_fails_as_on_Linux()
    {
        using TemporaryDirectory folder = new();
        System.IO.Compression.ZipFile.ExtractToDirectory(Corpus.Archive("Bottleneck-1.3.7-cp311-cp311-manylinux_2_5_x86_64.manylinux1_x86_64.manylinux_2_17_x86_64.manylinux2014_x86_64.whl"), folder.Path);
        string[] linux = Really("bottleneck", folder.Path);
        (ImportWalkResult mac, WillingLoader loader) = WillingLoader.Walk(MacEnvironments.Intel, MacEnvironments.X8664, "macos-15-x86_64", "bottleneck");
        Assert.Equal((VerdictKind.Fails, "ImportError"), (mac.Outcome, mac.Exception!.TypeName));
        Assert.Equal(linux[^1], "raised " + mac.Exception.Message);
        Assert.IsType<NumpyMismatch>(mac.Exception.Origin);
        Assert.Equal(linux.Where(line => line.StartsWith("bottleneck.", StringComparison.Ordinal)), loader.Modules.Where(module => module.StartsWith("bottleneck.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Every_module_ends_as_on_Linux()
    {
        // One interpreter imports all; of the packages installed there it sees those that are laid out for macOS too.
        const string All = """
            import contextlib, importlib, sys, warnings
            warnings.simplefilter("ignore")
            with open(sys.argv[1]) as names, open(sys.argv[2], "w") as out, contextlib.redirect_stdout(None), contextlib.redirect_stderr(None):
                for name in names.read().split():
                    try:
                        importlib.import_module(name)
                        out.write(name + "\timports\n")
                    except Exception as error:
                        out.write(name + "\t" + type(error).__name__ + ": " + str(error).split("\n")[0] + "\n")
            """;
        string[] packages = ["numpy", "joblib", "threadpoolctl.py"];
        string venv = Needs.Asset("venv"), site = Path.Combine(venv, "lib", "python3.11", "site-packages"), mac = MacEnvironments.SitePackages(MacEnvironments.Intel, MacEnvironments.X8664);
        string[] names = [.. Sources(site).Intersect(Sources(mac)).Order(StringComparer.Ordinal)];
        using TemporaryDirectory folder = new();
        foreach (string entry in packages.Append("numpy.libs")) File.CreateSymbolicLink(Path.Combine(folder.Path, entry), Path.Combine(site, entry));
        string list = folder.File("names", string.Join(' ', names)), report = Path.Combine(folder.Path, "report");
        (int exitCode, _, string error) = ChildProcess.Run(
            Path.Combine(venv, "bin", "python3"), ["-S", "-c", All, list, report], [KeyValuePair.Create("PYTHONDONTWRITEBYTECODE", (string?)"1"), KeyValuePair.Create("PYTHONPATH", (string?)folder.Path)], folder.Path);
        Assert.True(exitCode == 0, error);

        string[] ends = WillingLoader.WalkAll(MacEnvironments.Intel, MacEnvironments.X8664, "macos-15-x86_64", names);
        string[] differences = [.. ends.Zip(File.ReadAllLines(report)).Where(pair => pair.First != pair.Second).Select(pair => $"{pair.First}; on Linux {pair.Second}")];
        output.WriteLine($"{names.Length} modules, {differences.Length} differences\n{string.Join('\n', differences)}");
        Assert.True(names.Length > 100);
        Assert.DoesNotContain(differences, difference => !difference.Contains("\tunknown", StringComparison.Ordinal));
        Assert.True(differences.Length * 100 <= names.Length, $"{differences.Length} of {names.Length} are not decided");

        IEnumerable<string> Sources(string directory) => packages
            .SelectMany(package => package.EndsWith(".py", StringComparison.Ordinal) ? [Path.Combine(directory, package)] : Directory.GetFiles(Path.Combine(directory, package), "*.py", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(directory, file)[..^3].Replace('/', '.')).Where(name => !name.Contains(".tests", StringComparison.Ordinal) && !name.Contains(".test", StringComparison.Ordinal) && !name.Contains("__", StringComparison.Ordinal));
    }

    private void Compare(string root, string prefix, string target, string import, string[] linux)
    {
        (ImportWalkResult walked, WillingLoader loader) = WillingLoader.Walk(root, prefix, target, import);
        Assert.Equal((VerdictKind.Imports, null), (walked.Outcome, walked.Undecided));
        HashSet<string> standard = [.. walked.Steps.Where(step => step.File?.Contains("/lib-dynload/", StringComparison.Ordinal) == true).Select(step => step.Module)];
        string[] really = [.. linux.Where(line => !line.Contains(' ', StringComparison.Ordinal))];
        string[] missed = [.. really.Except(loader.Modules)], extra = [.. loader.Modules.Except(really)];
        output.WriteLine($"{import} below {prefix}: {loader.Modules.Count} opened, {really.Length} on Linux; missed {string.Join(' ', missed)}; extra {string.Join(' ', extra)}");

        // What a distributor compiles into the interpreter differs: Debian's has most small modules inside, and 3.13 has `_typing`.
        HashSet<string> inside = [.. linux.Where(line => line.StartsWith("built-in ", StringComparison.Ordinal)).Select(line => line[9..])];
        Assert.Empty(extra.Except(inside));
        Assert.All(extra, module => Assert.Contains(module, standard));
        Assert.Empty(missed.Except(prefix == MacEnvironments.Arm64 ? ["_typing"] : []));
    }

    private static string[] Really(string import, string? path)
    {
        string venv = Needs.Asset("venv");
        using TemporaryDirectory folder = new();
        string report = Path.Combine(folder.Path, "report");
        KeyValuePair<string, string?>[] variables = [KeyValuePair.Create("PYTHONDONTWRITEBYTECODE", (string?)"1"), KeyValuePair.Create("PYTHONPATH", path)];
        (int exitCode, _, string error) = ChildProcess.Run(Path.Combine(venv, "bin", "python3"), ["-c", Script, import, report], variables, folder.Path);
        Assert.True(exitCode == 0, error);
        return File.ReadAllLines(report);
    }
}
