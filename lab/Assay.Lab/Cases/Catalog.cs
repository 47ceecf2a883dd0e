using Assay.Lab.Families;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Lab.Cases;

/// <summary>All bases, all families, and the cases made of them.</summary>
internal static class Catalog
{
    private const string X86Libraries = "/usr/lib/x86_64-linux-gnu", ArmLibraries = "/usr/lib/aarch64-linux-gnu";
    private const string X86Tag = "cpython-311-x86_64-linux-gnu", ArmTag = "cpython-311-aarch64-linux-gnu";
    private static readonly string[] ArmEmulator = ["/usr/bin/qemu-aarch64-static"];

    /// <summary>The healthy environments. Quick imports stand several times among the imports, slow ones once.</summary>
    public static IReadOnlyList<BaseEnvironment> Bases { get; } =
    [
        new()
        {
            Target = OnThisCpu("2.36"), Id = "debian", Platform = "x86_64", Root = "amd64", Subject = "/usr/bin/python3", Python = "/usr/bin/python3", Site = "/usr/lib/python3/dist-packages", Tag = X86Tag, Libraries = X86Libraries, Kind = Kinds.Debian,
            Imports = ["numpy", "scipy.linalg", "lxml.etree", "PIL._imaging", "numpy.linalg", "pandas", "lxml.etree", "PIL.Image", "h5py", "scipy.sparse", "sklearn", "numpy.random", "matplotlib.pyplot", "markupsafe", "scipy.special"],
        },
        new()
        {
            Target = OnThisCpu("2.36"), Id = "wheels", Platform = "x86_64", Root = "amd64", Subject = "/opt/venv", Python = "/opt/venv/bin/python3", Site = "/opt/venv/lib/python3.11/site-packages", Tag = X86Tag, Libraries = X86Libraries, Kind = Kinds.Wheels,
            Imports = ["numpy", "scipy.linalg", "markupsafe", "numpy.linalg", "_cffi_backend", "sklearn", "numpy.random", "scipy.special", "cffi", "joblib", "scipy.sparse", "lightgbm"],
        },
        new()
        {
            Id = "host", Platform = "x86_64", Root = "host", Subject = "{root}", Python = "{root}/bin/python3", Site = "{root}/lib/python3.11/site-packages", Tag = X86Tag, Libraries = X86Libraries, Kind = Kinds.Host,
            Imports = ["numpy", "scipy.linalg", "markupsafe", "numpy.random"],
        },
        new()
        {
            Target = OnThisCpu("2.36"), Id = "toys", Platform = "x86_64", Root = "amd64", Subject = "/opt/toy", Python = "/opt/toy/bin/python3", Site = "/opt/toy/lib/python3.11/site-packages", Tag = X86Tag, Libraries = X86Libraries, Kind = Kinds.Empty,
            Imports = ["toy"],
        },
        new()
        {
            Target = OnThisCpu("2.41"), Id = "trixie-toys", Platform = "x86_64", Root = "trixie", Subject = "/opt/toy", Python = "/opt/toy/bin/python3", Site = "/opt/toy/lib/python3.13/site-packages", Tag = "cpython-313-x86_64-linux-gnu", Libraries = X86Libraries, Kind = Kinds.Empty,
            Dynload = "/usr/lib/python3.13/lib-dynload", Imports = ["toy"],
        },
        new()
        {
            Target = OnThisCpu("2.41"), Id = "trixie", Platform = "x86_64", Root = "trixie", Subject = "/usr/bin/python3", Python = "/usr/bin/python3", Site = "/usr/lib/python3/dist-packages", Tag = "cpython-313-x86_64-linux-gnu", Libraries = X86Libraries, Kind = Kinds.Trixie,
            Dynload = "/usr/lib/python3.13/lib-dynload", Imports = ["numpy", "lxml.etree", "PIL._imaging", "numpy.random", "markupsafe"],
        },
        Cpu("nehalem", "Nehalem", "x86-64-v2"),
        Cpu("conroe", "Conroe", "x86-64"),
        Cpu("haswell", "Haswell", "x86-64-v3"),
        new()
        {
            Id = "debian", Platform = "aarch64", Root = "arm64", Subject = "/usr/bin/python3", Python = "/usr/bin/python3.11", Emulator = ArmEmulator, Site = "/usr/lib/python3/dist-packages", Tag = ArmTag, Libraries = ArmLibraries, Kind = Kinds.Debian,
            Imports = ["lxml.etree", "PIL._imaging", "kiwisolver", "lz4.block", "PIL.Image", "_brotli", "markupsafe", "lxml.etree", "numpy", "PIL._imagingft", "lxml.objectify", "kiwisolver"], TimeoutSeconds = 240,
        },
        new()
        {
            Id = "wheels", Platform = "aarch64", Root = "arm64", Subject = "/opt/venv", Python = "/opt/venv/bin/python3", Emulator = ArmEmulator, Site = "/opt/venv/lib/python3.11/site-packages", Tag = ArmTag, Libraries = ArmLibraries, Kind = Kinds.Wheels,
            Imports = ["markupsafe", "numpy", "markupsafe._speedups", "numpy._core._multiarray_umath"], TimeoutSeconds = 240,
        },
        new()
        {
            Id = "learn", Platform = "aarch64", Root = "arm64", Subject = "/opt/learn", Python = "/opt/learn/bin/python3", Emulator = ArmEmulator, Site = "/opt/learn/lib/python3.11/site-packages", Tag = ArmTag, Libraries = ArmLibraries, Kind = Kinds.Slow,
            Imports = ["sklearn.utils._openmp_helpers", "sklearn"], TimeoutSeconds = 400,
        },
        new()
        {
            Id = "toys", Platform = "aarch64", Root = "arm64", Subject = "/opt/toy", Python = "/opt/toy/bin/python3", Emulator = ArmEmulator, Site = "/opt/toy/lib/python3.11/site-packages", Tag = ArmTag, Libraries = ArmLibraries, Kind = Kinds.Empty,
            Imports = ["toy"], TimeoutSeconds = 240,
        },
        OlderArm("cortex-a53"),
        OlderArm("cortex-a72"),
        new()
        {
            Id = "probe", Platform = "musl", Root = "musl", Subject = "/usr/bin/python3.11", Python = "/usr/bin/python3.11", Site = MuslProbe.Site, Tag = MuslProbe.Tag, Libraries = "/usr/lib", Kind = Kinds.Musl,
            Imports = ["_speedups", "_psycopg", "reduce", "move"],
        },
    ];

