using Assay.Lab.Cases;
using Assay.Lab.Referee;

namespace Assay.Lab.Families;

/// <summary>What importlib meets before any loader does, in real packages.</summary>
internal static class PythonFamilies
{
    private const Kinds Anything = Kinds.Real | Kinds.Host;

    public static IEnumerable<Family> All()
    {
        yield return new Family { Name = "suffix-wrong", Bases = Anything | Kinds.Musl, X86 = 16, Arm = 6, Musl = 6, Act = WrongSuffix };
        yield return new Family { Name = "source-gone", Bases = Anything, X86 = 26, Arm = 9, Act = scene => Source(scene, path => scene.Tree.Remove(path), "removed") };
        yield return new Family { Name = "source-emptied", Bases = Anything, X86 = 14, Arm = 5, Act = scene => Source(scene, path => scene.Tree.Write(path, scene.Pick(["", "# nothing\n", "\n"])), "emptied") };
        yield return new Family { Name = "source-garbled", Bases = Anything, X86 = 14, Arm = 5, Act = Garble };
        yield return new Family { Name = "init-gone", Bases = Anything, X86 = 14, Arm = 5, Act = RemoveInit };
        yield return new Family { Name = "package-half-removed", Bases = Anything, X86 = 16, Arm = 5, Act = HalfRemove };
        yield return new Family { Name = "package-gone", Bases = Anything, X86 = 14, Arm = 5, Act = RemovePackage };
        yield return new Family { Name = "cache-directory-only", Bases = Anything, X86 = 8, Arm = 3, Act = CacheOnly };
        yield return new Family { Name = "stale-bytecode", Bases = Anything, X86 = 6, Arm = 2, Act = StaleBytecode };
        yield return new Family { Name = "extension-beside-module", Bases = Anything, X86 = 12, Arm = 5, Act = ExtensionBesideModule };
        yield return new Family { Name = "local-shadow", Bases = Anything, X86 = 18, Arm = 6, Act = Shadow };
        yield return new Family { Name = "user-site", Bases = Kinds.Debian | Kinds.Wheels, X86 = 14, Arm = 5, Act = UserSite };
        yield return new Family { Name = "python-path", Bases = Anything, X86 = 14, Arm = 5, Act = PythonPath };
        yield return new Family { Name = "path-file", Bases = Anything, X86 = 16, Arm = 6, Act = PathFile };
        yield return new Family { Name = "namespace-collision", Bases = Anything, X86 = 10, Arm = 4, Act = NamespaceCollision };
        yield return new Family { Name = "venv-configuration", Bases = Kinds.Wheels, X86 = 12, Arm = 4, Act = VenvConfiguration };
        yield return new Family { Name = "interpreter-swapped", Bases = Kinds.Wheels, X86 = 10, Arm = 4, Act = InterpreterSwapped };
        yield return new Family { Name = "metadata", Bases = Anything, X86 = 12, Arm = 4, Act = Metadata };
        yield return new Family { Name = "numpy-generation", Bases = Kinds.Debian | Kinds.Wheels, X86 = 16, Arm = 4, Act = NumpyGeneration };
        yield return new Family { Name = "stdlib-extension", Bases = Kinds.Debian | Kinds.Wheels, X86 = 16, Arm = 6, Act = StandardLibrary };
        yield return new Family { Name = "mixed-versions", Bases = Kinds.Wheels, X86 = 8, Arm = 0, Act = Mixed };
    }

    private static string Import(Scene scene) => scene.Question.Import;

    private static string Top(Scene scene) => Import(scene).Split('.')[0];

