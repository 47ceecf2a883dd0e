using System.Collections.Concurrent;
using Assay.Lab.Referee;
using Assay.Lab.Toys;
using Assay.Lab.Trees;

namespace Assay.Lab.Cases;

/// <summary>Where everything is: the assets that bases are made of, and one set of case trees per worker.</summary>
internal sealed class Laboratory : IDisposable
{
    private readonly string assets;
    private readonly string work;
    private readonly ConcurrentDictionary<(int Worker, string Root), CaseTree> trees = new();

    /// <param name="assets">What <c>dev.cs assets</c> made.</param>
    /// <param name="work">A directory of our own, on the same disk.</param>
    public Laboratory(string assets, string work)
    {
        this.assets = assets;
        this.work = work;
        string slots = Path.Combine(work, "slots");
        if (Directory.Exists(slots)) Directory.Delete(slots, recursive: true);
        Directory.CreateDirectory(slots);
        Workshop = new Workshop(Path.Combine(work, "toys"));
        Tracer = new Tracer(Path.Combine(work, "traces.json"));
    }

    public Workshop Workshop { get; }

    public Tracer Tracer { get; }

    /// <summary>True when the asset that a root is made of is there.</summary>
    public bool Has(string root) => root switch
    {
        "host" => this.Asset("venv") is not null && File.Exists("/usr/bin/python3"),
        "musl" => this.Asset("amd64") is not null && this.Asset("site-musl") is not null && File.Exists("/lib/ld-musl-x86_64.so.1"),
        _ => this.Asset(root) is not null,
    };

    /// <summary>When the asset of a root was made: answers of reality about another one are of no use.</summary>
    public string Stamp(string root)
    {
        string marker = Path.Combine(assets, root switch { "host" => "venv", "musl" => "site-musl", _ => root } + ".complete");
        string kind = root == "host" ? "own files only " : "";
        return kind + (File.Exists(marker) ? File.GetLastWriteTimeUtc(marker).Ticks.ToString(System.Globalization.CultureInfo.InvariantCulture) : "");
    }

    /// <summary>The case tree of a worker for a root, made when it is first asked for.</summary>
    public CaseTree Tree(int worker, string root) => trees.GetOrAdd((worker, root), key => this.Make(key.Worker, key.Root));

    /// <summary>Gives up a case tree; the next case of its worker gets a new one.</summary>
    public void Discard(int worker, string root)
    {
        if (!trees.TryRemove((worker, root), out CaseTree? tree)) return;
        Directory.Delete(tree.Root, recursive: true);
        Directory.Delete(tree.Root + ".aside", recursive: true);
    }

    public void Dispose()
    {
        foreach (CaseTree tree in trees.Values) tree.Dispose();
        Directory.Delete(Path.Combine(work, "slots"), recursive: true);
    }

    private string? Asset(string name) => Directory.Exists(Path.Combine(assets, name)) ? Path.Combine(assets, name) : null;

    private CaseTree Make(int worker, string root)
    {
        string directory = Path.Combine(work, "slots", $"{worker}-{root}");
        switch (root)
        {
            case "host":
                TreeCopy.HardLink(Path.Combine(assets, "venv"), directory);
                return new CaseTree(directory, directory);
            case "musl":
                this.MakeMusl(directory);
                break;
            default:
                TreeCopy.HardLink(Path.Combine(assets, root), directory);
                this.AddEnvironments(directory, root);
                break;
        }

        return new CaseTree(directory, "/");
    }

    private void AddEnvironments(string directory, string root)
    {
        string python = root == "trixie" ? "python3.13" : "python3.11";
        Directory.CreateDirectory(directory + "/opt");
        Directory.CreateDirectory(directory + "/usr/local/lib");
        Environment("toy", null, false);
        if (root == "amd64" && this.Asset("venv") is { } venv) TreeCopy.HardLink(venv, directory + "/opt/venv");
        if (root == "amd64" && this.Asset("site-numpy1") is { } older) TreeCopy.HardLink(older, directory + "/opt/numpy1");
        if (root == "arm64")
        {
            Environment("venv", this.Asset("site-arm64"), false);
            Environment("learn", this.Asset("site-arm64-learn"), true);
        }

        void Environment(string name, string? site, bool system)
        {
            string path = $"{directory}/opt/{name}";
            Directory.CreateDirectory($"{path}/lib/{python}");
            Directory.CreateDirectory($"{path}/bin");
            File.WriteAllText($"{path}/pyvenv.cfg", $"home = /usr/bin\ninclude-system-site-packages = {(system ? "true" : "false")}\nversion = {python[6..]}.2\n");
            File.CreateSymbolicLink($"{path}/bin/python3", $"/usr/bin/{python}");
            File.CreateSymbolicLink($"{path}/bin/python", "python3");
            if (site is null) Directory.CreateDirectory($"{path}/lib/{python}/site-packages");
            else TreeCopy.HardLink(site, $"{path}/lib/{python}/site-packages");
        }
    }

    // A system whose Python is the laboratory's probe: linked with musl, offering the names of the C API, opening the one extension it is told.
    private void MakeMusl(string directory)
    {
        Directory.CreateDirectory(directory + "/lib");
        Directory.CreateDirectory(directory + "/usr/bin");
        Directory.CreateDirectory(directory + "/usr/lib");
        Directory.CreateDirectory(directory + "/etc");
        File.Copy(File.ResolveLinkTarget("/lib/ld-musl-x86_64.so.1", returnFinalTarget: true)?.FullName ?? "/lib/ld-musl-x86_64.so.1", directory + "/lib/ld-musl-x86_64.so.1");
        File.WriteAllText(directory + "/etc/alpine-release", "3.18.0\n");
        TreeCopy.HardLink(Path.Combine(assets, "amd64/usr/lib/python3.11"), directory + "/usr/lib/python3.11");
        Directory.Delete(directory + "/usr/lib/python3.11/lib-dynload", recursive: true);
        Directory.CreateDirectory(directory + "/usr/lib/python3.11/lib-dynload");
        string site = directory + "/usr/lib/python3.11/site-packages";
        TreeCopy.HardLink(Path.Combine(assets, "site-musl"), site);
        // Extensions of packages, one level up, so that each is an import of its own and no package runs before it.
        foreach (string module in (string[])["psycopg2/_psycopg", "markupsafe/_speedups", "bottleneck/reduce", "bottleneck/move"])
            TreeCopy.HardLink($"{site}/{module}.{MuslProbe.Tag}.so", $"{site}/{Path.GetFileName(module)}.{MuslProbe.Tag}.so");
        TreeCopy.HardLink(site + "/psycopg2_binary.libs", directory + "/usr/lib/python3.11/psycopg2_binary.libs");
        byte[] probe = Workshop.Program(MuslProbe.Source(site), "musl", "-rdynamic");
        File.WriteAllBytes(directory + "/usr/bin/python3.11", probe);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(directory + "/usr/bin/python3.11", (UnixFileMode)0b111_101_101);
        File.CreateSymbolicLink(directory + "/usr/bin/python3", "python3.11");
    }
}