    public static IReadOnlyList<Family> Families { get; } =
        [.. ElfFamilies.All(), .. LinkFamilies.All(), .. PythonFamilies.All(), .. HealthyFamilies.All(), .. GraphFamilies.All(), .. ToyFamilies.All(), .. WalkFamilies.All()];

    /// <summary>Every case of a seed, in an order that never changes.</summary>
    public static IReadOnlyList<Case> Cases(int seed, Func<string, bool> hasRoot)
    {
        List<Case> cases = [];
        foreach (string platform in (string[])["x86_64", "aarch64", "musl"])
            foreach (Family family in Families)
            {
                List<BaseEnvironment> bases = [.. Bases.Where(candidate => candidate.Platform == platform && (candidate.Kind & family.Bases) != 0 && hasRoot(candidate.Root))];
                for (int index = 0; bases.Count > 0 && index < family.CountFor(platform); index++)
                {
                    BaseEnvironment chosen = bases[index % bases.Count];
                    int own = Mix($"{seed}/{platform}/{family.Name}/{index}");
                    IReadOnlyList<string> imports = family.Imports.Count > 0 ? family.Imports : chosen.Imports;
                    string import = imports[((index / bases.Count) + Mix($"{seed}/{family.Name}/{chosen.Id}")) % imports.Count];
                    cases.Add(new Case($"{platform}/{family.Name}/{index:00}", family, chosen, import, own));
                }
            }

        return cases;
    }

    /// <summary>A part of the cases that holds every family of every platform before it holds any twice.</summary>
    public static IReadOnlyList<Case> Sample(IReadOnlyList<Case> cases, int count, int seed) =>
        [.. cases
            .GroupBy(item => (item.Base.Platform, item.Family.Name))
            .SelectMany(group => group.OrderBy(item => Mix($"{seed}/{item.Id}")).Select((item, rank) => (item, rank)))
            .OrderBy(pair => pair.rank)
            .ThenBy(pair => Mix($"{seed}/sample/{pair.item.Id}"))
            .Take(count)
            .Select(pair => pair.item)
            .OrderBy(item => item.Id, StringComparer.Ordinal)];

    // FNV-1a: string.GetHashCode differs from one run to the next.
    private static int Mix(string text)
    {
        uint hash = 2166136261;
        foreach (char letter in text) hash = (hash ^ letter) * 16777619;
        hash ^= hash >> 15;
        hash *= 0x2c1b3c6d;
        hash ^= hash >> 12;
        return (int)(hash & 0x7fffffff);
    }

    // A root directory says nothing of the CPU it will run on; the laboratory runs it on this one.
    private static string OnThisCpu(string glibc) => $"linux-glibc{glibc}-x86_64,cpu={HostTarget.Detect(new HostMachine()).Cpu ?? "x86-64"}";

    // ARMv8.0: no atomic instructions of LSE, so glibc leaves the subdirectory `atomics` alone and libraries take their slower ways.
    private static BaseEnvironment OlderArm(string model) => new()
    {
        Id = "cpu-" + model,
        Platform = "aarch64",
        Root = "arm64",
        Subject = "/opt/toy",
        Python = "/opt/toy/bin/python3",
        Emulator = ["/usr/bin/qemu-aarch64-static", "-cpu", model],
        Site = "/opt/toy/lib/python3.11/site-packages",
        Tag = ArmTag,
        Libraries = ArmLibraries,
        Kind = Kinds.Cpu,
        Imports = ["ctypes", "json", "lzma", "decimal"],
        TimeoutSeconds = 240,
    };

    private static BaseEnvironment Cpu(string id, string model, string name) => new()
    {
        Id = "cpu-" + id,
        Platform = "x86_64",
        Root = "amd64",
        Subject = "/opt/toy",
        Python = "/opt/toy/bin/python3",
        Emulator = ["/usr/bin/qemu-x86_64-static", "-cpu", model],
        Site = "/opt/toy/lib/python3.11/site-packages",
        Tag = X86Tag,
        Libraries = X86Libraries,
        Kind = Kinds.Cpu,
        Imports = ["ctypes", "json", "lzma", "decimal"],
        TimeoutSeconds = 240,
        Target = "linux-glibc2.36-x86_64,cpu=" + name,
    };
}