    private static void WrongSuffix(Scene scene)
    {
        string victim = scene.Victim(Victims.Extension);
        string directory = Path.GetDirectoryName(victim)!;
        string stem = Path.GetFileName(victim).Split('.')[0];
        string suffix = scene.Pick([
            ".cpython-310-x86_64-linux-gnu.so", ".cpython-312-x86_64-linux-gnu.so", ".cpython-311-aarch64-linux-gnu.so", ".cpython-311-x86_64-linux-gnu.so", ".cpython-311-x86_64-linux-musl.so", ".cpython-311-darwin.so",
            ".cp311-win_amd64.pyd", ".pyd", ".dll", ".abi3.so", ".so", ".cpython-311.so", ".cpython-311d-x86_64-linux-gnu.so", ".so.1", ".SO", ".cpython-313t-x86_64-linux-gnu.so", ".abi3t.so",
        ]);
        if (victim.EndsWith(suffix, StringComparison.Ordinal)) throw Scene.NotApplicable("the same suffix");
        scene.Note("renamed to " + stem + suffix);
        scene.Tree.Move(victim, $"{directory}/{stem}{suffix}");
    }

    private static void Source(Scene scene, Action<string> act, string what)
    {
        string path = Module(scene);
        scene.Note(what);
        act(path);
    }

    /// <summary>A source file that the import runs, of a package in the site directory.</summary>
    private static string Module(Scene scene)
    {
        List<string> modules = [.. scene.Trace.Modules.Where(path => path.StartsWith(scene.Site, StringComparison.Ordinal) && path.EndsWith(".py", StringComparison.Ordinal))];

        // Half of the time near the top, where few other imports hide the consequence.
        string path = scene.Chance(50) ? scene.Pick([.. modules.OrderBy(module => module.Count(letter => letter == '/')).ThenBy(module => module, StringComparer.Ordinal).Take(12)]) : scene.Pick(modules);
        scene.Note(path);
        return path;
    }

    private static void Garble(Scene scene)
    {
        string path = Module(scene);
        switch (scene.Random.Next(5))
        {
            case 0:
                scene.Note("a line of garbage at the end");
                scene.Tree.EditText(path, text => text + "\ndef (:\n");
                break;
            case 1:
                scene.Note("a NUL byte");
                scene.Tree.Edit(path, bytes => [.. bytes, 0, (byte)'\n']);
                break;
            case 2:
                scene.Note("Latin-1 without a declaration");
                scene.Tree.Edit(path, bytes => [.. "# caf\u00e9\n".Select(letter => (byte)letter), .. bytes]);
                break;
            case 3:
                scene.Note("conflict markers");
                scene.Tree.EditText(path, text => "<<<<<<< HEAD\n" + text);
                break;
            default:
                scene.Note("a byte order mark and Windows line ends, which do no harm");
                scene.Tree.EditText(path, text => "\ufeff" + text.Replace("\n", "\r\n", StringComparison.Ordinal));
                break;
        }
    }

    private static void RemoveInit(Scene scene)
    {
        List<string> modules = [.. scene.Trace.Modules.Where(path => path.StartsWith(scene.Site, StringComparison.Ordinal) && path.EndsWith("/__init__.py", StringComparison.Ordinal))];
        string path = scene.Pick(modules);
        scene.Note(path + " removed");
        scene.Tree.Remove(path);
    }

    private static void HalfRemove(Scene scene)
    {
        // What an interrupted uninstallation leaves: files gone in the order of RECORD, up to some point.
        string package = $"{scene.Site}/{Top(scene)}";
        List<string> files = [.. scene.Tree.List(package, recursive: true).Where(path => path.EndsWith(".py", StringComparison.Ordinal) || path.EndsWith(".so", StringComparison.Ordinal))];
        if (files.Count < 4) throw Scene.NotApplicable("no package of several files");
        int keep = scene.Random.Next(files.Count);
        bool front = scene.Chance(50);
        scene.Note($"of {package} the {(front ? "first" : "last")} {keep} of {files.Count} files are left");
        foreach (string path in front ? files.Skip(keep) : files.Take(files.Count - keep)) scene.Tree.Remove(path);
    }

    private static void RemovePackage(Scene scene)
    {
        List<string> packages = [.. scene.Trace.Modules.Where(path => path.StartsWith(scene.Site + "/", StringComparison.Ordinal)).Select(path => path[(scene.Site.Length + 1)..].Split('/')[0]).Distinct()];
        string package = scene.Pick(packages);
        scene.Note($"{package} removed");
        scene.Tree.Remove($"{scene.Site}/{package}");
    }

