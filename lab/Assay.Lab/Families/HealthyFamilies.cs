using System.IO.Compression;
using Assay.Lab.Cases;

namespace Assay.Lab.Families;

/// <summary>Variations that work: none of them may raise an error.</summary>
internal static class HealthyFamilies
{
    private const Kinds Anything = Kinds.Real | Kinds.Host;

    public static IEnumerable<Family> All()
    {
        yield return Healthy("untouched", _ => { }, bases: Anything | Kinds.Trixie | Kinds.Musl | Kinds.Cpu | Kinds.Slow, x86: 34, arm: 14, musl: 6);
        yield return Healthy("other-blas", OtherBlas, bases: Kinds.Debian, x86: 16, arm: 7);
        yield return Healthy("moved-prefix", Moved, bases: Kinds.Wheels, x86: 8, arm: 4);
        yield return Healthy("linked-site", LinkedSite, x86: 8, arm: 4);
        yield return Healthy("linked-package", LinkedPackage, x86: 8, arm: 4);
        yield return Healthy("zipped", Zipped, x86: 6, arm: 3);
        yield return Healthy("read-only", scene => scene.Question.ReadOnly = true, bases: Kinds.Real, x86: 6, arm: 2);
        yield return Healthy("harmless-variables", Variables, x86: 10, arm: 4);
        yield return Healthy("stray-files", StrayFiles, x86: 10, arm: 4);
        yield return Healthy("stripped-sections", scene => ElfFamilies.EditFile(scene, scene.Victim(), (_, elf) =>
        {
            elf.Put64(40, 0);
            elf.Put16(60, 0);
            elf.Put16(62, 0);
        }), x86: 8, arm: 3, musl: 3, bases: Anything | Kinds.Musl);
        yield return Healthy("legacy-bytecode", LegacyBytecode, bases: Kinds.Debian | Kinds.Wheels, x86: 4, arm: 1);
        yield return Healthy("older-cpu-fits", _ => { }, bases: Kinds.Cpu, x86: 6, arm: 4);

        // Not among the healthy: an error that names the bystander is in its place, a verdict on the import that was asked for is not.
        yield return new Family { Name = "broken-bystander", Bases = Anything, X86 = 12, Arm = 4, Act = BrokenBystander };
    }

    private static Family Healthy(string name, Action<Scene> act, Kinds bases = Anything, int x86 = 8, int arm = 3, int musl = 0) =>
        new() { Name = name, Bases = bases, Healthy = true, X86 = x86, Arm = arm, Musl = musl, Act = act };

    private static string Top(Scene scene) => scene.Question.Import.Split('.')[0];

    private static void OtherBlas(Scene scene)
    {
        string libraries = scene.Base.Libraries;
        string triplet = Path.GetFileName(libraries);
        (string blas, string lapack) = scene.Pick<(string, string)>(
        [
            ("openblas-pthread", "openblas-pthread"), ("openblas-openmp", "openblas-openmp"), ("openblas-serial", "openblas-serial"), ("blis-pthread", "lapack"), ("blis-openmp", "lapack"), ("blis-serial", "lapack"),
            ("atlas", "atlas"), ("blas", "lapack"), ("blas", "openblas-serial"), ("openblas-pthread", "lapack"),
        ]);
        if (!scene.Tree.Exists($"{libraries}/{blas}/libblas.so.3") || !scene.Tree.Exists($"{libraries}/{lapack}/liblapack.so.3")) throw Scene.NotApplicable("not installed");
        scene.Tree.Link($"/etc/alternatives/libblas.so.3-{triplet}", $"{libraries}/{blas}/libblas.so.3");
        scene.Tree.Link($"/etc/alternatives/liblapack.so.3-{triplet}", $"{libraries}/{lapack}/liblapack.so.3");
        if (blas.StartsWith("openblas", StringComparison.Ordinal)) scene.Tree.Link($"/etc/alternatives/libopenblas.so.0-{triplet}", $"{libraries}/{blas}/libopenblas.so.0");
        scene.Note($"BLAS {blas}, LAPACK {lapack}");
        scene.Question = scene.Question with { Import = scene.Pick<string>(scene.Base.Platform == "aarch64" ? ["numpy", "numpy.linalg"] : ["numpy", "scipy.linalg", "numpy.linalg", "sklearn.linear_model"]) };
    }

    private static void Moved(Scene scene)
    {
        string to = scene.Pick(["/srv/app/env", "/opt/a b/env", "/home/user/.venvs/x"]);
        scene.Tree.Move(scene.Base.Subject, to);
        scene.Note("moved to " + to);
        scene.Question = scene.Question with { Subject = to, Python = to + "/bin/python3" };
    }

    private static void LinkedSite(Scene scene)
    {
        string elsewhere = scene.Base.Root == "host" ? scene.Tree.Root + "/elsewhere" : "/srv/elsewhere";
        scene.Tree.Move(scene.Site, elsewhere);
        scene.Tree.Link(scene.Site, elsewhere);
        scene.Note($"{scene.Site} -> {elsewhere}");
    }

    private static void LinkedPackage(Scene scene)
    {
        // The package and its libraries elsewhere, links in their places, as package stores do it.
        string store = scene.Base.Root == "host" ? scene.Tree.Root + "/store" : "/srv/store";
        foreach (string path in scene.Tree.List(scene.Site).Where(path => Path.GetFileName(path) == Top(scene) || path.EndsWith(".libs", StringComparison.Ordinal)).ToList())
        {
            scene.Tree.Move(path, $"{store}/{Path.GetFileName(path)}");
            scene.Tree.Link(path, $"{store}/{Path.GetFileName(path)}");
        }

        scene.Note($"{Top(scene)} and all .libs are links into {store}");
    }

