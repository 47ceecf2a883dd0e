using System.Text;
using Assay.Lab.Cases;
using Assay.Lab.Elf;
using Assay.Lab.Referee;

namespace Assay.Lab.Families;

/// <summary>What files say of each other: needs, paths, names, versions, symbols, thread-local storage. On real files.</summary>
internal static class LinkFamilies
{
    private const Kinds Anything = Kinds.Real | Kinds.Host | Kinds.Musl;

    public static IEnumerable<Family> All()
    {
        yield return new Family { Name = "needed-removed", Bases = Anything, X86 = 14, Arm = 5, Musl = 4, Act = scene => Patch(scene, (path, elf) => ["--remove-needed", Needed(scene, elf)]) };
        yield return new Family { Name = "needed-renamed", Bases = Anything, X86 = 12, Arm = 4, Musl = 4, Act = scene => Patch(scene, (path, elf) => ["--replace-needed", Needed(scene, elf), scene.Pick(["libabsent.so.7", "libz.so.9", "/opt/absent/libx.so", "libwith space.so"])]) };
        yield return new Family { Name = "needed-added", Bases = Anything, X86 = 12, Arm = 5, Musl = 3, Act = scene => Patch(scene, (path, elf) => ["--add-needed", scene.Pick(["libabsent.so.1", "libz.so.1", "libm.so.6", "libpython3.11.so.1.0", "libGL.so.1", "libutil.so.1"])]) };
        yield return new Family { Name = "rpath-removed", Bases = Anything, X86 = 12, Arm = 4, Musl = 3, Act = scene => Patch(scene, (_, _) => ["--remove-rpath"], scene.VictimWithPath()) };
        yield return new Family { Name = "rpath-wrong", Bases = Anything, X86 = 12, Arm = 5, Musl = 3, Act = scene => Patch(scene, (_, _) => [.. Maybe(scene, "--force-rpath"), "--set-rpath", scene.Pick(["/nowhere", "$ORIGIN/nowhere", "$ORIGIN", "nowhere", "$LIB", "$ORIGIN/../nowhere:/usr/lib"])], scene.Chance(60) ? scene.VictimWithPath() : scene.Victim()) };
        yield return new Family { Name = "rpath-to-runpath", Bases = Anything, X86 = 10, Arm = 4, Musl = 2, Act = RpathToRunpath };
        yield return new Family { Name = "runpath-leftover", Bases = Anything, X86 = 8, Arm = 3, Musl = 2, Act = scene => Patch(scene, (_, _) => [.. Maybe(scene, "--force-rpath"), "--add-rpath", "/opt/_internal/build/lib"]) };
        yield return new Family { Name = "soname-changed", Bases = Anything, X86 = 10, Arm = 4, Musl = 3, Act = scene => Patch(scene, (_, _) => ["--set-soname", scene.Pick(["libother.so.1", "libz.so.1", "x"])], scene.Victim(Victims.Library)) };
        yield return ElfFamilies.Edit("version-raised", RaiseVersion, x86: 18, arm: 7, musl: 2);
        yield return ElfFamilies.Edit("versions-dropped", DropVersions, x86: 8, arm: 4, musl: 1, victims: Victims.Library);
        yield return new Family { Name = "symbol-removed", Bases = Anything, X86 = 18, Arm = 7, Musl = 5, Act = RemoveSymbol };
        yield return ElfFamilies.Edit("symbol-renamed", RenameSymbol, x86: 14, arm: 5, musl: 4);
        yield return ElfFamilies.Edit("symbol-weakened", (scene, elf) => Weaken(scene, elf), x86: 6, arm: 2, musl: 2);
        yield return ElfFamilies.Edit("tls-grown", GrowThreadLocals, bases: Anything | Kinds.Slow, x86: 10, arm: 6);
        yield return new Family { Name = "init-function", Bases = Anything, X86 = 10, Arm = 4, Musl = 3, Act = InitFunction };
        yield return new Family { Name = "library-elsewhere", Bases = Kinds.Real, X86 = 14, Arm = 5, Act = MoveLibrary };
        yield return new Family { Name = "library-path-polluted", Bases = Kinds.Real, X86 = 16, Arm = 6, Act = Pollute };
        yield return new Family { Name = "loader-cache", Bases = Kinds.Debian | Kinds.Wheels, X86 = 12, Arm = 5, Act = LoaderCache };
        yield return new Family { Name = "preload", Bases = Kinds.Real, X86 = 6, Arm = 2, Act = Preload };
    }