    private static void CacheOnly(Scene scene)
    {
        string package = $"{scene.Site}/{Top(scene)}";
        List<string> sources = [.. scene.Tree.List(package, recursive: true).Where(path => path.EndsWith(".py", StringComparison.Ordinal))];
        if (sources.Count == 0) throw Scene.NotApplicable("no sources");
        if (scene.Chance(60) && scene.Base.Root != "host")
        {
            scene.Note("sources gone, __pycache__ made and left");
            Compile(scene, package);
        }
        else scene.Note("sources gone");

        foreach (string path in sources) scene.Tree.Remove(path);
    }

    // Byte code of the sources, written beside them by the interpreter of the tree itself (on x86-64, by this machine's: the same version).
    private static void Compile(Scene scene, string package)
    {
        string copy = package + ".new";
        scene.Tree.Copy(package, copy);
        scene.Tree.Remove(package);
        scene.Tree.Move(copy, package);
        ChildResult result = Reality.Run(scene.Question, scene.Tree, ["-m", "compileall", "-q", package], new Dictionary<string, string> { ["PYTHONDONTWRITEBYTECODE"] = "" }, 300);
        if (result.TimedOut) throw Scene.NotApplicable("compileall takes too long");
    }

    private static void StaleBytecode(Scene scene)
    {
        string path = Module(scene);
        string cache = $"{Path.GetDirectoryName(path)}/__pycache__/{Path.GetFileNameWithoutExtension(path)}.cpython-311.pyc";
        scene.Note("byte code of garbage");
        scene.Tree.Write(cache, scene.Pick<byte[]>([[], [1, 2, 3], new byte[16], [.. "not byte code at all, but long enough"u8]]));
    }

