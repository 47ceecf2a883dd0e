using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Assay.Tests.Cli;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Reality;

/// <summary>Eight ways to break an environment that has scikit-learn in it, and what the real interpreter says of it before and afterwards.</summary>
/// <param name="stack">The healthy environment.</param>
public abstract class RepairReality(LearningStack stack) : IClassFixture<LearningStack>
{
    private const string Site = "lib/python3.11/site-packages";

    private const string Example = """
        import sys
        for name in sys.argv[1:]: __import__(name)
        import numpy
        from sklearn.linear_model import LinearRegression
        x = numpy.array([[1, 1], [1, 2], [2, 2], [2, 3]])
        print(LinearRegression().fit(x, x @ [1, 2] + 3).coef_)
        """;

    private const string Gauge = """
        #include <Python.h>
        #include <numpy/arrayobject.h>
        static struct PyModuleDef definition = { PyModuleDef_HEAD_INIT, "gauge", 0, -1, 0 };
        PyMODINIT_FUNC PyInit_gauge(void) { import_array(); return PyModule_Create(&definition); }
        """;

    public static TheoryData<string> Breakages => ["other-architecture", "vendored-libraries-removed", "half-uninstalled", "other-cpython", "missing-dependency", "truncated-library", "version-skew", "numpy-1-extension"];

    protected (string Place, string[] Imports, string[] Sources) Broken(string breakage, string name)
    {
        string place = stack.Copy(name), site = Path.Combine(place, Site);
        string[] imports = ["sklearn"], sources = ["--find-links", Needs.Corpus("wheels")];
        Assert.Equal((0, "[1. 2.]"), Run(place, imports));
        switch (breakage)
        {
            case "other-architecture":
                foreach (string folder in Directory.GetDirectories(site, "numpy*")) Directory.Delete(folder, recursive: true);
                ZipFile.ExtractToDirectory(Corpus.Archive("numpy-2.4.6-cp311-cp311-manylinux_2_27_aarch64.manylinux_2_28_aarch64.whl"), site);
                File.WriteAllText(Path.Combine(site, "numpy-2.4.6.dist-info/INSTALLER"), "pip\n");
                break;
            case "vendored-libraries-removed":
                Directory.Delete(Path.Combine(site, "scipy.libs"), recursive: true);
                break;
            case "half-uninstalled":
                Directory.Delete(Path.Combine(site, "numpy-2.4.6.dist-info"), recursive: true);
                foreach (string file in Directory.GetFiles(Path.Combine(site, "numpy"), "*.py", SearchOption.AllDirectories)) File.Delete(file);
                break;
            case "other-cpython":
                foreach (string file in Directory.GetFiles(Path.Combine(site, "sklearn"), "*.cpython-311-*.so", SearchOption.AllDirectories)) File.Move(file, file.Replace(".cpython-311-", ".cpython-312-", StringComparison.Ordinal));
                break;
            case "missing-dependency":
                Shell.Run(Path.Combine(place, "bin/python"), "-m", "pip", "uninstall", "--quiet", "--yes", "threadpoolctl");
                break;
            case "truncated-library":
                string library = Directory.GetFiles(Path.Combine(site, "scipy.libs"), "libscipy_openblas*").Single();
                byte[] whole = File.ReadAllBytes(library);
                Shell.Replace(library, whole[..300_000]);
                break;
            case "version-skew":
                string old = SmallWheel.Write(stack.Wheels(name + "-wheels"), "threadpoolctl", "2.2.0", new Dictionary<string, string> { ["threadpoolctl.py"] = "__version__ = '2.2.0'\nclass threadpool_limits: pass\ndef threadpool_info(): return []\n" });
                Shell.Run(Path.Combine(place, "bin/python"), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", old);
                break;
            default:
                string wheels = stack.Wheels(name + "-wheels"), headers = Needs.Existing("/usr/lib/python3/dist-packages/numpy/core/include", "headers of Debian's NumPy");
                string first = GaugeWheel(wheels, "1.0", headers, "numpy"), later = stack.Wheels(name + "-later");
                GaugeWheel(later, "1.1", Path.Combine(site, "numpy/_core/include"), "numpy>=2");
                Shell.Run(Path.Combine(place, "bin/python"), "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", first);
                (imports, sources) = (["gauge", "sklearn"], [.. sources, "--find-links", later]);
                break;
        }

        Assert.NotEqual(0, Run(place, imports).Status);
        return (place, imports, sources);
    }

    private static string GaugeWheel(string folder, string version, string headers, string requires)
    {
        string code = Path.Combine(folder, "gauge.c"), module = Path.Combine(folder, "gauge.so");
        File.WriteAllText(code, Gauge);
        Shell.Run(Needs.Program("gcc"), "-O2", "-shared", "-fPIC", "-w", "-I" + headers, "-I" + Needs.Existing("/usr/include/python3.11", "headers of Python"), code, "-o", module);
        return SmallWheel.Write(folder, "gauge", version, "cp311-cp311-linux_x86_64", new Dictionary<string, byte[]> { ["gauge.cpython-311-x86_64-linux-gnu.so"] = File.ReadAllBytes(module) }, requires);
    }

    protected static JsonElement Fix(string place, string[] imports, string[] words)
    {
        CliOutcome run = InProcess.Run(["fix", place, .. imports.SelectMany(import => (string[])["--import", import]), "--offline", "--json", .. words], new Assay.Primitives.HostMachine());
        using JsonDocument document = JsonDocument.Parse(run.Output);
        return document.RootElement.Clone();
    }

    protected static void Foretold(JsonElement plan)
    {
        Assert.True(plan.GetProperty("proven").GetBoolean(), plan.ToString());
        Assert.Contains(plan.GetProperty("before").EnumerateArray(), import => import.GetProperty("verdict").GetString() is "fails" or "crashes");
        Assert.All(plan.GetProperty("after").EnumerateArray(), import => Assert.Equal("imports", import.GetProperty("verdict").GetString()));
    }

    protected static void Works(string place, string[] imports) => Assert.Equal((0, "[1. 2.]"), Run(place, imports));

    protected static (int Status, string Output) Run(string place, string[] imports)
    {
        ProcessStartInfo start = new(Path.Combine(place, "bin/python"), ["-c", Example, .. imports]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using Process process = Process.Start(start)!;
        Task<string> talk = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        _ = talk.Result;
        return (process.ExitCode, output.Trim());
    }
}
