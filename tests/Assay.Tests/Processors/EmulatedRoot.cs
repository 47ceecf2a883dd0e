using Assay.Targets;
using Assay.Tests.Fixtures;
using Assay.Tests.House;
using Assay.Tests.Reality;

namespace Assay.Tests.Processors;

/// <summary>
/// A Debian with a virtual environment at <c>/opt/venv</c> of modules from wheels and of compiled ones, and its Python on processors of qemu's. The packages of the wheels are there
/// without their Python code, but for numpy: their compiled modules are imported one by one.
/// </summary>
internal sealed class EmulatedRoot : IDisposable
{
    private readonly TemporaryDirectory folder = new();

    /// <summary>Makes the environment.</summary>
    /// <param name="architecture">The architecture of the Debian.</param>
    public EmulatedRoot(Architecture architecture)
    {
        Architecture = architecture;
        bool arm = architecture == Architecture.Arm64;
        string asset = Needs.Asset(arm ? "arm64" : "amd64");
        Path = System.IO.Path.Combine(folder.Path, "root");
        Needs.Existing(asset + Emulator, "emulator in the root");
        Shell.CopyByLinks(asset, Path);
        Site = System.IO.Path.Combine(Path, "opt/venv/lib/python3.11/site-packages");
        Directory.CreateDirectory(System.IO.Path.Combine(Site, "libs"));
        Directory.CreateDirectory(Path + "/opt/venv/bin");
        File.CreateSymbolicLink(Path + "/opt/venv/bin/python3", "/usr/bin/python3.11");
        File.WriteAllText(Path + "/opt/venv/pyvenv.cfg", "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.11.2\n");
        File.Copy(System.IO.Path.Combine(Repository.Root, "tests", "Assay.Tests", "Processors", "import-tree.py"), Path + "/opt/import-tree.py");
        if (arm)
        {
            Whole(Needs.Asset("site-arm64"), "numpy", "numpy.libs", "markupsafe");
            Whole(Needs.Asset("site-arm64-learn"), "scikit_learn.libs");
            Compiled(Needs.Asset("site-arm64-learn"), "sklearn");
        }
        else
        {
            string wheels = System.IO.Path.Combine(Needs.Asset("venv"), "lib/python3.11/site-packages");
            Whole(wheels, "numpy", "numpy.libs", "scipy.libs", "scikit_learn.libs", "markupsafe", "_cffi_backend.cpython-311-x86_64-linux-gnu.so");
            Compiled(wheels, "scipy", "sklearn");
        }

        HasCryptography = !arm && TakeCryptography();
        TakePandasApart();
        Libraries(arm ? "aarch64-linux-gnu" : "x86_64-linux-gnu");
        Modules = NativeModule.CompileAll(architecture, Site);
        Shell.Run(Needs.Program(arm ? "aarch64-linux-gnu-gcc" : "gcc"), "-O1", System.IO.Path.Combine(Repository.Root, "tests", "Assay.Tests", "Processors", "Programs", "features.c"), "-o", Path + "/opt/features");
    }

    /// <summary>The architecture.</summary>
    public Architecture Architecture { get; }

    /// <summary>The directory that plays "/".</summary>
    public string Path { get; }

    /// <summary>The directory of packages of the virtual environment.</summary>
    public string Site { get; }

    /// <summary>True when this machine's own cryptography is in it.</summary>
    public bool HasCryptography { get; }

    /// <summary>The modules that were compiled.</summary>
    public string[] Modules { get; }

    private string Emulator => Architecture == Architecture.Arm64 ? "/usr/bin/qemu-aarch64-static" : "/usr/bin/qemu-x86_64-static";

    /// <summary>Imports modules on a processor.</summary>
    /// <param name="model">The processor, in qemu's words.</param>
    /// <param name="python">The interpreter.</param>
    /// <param name="plan">The modules, one a line, indented under what is imported before them.</param>
    /// <returns>What became of each: <c>imported</c>, <c>signal 4</c> or the exception with its text. Of those under one that failed only some are tried.</returns>
    public Dictionary<string, string> Import(string model, string python, IReadOnlyCollection<string> plan)
    {
        string name = $"/opt/{Guid.NewGuid():N}.plan";
        File.WriteAllLines(Path + name, plan);
        (int status, string output, string error) = Run([Emulator, "-cpu", model, python, "/opt/import-tree.py", name]);
        Dictionary<string, string> outcomes = [];
        foreach (string line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] halves = line.Split('\t', 2);
            outcomes[halves[0]] = halves[1].Replace("\\n", "\n", StringComparison.Ordinal);
        }

        Assert.True(status == 0 && plan.Where(line => line[0] != ' ').All(outcomes.ContainsKey), $"{model}: {outcomes.Count} of {plan.Count} answers, status {status}: {error}");
        return outcomes;
    }

    /// <summary>Runs a program inside.</summary>
    public (int Status, string Output, string Error) Run(string[] command) => ChildProcess.Run(
        "/bin/sh",
        ["-c", "ulimit -c 0; exec chroot \"$@\"", "sh", Path, .. command],
        [new("OPENBLAS_NUM_THREADS", "1"), new("OMP_NUM_THREADS", "1"), new("BLIS_NUM_THREADS", "1"), new("PYTHONPYCACHEPREFIX", "/opt/compiled"), new("LC_ALL", "C.UTF-8")]);

    public void Dispose() => folder.Dispose();

    private void Whole(string from, params string[] names)
    {
        foreach (string name in names) Shell.CopyByLinks(System.IO.Path.Combine(from, name), System.IO.Path.Combine(Site, name));
    }

    private void Compiled(string from, params string[] packages)
    {
        foreach (string package in packages)
            foreach (string file in Directory.EnumerateFiles(System.IO.Path.Combine(from, package), "*.so", SearchOption.AllDirectories))
            {
                string to = System.IO.Path.Combine(Site, System.IO.Path.GetRelativePath(from, file));
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
                File.Copy(file, to);
            }
    }

    // The roots have none: it is Debian's for x86-64, as they are.
    private bool TakeCryptography()
    {
        const string packages = "/usr/lib/python3/dist-packages";
        if (!Directory.Exists(packages + "/cryptography")) return false;
        foreach (string name in Directory.EnumerateFiles(packages, "_cffi_backend*.so").Append(packages + "/cryptography")) Shell.Run("cp", "-a", name, Path + packages);
        return true;
    }

    // An import of all of pandas takes an emulator half a minute. Without the Python code of its packages its compiled modules stand alone.
    private void TakePandasApart()
    {
        string pandas = System.IO.Path.Combine(Path, "usr/lib/python3/dist-packages/pandas");
        File.Delete(System.IO.Path.Combine(pandas, "__init__.py"));
        foreach (string file in Directory.EnumerateFiles(System.IO.Path.Combine(pandas, "_libs"), "__init__.py", SearchOption.AllDirectories)) File.Delete(file);
    }

    private void Libraries(string triplet)
    {
        foreach (string library in new[] { "openblas-pthread/libopenblas.so.0", "blis-pthread/libblis.so.4", "libatlas.so.3" })
            Shell.Run("cp", "-L", System.IO.Path.Combine(Path, "usr/lib", triplet, library), System.IO.Path.Combine(Site, "libs", System.IO.Path.GetFileName(library)));
        string wheel = Directory.GetFiles(System.IO.Path.Combine(Site, "numpy.libs"), "libscipy_openblas64_-*.so").Single();
        File.CreateSymbolicLink(System.IO.Path.Combine(Site, "libs", "libscipy_openblas64_.so"), "../numpy.libs/" + System.IO.Path.GetFileName(wheel));
    }
}