    private static void Zipped(Scene scene)
    {
        // Pure packages out of a zip file on sys.path.
        string package = scene.Pick([.. ((string[])["joblib", "narwhals", "six.py", "threadpoolctl.py", "pytz", "packaging", "pycparser", "dateutil"]).Where(name => scene.Tree.Exists($"{scene.Site}/{name}"))]);
        string zip = scene.Base.Root == "host" ? scene.Tree.Root + "/pure.zip" : "/opt/pure.zip";
        using MemoryStream content = new();
        using (ZipArchive archive = new(content, ZipArchiveMode.Create, leaveOpen: true))
        {
            IEnumerable<string> files = package.EndsWith(".py", StringComparison.Ordinal) ? [$"{scene.Site}/{package}"] : scene.Tree.List($"{scene.Site}/{package}", recursive: true).Where(path => File.Exists(scene.Tree.Host(path)) && !path.EndsWith(".pyc", StringComparison.Ordinal));
            foreach (string path in files)
            {
                ZipArchiveEntry entry = archive.CreateEntry(path[(scene.Site.Length + 1)..], CompressionLevel.Fastest);
                entry.LastWriteTime = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
                using Stream stream = entry.Open();
                stream.Write(scene.Tree.Read(path));
            }
        }

        scene.Tree.Remove($"{scene.Site}/{package}");
        scene.Tree.Write(zip, content.ToArray());
        if (scene.Chance(50)) scene.Variables["PYTHONPATH"] = zip;
        else scene.Tree.Write($"{scene.Site}/zipped.pth", zip + "\n");
        string name = package.Split('.')[0];
        scene.Note($"{name} is in {zip}");
        scene.Question = scene.Question with { Import = name };
    }

    private static void Variables(Scene scene)
    {
        (string name, string value) = scene.Pick<(string, string)>(
        [
            ("LD_LIBRARY_PATH", "/nowhere"), ("LD_LIBRARY_PATH", ""), ("LD_LIBRARY_PATH", "/tmp:/usr/lib"), ("PYTHONPATH", "/nowhere"), ("PYTHONPATH", ""), ("PYTHONNOUSERSITE", "1"), ("LD_PRELOAD", "/nowhere/libx.so"),
            ("PYTHONOPTIMIZE", "2"), ("PYTHONSAFEPATH", "1"), ("PYTHONUTF8", "0"), ("LD_BIND_NOW", "1"), ("PYTHONUNBUFFERED", "1"), ("MALLOC_ARENA_MAX", "1"),
        ]);
        scene.Variables[name] = value;
        scene.Note($"{name}={value}");
    }

    private static void StrayFiles(Scene scene)
    {
        string site = scene.Site;
        switch (scene.Random.Next(6))
        {
            case 0:
                scene.Tree.Write($"{site}/notes.txt", "hello\n");
                scene.Tree.Write($"{site}/.hidden", "");
                break;
            case 1:
                scene.Tree.Write($"{site}/{Top(scene)}/leftover.cpython-39-x86_64-linux-gnu.so", "old");
                break;
            case 2:
                scene.Tree.Write($"{site}/harmless.pth", "# nothing\n/nowhere/at/all\n");
                break;
            case 3:
                scene.Tree.Link($"{site}/loop", "loop");
                scene.Tree.Link($"{site}/dangling.py", "/nowhere.py");
                break;
            case 4:
                scene.Tree.Write($"{site}/new\nline.py", "");
                scene.Tree.Write($"{site}/spaced name/x.py", "");
                break;
            default:
                scene.Tree.MakeDirectory($"{site}/{Top(scene)}/empty");
                scene.Tree.Write($"{site}/{Top(scene)}.egg-link", "/nowhere\n");
                break;
        }

        scene.Note("stray files in " + site);
    }

    private static void LegacyBytecode(Scene scene)
    {
        // Byte code beside where the source was: importlib takes it, as long as it is of this version.
        string name = scene.Pick([.. ((string[])["six", "threadpoolctl"]).Where(module => scene.Tree.Exists($"{scene.Site}/{module}.py"))]);
        string program = $"import py_compile; py_compile.compile('{scene.Site}/{name}.py', cfile='/tmp/{name}.pyc', doraise=True)";
        scene.Tree.Write($"/tmp/{name}.pyc", "");
        Referee.ChildResult made = Referee.Reality.Run(scene.Question, scene.Tree, ["-c", program], new Dictionary<string, string>(), 60);
        if (made.ExitStatus != 0) throw Scene.NotApplicable("py_compile: " + made.Error);
        scene.Tree.Move($"/tmp/{name}.pyc", $"{scene.Site}/{name}.pyc");
        scene.Tree.Remove($"{scene.Site}/{name}.py");
        scene.Note($"{name}.pyc in place of {name}.py");
        scene.Question = scene.Question with { Import = name };
    }

    private static void BrokenBystander(Scene scene)
    {
        // Something else in the environment is broken; the import that was asked for does not touch it.
        scene.Tree.Write($"{scene.Site}/bystander/__init__.py", "from ._core import thing\nimport missing_thing\n");
        scene.Tree.Write($"{scene.Site}/bystander/_core.{scene.Base.Tag}.so", scene.Pick(["", "garbage that is longer than sixty-four bytes, so that it is read as a header"]));
        scene.Tree.Write($"{scene.Site}/bystander-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: bystander\nVersion: 1.0\nRequires-Dist: numpy<1\n");
        scene.Note("a broken package that nothing imports");
    }
}