    /// <summary>A file with a search path of its own.</summary>
    private static string VictimWithPath(this Scene scene)
    {
        List<string> choices = [.. scene.Trace.Opened.Select(scene.Tree.Real).OfType<string>().Distinct().Where(path => HasPath(new ElfEditor(scene.Tree.Read(path))))];
        string chosen = scene.Pick(choices);
        scene.Note(chosen);
        return chosen;

        static bool HasPath(ElfEditor elf) => elf.Dynamics.Any(entry => entry.Tag is ElfNames.Rpath or ElfNames.Runpath);
    }

    private static void Patch(Scene scene, Func<string, ElfEditor, IReadOnlyList<string>> arguments, string? victim = null)
    {
        victim ??= scene.Victim();
        IReadOnlyList<string> options = arguments(victim, new ElfEditor(scene.Tree.Read(victim)));
        scene.Note("patchelf " + string.Join(' ', options));
        ChildResult result = ChildProcess.Run("patchelf", [.. options, scene.Tree.Private(victim)]);
        if (result.ExitStatus != 0) throw Scene.NotApplicable("patchelf: " + result.Error.Trim());
    }

    private static string Needed(Scene scene, ElfEditor elf) => scene.Pick([.. elf.Dynamics.Where(entry => entry.Tag == ElfNames.Needed).Select(entry => elf.Text(entry.Value))]);

    private static IEnumerable<string> Maybe(Scene scene, string option) => scene.Chance(50) ? [option] : [];

    private static void RpathToRunpath(Scene scene) => ElfFamilies.EditFile(scene, scene.VictimWithPath(), (_, elf) =>
    {
        DynamicEntry entry = elf.Dynamics.First(entry => entry.Tag is ElfNames.Rpath or ElfNames.Runpath);
        entry.Tag = entry.Tag == ElfNames.Rpath ? ElfNames.Runpath : ElfNames.Rpath;
        scene.Note(entry.Tag == ElfNames.Rpath ? "now DT_RPATH" : "now DT_RUNPATH");
    });

    private static void RaiseVersion(Scene scene, ElfEditor elf)
    {
        (int auxiliary, string library, string version) = scene.Pick<(int, string, string)>([.. elf.WantedVersions()]);
        int digit = version.AsSpan().LastIndexOfAnyInRange('0', '9');
        if (digit < 0) throw Scene.NotApplicable($"version {version} has no number");
        string raised = version[..digit] + (version[digit] == '9' ? "8" : "9") + version[(digit + 1)..];
        if (scene.Chance(60)) raised = raised[..^1] + "Z";

        // The string is shared by all records of that version in the file, so all are changed, as a newer build would have them.
        int at = elf.StringAt(elf.U32(auxiliary + 8));
        foreach ((int other, _, string text) in elf.WantedVersions().ToList())
            if (text == version) elf.Put32(other, ElfEditor.Hash(raised));
        Encoding.ASCII.GetBytes(raised).CopyTo(elf.Bytes, at);
        bool weak = scene.Chance(15);
        if (weak) elf.Put16(auxiliary + 4, 2);
        scene.Note($"wants {raised} of {library} instead of {version}{(weak ? ", weakly" : "")}");
    }

    private static void DropVersions(Scene scene, ElfEditor elf)
    {
        // A library rebuilt without its version script: no DT_VERDEF, and every symbol it offers of the version "global". DT_DEBUG means nothing in a library.
        if (elf.Dynamic(0x6ffffffc) is null || elf.Dynamic(0x6ffffff0) is not { } table) throw Scene.NotApplicable("the library defines no versions");
        foreach (DynamicEntry entry in elf.Dynamics.Where(entry => entry.Tag is 0x6ffffffc or 0x6ffffffd)) (entry.Tag, entry.Value) = (21, 0);
        int versions = elf.OffsetOf(table.Value), index = 1;
        foreach (DynamicSymbol symbol in elf.Symbols())
        {
            if (symbol.Section != 0) elf.Put16(versions + (2 * index), 1);
            index++;
        }

        scene.Note("defines no versions any more");
    }

    private static void RemoveSymbol(Scene scene)
    {
        // A symbol that one opened file wants and another offers is taken from the one that offers it.
        List<(string Path, ElfEditor Elf)> files = [.. scene.Trace.Opened.Select(scene.Tree.Real).OfType<string>().Distinct().Select(path => (path, new ElfEditor(scene.Tree.Read(path))))];
        (string provider, ElfEditor offering) = scene.Pick([.. files.Where(file => !file.Path.Contains(".cpython-", StringComparison.Ordinal))]);
        HashSet<string> wanted = [.. files.Where(file => file.Path != provider).SelectMany(file => file.Elf.Symbols()).Where(symbol => symbol.Section == 0 && symbol.Binding == 1).Select(symbol => symbol.Name)];
        List<DynamicSymbol> offers = [.. offering.Symbols().Where(symbol => symbol.Section != 0 && wanted.Contains(symbol.Name))];
        string name = scene.Pick(offers).Name;
        scene.Note($"{provider} no longer offers {name}");
        ElfFamilies.EditFile(scene, provider, (_, elf) =>
        {
            foreach (DynamicSymbol symbol in elf.Symbols().Where(symbol => symbol.Name == name)) symbol.Undefine();
        });
    }