    private static void ExtensionBesideModule(Scene scene)
    {
        string path = Module(scene);
        string stem = path[..^3];
        string place = scene.Pick([stem, stem, Path.GetDirectoryName(path) + "/" + Top(scene)]) + "." + scene.Base.Tag + ".so";
        string name = Path.GetFileName(stem);
        switch (scene.Random.Next(3))
        {
            case 0:
                scene.Note(place + ": text");
                scene.Tree.Write(place, "this is not a library, and it is longer than an ELF header would be by a little");
                break;
            case 1:
                scene.Note(place + ": a module of that name");
                if (!name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter == '_')) throw Scene.NotApplicable("no identifier");
                scene.Install(Toys.Toy.Extension(name, []), place);
                break;
            default:
                scene.Note(place + ": empty");
                scene.Tree.Write(place, "");
                break;
        }
    }

    private static void Shadow(Scene scene)
    {
        // A file of the user's own beside the script: `python -c` and `python script.py` look there first.
        string directory = scene.Base.Root == "host" ? scene.Tree.Root + "/home" : "/home/user";
        scene.Tree.MakeDirectory(directory);
        scene.Question.WorkingDirectory = directory;
        string name = scene.Pick([Top(scene), Top(scene), "random", "numbers", "types", "typing", "inspect", "json", "logging", "platform", "test", "utils", "queue", "copy", "enum", "string", "array", "math"]);
        string content = scene.Pick(["", "print('mine')\n", "x = 1\n", "import os\n", "raise RuntimeError('mine')\n"]);
        switch (scene.Random.Next(4))
        {
            case 0:
                scene.Tree.Write($"{directory}/{name}/__init__.py", content);
                break;
            case 1:
                scene.Tree.MakeDirectory($"{directory}/{name}");
                content = "a directory without __init__.py";
                break;
            default:
                scene.Tree.Write($"{directory}/{name}.py", content);
                break;
        }

        scene.Note($"{directory}/{name}: {content.Trim()}");
    }

    private static void UserSite(Scene scene)
    {
        scene.Variables["HOME"] = "/home/user";
        string site = "/home/user/.local/lib/python3.11/site-packages";
        string name = scene.Pick([Top(scene), "numpy", "joblib", "threadpoolctl", "six", "pytz"]);
        switch (scene.Random.Next(4))
        {
            case 0:
                scene.Note($"{name} without anything in it in the user site");
                scene.Tree.Write($"{site}/{name}/__init__.py", "");
                break;
            case 1:
                scene.Note($"a module {name} in the user site");
                scene.Tree.Write($"{site}/{name}.py", "__version__ = '0.0.1'\n");
                break;
            case 2:
                scene.Note("a harmless module in the user site");
                scene.Tree.Write($"{site}/harmless.py", "");
                break;
            default:
                scene.Note("numpy of the wheels in the user site");
                if (!scene.Tree.Exists("/opt/venv")) throw Scene.NotApplicable("no wheels here");
                string from = scene.Tree.List("/opt/venv/lib")[0] + "/site-packages";
                scene.Tree.Copy(from + "/numpy", site + "/numpy");
                scene.Tree.Copy(from + "/numpy.libs", site + "/numpy.libs");
                break;
        }

        if (scene.Chance(15)) scene.Variables["PYTHONNOUSERSITE"] = "1";
    }

    private static void PythonPath(Scene scene)
    {
        string extra = scene.Base.Root == "host" ? scene.Tree.Root + "/extra" : "/opt/extra";
        scene.Tree.MakeDirectory(extra);
        string name = scene.Pick([Top(scene), "numpy", "six", "threadpoolctl"]);
        switch (scene.Random.Next(4))
        {
            case 0:
                scene.Note($"an empty package {name} on PYTHONPATH");
                scene.Tree.Write($"{extra}/{name}/__init__.py", "");
                break;
            case 1:
                scene.Note("an empty directory on PYTHONPATH");
                break;
            case 2:
                scene.Note($"a directory {name} without __init__.py on PYTHONPATH");
                scene.Tree.MakeDirectory($"{extra}/{name}");
                break;
            default:
                scene.Note($"a module {name} on PYTHONPATH");
                scene.Tree.Write($"{extra}/{name}.py", "x = 1\n");
                break;
        }

        scene.Variables["PYTHONPATH"] = scene.Pick([extra, "/nowhere:" + extra, extra + ":", ":" + extra, extra + "/../" + Path.GetFileName(extra)]);
    }

    private static void PathFile(Scene scene)
    {
        string extra = scene.Base.Root == "host" ? scene.Tree.Root + "/extra" : "/opt/extra";
        string name = scene.Pick(["a.pth", "zzz.pth", ".hidden.pth", "x.PTH"]);
        string package = scene.Pick([.. scene.Trace.Modules.Where(path => path.StartsWith(scene.Site + "/", StringComparison.Ordinal)).Select(path => path[(scene.Site.Length + 1)..].Split('/')[0]).Where(entry => !entry.Contains('.', StringComparison.Ordinal)).Distinct()]);
        string line = scene.Pick([extra, extra + "\n", "# a comment\n\n" + extra, "../../../../extra\n" + extra, "import sys; sys.harmless = 1", "\ufeff" + extra, "/nowhere\n" + extra + "\n/nowhere", extra + "   "]);
        scene.Note($"{name}: {line.Replace("\n", "\\n", StringComparison.Ordinal)}; {package} is there");
        if (scene.Chance(75)) scene.Tree.Move($"{scene.Site}/{package}", $"{extra}/{package}");
        else scene.Tree.Write($"{extra}/{package}/__init__.py", "");
        foreach (string libraries in scene.Tree.List(scene.Site).Where(path => path.EndsWith(".libs", StringComparison.Ordinal)).ToList()) scene.Tree.Copy(libraries, $"{extra}/{Path.GetFileName(libraries)}");
        scene.Tree.Write($"{scene.Site}/{name}", line);
    }

    private static void NamespaceCollision(Scene scene)
    {
        // The package without its __init__ in one place, a second directory of the name in another.
        string top = Top(scene);
        string second = scene.Base.Root == "host" ? scene.Tree.Root + "/extra" : "/opt/extra";
        scene.Tree.MakeDirectory($"{second}/{top}");
        if (scene.Chance(60)) scene.Tree.Remove($"{scene.Site}/{top}/__init__.py");
        if (scene.Chance(30)) scene.Tree.Write($"{second}/{top}/__init__.py", "");
        scene.Tree.Write($"{scene.Site}/second.pth", second + "\n");
        scene.Note($"a second {top} in {second}");
    }

    private static void VenvConfiguration(Scene scene)
    {
        string file = $"{scene.Subject()}/pyvenv.cfg";
        string home = "home = /usr/bin\n";
        (string what, string content) = scene.Pick<(string, string)>(
        [
            ("system packages", home + "include-system-site-packages = true\n"), ("system packages, in capitals", home + "include-system-site-packages = TRUE\n"), ("the key of system packages missing", home),
            ("empty", ""), ("no home", "include-system-site-packages = false\n"), ("a home that is gone", "home = /nowhere/bin\ninclude-system-site-packages = false\n"), ("keys in capitals", "HOME = /usr/bin\nInclude-System-Site-Packages = false\n"),
            ("without spaces", "home=/usr/bin\ninclude-system-site-packages=false\n"),
        ]);
        scene.Note("pyvenv.cfg: " + what);
        scene.Tree.Write(file, content);
        if (scene.Chance(50))
        {
            string package = Top(scene);
            scene.Note($"{package} removed from the environment");
            scene.Tree.Remove($"{scene.Site}/{package}");
        }
    }

    // What an upgrade of the system's Python leaves of an environment, and programs that are other than they look.
    private static void InterpreterSwapped(Scene scene)
    {
        string subject = scene.Base.Subject;
        switch (scene.Random.Next(5))
        {
            case 0 or 1:
                string other = scene.Pick(["python3.10", "python3.12", "python3"]);
                scene.Note($"its packages are those of {other}");
                scene.Tree.Move($"{subject}/lib/python3.11", $"{subject}/lib/{other}");
                break;
            case 2:
                scene.Note("python3 is a copy of the system's program");
                scene.Tree.Write($"{subject}/bin/python3", scene.Tree.Read("/usr/bin/python3.11"), executable: true);
                break;
            case 3:
                scene.Note("python3 is a link through two others");
                scene.Tree.Link($"{subject}/bin/first", "/usr/bin/python3.11");
                scene.Tree.Link($"{subject}/bin/second", "first");
                scene.Tree.Link($"{subject}/bin/python3", "second");
                break;
            default:
                scene.Note("the loader that the program names is a link to the usual one");
                string interpreter = scene.Base.Platform == "aarch64" ? "/lib/ld-linux-aarch64.so.1" : "/lib64/ld-linux-x86-64.so.2";
                scene.Tree.Link("/opt/loader.so", interpreter);
                scene.Tree.Edit("/usr/bin/python3.11", bytes => Replace(bytes, interpreter, "/opt/loader.so"));
                break;
        }

        static byte[] Replace(byte[] bytes, string text, string by)
        {
            int at = bytes.AsSpan().IndexOf(System.Text.Encoding.ASCII.GetBytes(text + "\0"));
            if (at < 0) throw Scene.NotApplicable("no such text");
            bytes.AsSpan(at, text.Length).Clear();
            System.Text.Encoding.ASCII.GetBytes(by).CopyTo(bytes, at);
            return bytes;
        }
    }

    private static string Subject(this Scene scene) => scene.Base.Subject;

    private static void Metadata(Scene scene)
    {
        List<string> informations = [.. scene.Tree.List(scene.Site).Where(path => path.EndsWith(".dist-info", StringComparison.Ordinal) || path.EndsWith(".egg-info", StringComparison.Ordinal))];
        string chosen = scene.Pick(informations);
        scene.Note(chosen);
        switch (scene.Random.Next(6))
        {
            case 0:
                scene.Note("removed");
                scene.Tree.Remove(chosen);
                break;
            case 1:
                scene.Note("its METADATA is garbage");
                scene.Tree.Write(chosen + (chosen.EndsWith("dist-info", StringComparison.Ordinal) ? "/METADATA" : "/PKG-INFO"), "\u0001\u0002 garbage\n");
                break;
            case 2:
                scene.Note("its RECORD is garbage");
                scene.Tree.Write(chosen + "/RECORD", "\"never closed,,,\n\n,,\n");
                break;
            case 3:
                scene.Note("a tilde directory beside it");
                scene.Tree.MakeDirectory($"{scene.Site}/~{Path.GetFileName(chosen)[1..]}");
                break;
            case 4:
                scene.Note("a second one of another version");
                scene.Tree.Copy(chosen, $"{scene.Site}/{Path.GetFileName(chosen).Split('-')[0]}-0.0.1.dist-info");
                break;
            default:
                scene.Note("a requirement that nothing meets");
                scene.Tree.Write(chosen + (chosen.EndsWith("dist-info", StringComparison.Ordinal) ? "/METADATA" : "/PKG-INFO"), $"Metadata-Version: 2.1\nName: {Path.GetFileName(chosen).Split('-')[0]}\nVersion: 1.0\nRequires-Dist: numpy >= 99\n");
                break;
        }
    }

    private static void NumpyGeneration(Scene scene)
    {
        bool debian = scene.Base.Kind.HasFlag(Kinds.Debian);
        if (scene.Base.Platform == "aarch64") Generations(scene, debian);
        else if (scene.Chance(50))
        {
            scene.Note("Bottleneck built for NumPy 1.x");
            scene.Tree.Copy("/opt/numpy1/bottleneck", scene.Site + "/bottleneck");
            scene.Question = scene.Question with { Import = scene.Pick(["bottleneck", "bottleneck.reduce", "bottleneck.move"]) };
        }
        else Generations(scene, debian);
    }

    // numpy of one origin with the packages of the other.
    private static void Generations(Scene scene, bool debian)
    {
        string wheels = scene.Base.Platform == "aarch64" ? "/opt/venv/lib/python3.11/site-packages" : "/opt/venv/lib/python3.11/site-packages";
        const string System = "/usr/lib/python3/dist-packages";
        string from = debian ? wheels : System;
        if (!scene.Tree.Exists(from + "/numpy")) throw Scene.NotApplicable("no other numpy here");
        scene.Note($"numpy of {from}");
        scene.Tree.Remove(scene.Site + "/numpy");
        scene.Tree.Copy(from + "/numpy", scene.Site + "/numpy");
        if (debian) scene.Tree.Copy(from + "/numpy.libs", scene.Site + "/numpy.libs");
    }

    private static void StandardLibrary(Scene scene)
    {
        string name = scene.Pick(["_lzma", "_bz2", "_ctypes", "_sqlite3", "_ssl", "_hashlib", "_decimal", "_json", "_uuid", "readline", "_curses"]);
        List<string> files = [.. scene.Tree.List(scene.Base.Dynload).Where(path => Path.GetFileName(path).StartsWith(name + ".", StringComparison.Ordinal))];
        if (files.Count > 0)
        {
            scene.Note(files[0] + " removed");
            scene.Tree.Remove(files[0]);
        }
        else scene.Note($"{name} is built in or not there");
        string user = name switch { "_lzma" => "lzma", "_bz2" => "bz2", "_ctypes" => "ctypes", "_sqlite3" => "sqlite3", "_ssl" => "ssl", "_hashlib" => "hashlib", "_decimal" => "decimal", "_json" => "json", "_uuid" => "uuid", "_curses" => "curses", _ => name };
        if (scene.Chance(60)) scene.Question = scene.Question with { Import = user };
    }

    private static void Mixed(Scene scene)
    {
        // One package of Debian's age among the wheels, as a copied directory brings it.
        string package = scene.Pick(["scipy", "sklearn", "joblib", "threadpoolctl.py", "numpy"]);
        if (!scene.Tree.Exists($"{scene.Site}/{package}")) throw Scene.NotApplicable($"no {package} here");
        scene.Note($"{package} of Debian");
        scene.Tree.Remove($"{scene.Site}/{package}");
        scene.Tree.Copy($"/usr/lib/python3/dist-packages/{package}", $"{scene.Site}/{package}");
    }
}