    private static void RenameSymbol(Scene scene, ElfEditor elf)
    {
        List<DynamicSymbol> wanted = [.. elf.Symbols().Where(symbol => symbol.Section == 0 && symbol.Binding == 1 && symbol.Name.Length > 3)];
        string name = scene.Pick(wanted).Name;

        // The linker shares tails of strings: every symbol whose name ends in the same bytes changes with it, which is as good.
        int table = elf.StringAt(0);
        byte[] bytes = Encoding.ASCII.GetBytes(name + "\0");
        int at = elf.Bytes.AsSpan(table).IndexOf(bytes);
        elf.Bytes[table + at + name.Length - 1] = (byte)'Q';
        scene.Note($"wants {name[..^1]}Q instead of {name}");
    }

    private static void Weaken(Scene scene, ElfEditor elf)
    {
        List<DynamicSymbol> wanted = [.. elf.Symbols().Where(symbol => symbol.Section == 0 && symbol.Binding == 1 && symbol.Name.Length > 3)];
        DynamicSymbol chosen = scene.Pick(wanted);
        scene.Note($"{chosen.Name} wanted weakly");
        chosen.Info = (byte)((2 << 4) | chosen.Type);
    }

    private static void GrowThreadLocals(Scene scene, ElfEditor elf)
    {
        ProgramHeader block = elf.Header(ElfNames.ThreadLocal);
        long size = scene.Pick<long>([256, 1024, 1500, 1664, 1712, 1800, 4096, 100000]);
        scene.Note($"thread-local block of {size} bytes instead of {block.MemorySize}");
        block.MemorySize = Math.Max(size, block.FileSize);
    }

    private static void InitFunction(Scene scene)
    {
        string victim = scene.Victim(Victims.Extension);
        if (scene.Chance(40) && !scene.Case.Base.Kind.HasFlag(Kinds.Musl))
        {
            // The file of another module under this module's name.
            string other = scene.Victim(Victims.Extension);
            if (other == victim) throw Scene.NotApplicable("the same file twice");
            scene.Note("the second under the name of the first");
            scene.Tree.Write(victim, scene.Tree.Read(other), executable: true);
            return;
        }

        ElfFamilies.EditFile(scene, victim, (_, elf) =>
        {
            foreach (DynamicSymbol symbol in elf.Symbols().Where(symbol => symbol.Name.StartsWith("PyInit_", StringComparison.Ordinal))) symbol.Undefine();
            scene.Note("does not offer its PyInit_ function");
        });
    }

    private static void MoveLibrary(Scene scene)
    {
        string victim = scene.Victim(Victims.Library);
        string name = Path.GetFileName(scene.Trace.Opened.First(path => scene.Tree.Real(path) == victim));
        byte[] content = scene.Tree.Read(victim);
        string place = scene.Pick(["/opt/elsewhere", "/usr/local/lib", "/usr/lib", scene.Base.Libraries + "/glibc-hwcaps/x86-64-v2", scene.Base.Libraries + "/tls", Path.GetDirectoryName(victim)! + "/x86_64"]);
        foreach (string path in scene.Trace.Opened.Where(path => scene.Tree.Real(path) == victim).ToList()) scene.Tree.Remove(path);
        if (scene.Tree.Exists(victim)) scene.Tree.Remove(victim);
        scene.Tree.Write($"{place}/{name}", content, executable: true);
        bool helped = scene.Chance(40);
        if (helped) scene.Variables["LD_LIBRARY_PATH"] = scene.Pick([place, "/nowhere:" + place, place + ":", "/nowhere;" + place]);
        scene.Note($"now in {place}{(helped ? " with LD_LIBRARY_PATH=" + scene.Variables["LD_LIBRARY_PATH"] : "")}");
        if (scene.Chance(30)) RefreshCache(scene);
    }

    private static void Pollute(Scene scene)
    {
        // Another file of the same name comes first on LD_LIBRARY_PATH: older, other, broken, or a mere copy.
        string victim = scene.Victim(Victims.Library);
        string name = Path.GetFileName(scene.Trace.Opened.First(path => scene.Tree.Real(path) == victim));
        byte[] content = scene.Tree.Read(victim);
        switch (scene.Random.Next(6))
        {
            case 0:
                scene.Note("a mere copy");
                break;
            case 1:
                scene.Note("for another machine");
                content[18] = (byte)(content[18] == 62 ? 183 : 62);
                break;
            case 2:
                scene.Note("garbage");
                content = new byte[4096];
                break;
            case 3:
                scene.Note("of the other class");
                content[4] = 1;
                break;
            case 4:
                scene.Note("an older one without some of the versions");
                ElfEditor elf = new(content);
                OlderVersions(scene, elf);
                break;
            default:
                scene.Note("an empty library of that name");
                content = scene.Workshop.Build(new Toys.Toy { FileName = "libempty.so", Soname = name, Source = "int nothing_here;\n" }, scene.Base.Platform);
                break;
        }

        scene.Tree.Write($"/opt/polluted/{name}", content, executable: true);
        scene.Variables["LD_LIBRARY_PATH"] = "/opt/polluted";
    }

    private static void OlderVersions(Scene scene, ElfEditor elf)
    {
        if (elf.Dynamic(0x6ffffffc) is not { } definitions) throw Scene.NotApplicable("the library defines no versions");
        int at = elf.OffsetOf(definitions.Value);
        List<int> records = [];
        while (true)
        {
            records.Add(at);
            uint next = elf.U32(at + 16);
            if (next == 0) break;
            at += (int)next;
        }

        // A hash that nobody asks for makes the version invisible, as if the library were from before it.
        foreach (int record in records.Skip(Math.Max(1, records.Count / 3))) elf.Put32(record + 8, elf.U32(record + 8) ^ 0x0fffffff);
    }

    private static void LoaderCache(Scene scene)
    {
        switch (scene.Random.Next(5))
        {
            case 0:
                scene.Note("no ld.so.cache");
                scene.Tree.Remove("/etc/ld.so.cache");
                break;
            case 1:
                scene.Note("a cache of garbage");
                scene.Tree.Write("/etc/ld.so.cache", new string('x', 300));
                break;
            case 2:
                string cut = "/etc/ld.so.cache";
                scene.Note("a cache cut short");
                scene.Tree.Edit(cut, bytes => bytes[..scene.Pick([0, 20, 47, 60, bytes.Length / 2])]);
                break;
            case 3:
                MoveLibrary(scene);
                break;
            default:
                scene.Note("a library in a directory that only the cache knows, and the cache made anew");
                string victim = scene.Victim(Victims.Library);
                string name = Path.GetFileName(scene.Trace.Opened.First(path => scene.Tree.Real(path) == victim));
                byte[] content = scene.Tree.Read(victim);
                foreach (string path in scene.Trace.Opened.Where(path => scene.Tree.Real(path) == victim).ToList()) scene.Tree.Remove(path);
                if (scene.Tree.Exists(victim)) scene.Tree.Remove(victim);
                scene.Tree.Write($"/opt/cached/{name}", content, executable: true);
                scene.Tree.Write("/etc/ld.so.conf.d/cached.conf", "/opt/cached\n");
                scene.Tree.Write("/etc/ld.so.conf", "include /etc/ld.so.conf.d/*.conf\n");
                RefreshCache(scene);
                break;
        }
    }

    /// <summary>Runs ldconfig over the tree, with the tree's own program.</summary>
    public static void RefreshCache(Scene scene)
    {
        if (scene.Base.Root == "host") return;
        scene.Note("after ldconfig");
        scene.Tree.Private("/etc/ld.so.cache");
        ChildResult result = scene.Base.Platform == "aarch64"
            ? ChildProcess.Run("unshare", ["--root=" + scene.Tree.Root, "--wd=/", "/usr/bin/qemu-aarch64-static", "/sbin/ldconfig", "-X"])
            : ChildProcess.Run("/sbin/ldconfig", ["-X", "-r", scene.Tree.Root]);
        if (result.ExitStatus != 0) throw Scene.NotApplicable("ldconfig: " + result.Error);
    }

    private static void Preload(Scene scene)
    {
        string victim = scene.Victim(Victims.Library);
        scene.Variables["LD_PRELOAD"] = scene.Pick([victim, "/nowhere/libx.so", victim + " /nowhere/liby.so"]);
        if (scene.Chance(50)) scene.Tree.Remove(scene.Trace.Opened.First(path => scene.Tree.Real(path) == victim));
        scene.Note("LD_PRELOAD=" + scene.Variables["LD_PRELOAD"]);
    }
}
