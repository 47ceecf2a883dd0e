using System.Globalization;
using Assay.Lab.Cases;
using Assay.Lab.Toys;

namespace Assay.Lab.Families;

/// <summary>One rule of the loader each, in the smallest files that show it.</summary>
internal static class ToyFamilies
{
    private const Kinds Toys = Kinds.Empty;

    public static IEnumerable<Family> All()
    {
        yield return new Family { Name = "toy-versions", Bases = Toys, X86 = 26, Arm = 12, Act = Versions };
        yield return new Family { Name = "toy-undefined", Bases = Toys | Kinds.Musl, X86 = 20, Arm = 10, Musl = 10, Act = Undefined };
        yield return new Family { Name = "toy-static-tls", Bases = Toys | Kinds.Musl, X86 = 24, Arm = 14, Musl = 6, Act = StaticThreadLocals };
        yield return new Family { Name = "toy-phases", Bases = Toys, X86 = 12, Arm = 6, Act = Phases };
        yield return new Family { Name = "toy-init", Bases = Toys | Kinds.Musl, X86 = 10, Arm = 5, Musl = 4, Act = Init };
        yield return new Family { Name = "toy-preloaded", Bases = Toys, X86 = 16, Arm = 8, Act = Preloaded };
        yield return new Family { Name = "toy-program-opened", Bases = Toys | Kinds.Musl, X86 = 6, Arm = 3, Musl = 2, Act = ProgramOpened };
        yield return new Family { Name = "toy-execstack", Bases = Toys | Kinds.Musl, X86 = 10, Arm = 4, Musl = 2, Act = ExecutableStack };
        yield return new Family { Name = "toy-isa", Bases = Kinds.Cpu, X86 = 12, Arm = 0, Act = IsaLevel };
        yield return new Family { Name = "toy-page-size", Bases = Toys, X86 = 4, Arm = 4, Act = PageSize };
    }

    private static string Place(Scene scene, string module) => $"{scene.Site}/{module}.{scene.Base.Tag}.so";

    private static readonly string[] Here = ["-Wl,--disable-new-dtags", "-Wl,-rpath,$ORIGIN/libs"];

    private static void Ask(Scene scene, string module) => scene.Question = scene.Question with { Import = module };

    private static void Versions(Scene scene)
    {
        Toy full = Toy.Library("libversioned.so.1", ["old", "middle", "young"], []) with { Versions = "V_1 { global: old; }; V_2 { global: middle; } V_1; V_3 { global: young; local: *; } V_2;" };
        Toy extension = Toy.Extension("versioned", scene.Pick<string[]>([["old"], ["middle"], ["young"], ["old", "young"], ["old", "middle", "young"]])) with { Links = [full], Flags = Here, Bare = scene.Chance(50) };
        (string what, Toy library) = scene.Pick<(string, Toy)>(
        [
            ("as built", full),
            ("two versions of three", full with { Versions = "V_1 { global: old; }; V_2 { global: middle; local: *; } V_1;" }),
            ("one version of three", full with { Versions = "V_1 { global: old; local: *; };" }),
            ("symbols under other versions", full with { Versions = "V_1 { global: young; }; V_2 { global: old; } V_1; V_3 { global: middle; local: *; } V_2;" }),
            ("no versions", full with { Versions = null }),
            ("all versions, a symbol missing", Toy.Library("libversioned.so.1", ["old", "middle"], []) with { Versions = "V_1 { global: old; }; V_2 { global: middle; } V_1; V_3 { local: *; } V_2;" }),
            ("only another version", full with { Versions = "W { global: *; };" }),
            ("an old symbol kept hidden", Toy.Library("libversioned.so.1", ["young_", "old_", "middle_"], []) with
            {
                Source = "int o(void){return 1;} int m(void){return 1;} int y(void){return 1;}\n__asm__(\".symver o,old@V_1\\n.symver m,middle@V_2\\n.symver y,young@@V_3\\n\");\n",
                Versions = "V_1 { }; V_2 { } V_1; V_3 { local: o; m; y; } V_2;",
            }),
            ("without its soname", full with { Soname = null }),
            ("with another soname", full with { Soname = "libversioned.so.2" }),
        ]);
        scene.Note($"the library: {what}");
        if (scene.Chance(20))
        {
            // An extension built against a library without versions, run with one that has them.
            scene.Note("the extension asks for no versions");
            extension = extension with { Links = [full with { Versions = null }] };
        }

        scene.Install(extension, Place(scene, "versioned"));
        scene.Install(library, scene.Site + "/libs/libversioned.so.1");
        Ask(scene, "versioned");
    }

    private static void Undefined(Scene scene)
    {
        Toy library = Toy.Library("libsome.so.1", ["some"], scene.Chance(25) ? ["nobody_offers_this_dependency"] : []);
        string declaration = scene.Pick(
        [
            "extern int missing(void); int (*pointer)(void) = missing;\n", "extern int missing(void); int call(void) { return missing(); }\n", "extern int missing_data; int *pointer = &missing_data;\n",
            "extern int missing(void) __attribute__((weak)); int (*pointer)(void) = missing;\n", "extern __thread int missing_thread_local; int get(void) { return missing_thread_local; }\n",
            "extern int PyNothing_New(void); int (*pointer)(void) = PyNothing_New;\n", "extern int some(void); int (*pointer)(void) = some;\n", "",
            "extern int missing_a(void), missing_b(void); int call(void) { return missing_b(); } int (*pointer)(void) = missing_a;\n",
            "extern int puts(const char *); int call(void) { return puts(\"\"); }\n", "extern int __libc_no_such(void); int call(void) { return __libc_no_such(); }\n",
            "extern int cblas_dgemm(void); int call(void) { return cblas_dgemm(); }\n", "extern int some(void) __attribute__((visibility(\"hidden\"), weak)); int (*pointer)(void) = some;\n",
        ]);
        scene.Note(declaration.Trim());
        Toy extension = Toy.Extension("undefined", ["some"], declaration) with { Links = [library], Flags = Here, Bare = scene.Chance(50) };
        scene.Install(extension, Place(scene, "undefined"));
        scene.Install(library, scene.Site + "/libs/libsome.so.1");
        Ask(scene, "undefined");
    }

    private static void StaticThreadLocals(Scene scene)
    {
        bool several = scene.Chance(35);
        string model = scene.Pick(["initial-exec", "initial-exec", "initial-exec", "global-dynamic"]);
        if (!several)
        {
            int size = scene.Pick([8, 136, 1024, 1500, 1600, 1648, 1664, 1680, 1696, 1712, 1720, 1728, 1760, 1800, 2048, 4096, 140000]);
            int alignment = scene.Pick([8, 8, 8, 16, 32, 64, 128, 4096]);
            scene.Note($"{size} bytes, aligned {alignment}, {model}");
            scene.Install(Module("tls", size, alignment, model), Place(scene, "tls"));
            Ask(scene, "tls");
            return;
        }

        if (scene.Base.Platform == "musl") throw Scene.NotApplicable("one import is one dlopen here");
        int count = scene.Pick([8, 11, 12, 13, 14, 16]);
        int each = scene.Pick([120, 136, 136, 144]);
        scene.Note($"{count} extensions of {each} bytes each, {model}");
        for (int index = 0; index < count; index++) scene.Install(Module($"tls{index}", each, 8, model), Place(scene, $"tls{index}"));
        scene.Tree.Write(scene.Site + "/alltls.py", string.Concat(Enumerable.Range(0, count).Select(index => $"import tls{index.ToString(CultureInfo.InvariantCulture)}\n")));
        Ask(scene, "alltls");

        static Toy Module(string name, int size, int alignment, string model) =>
            Toy.Extension(name, [], $"__thread char block[{size}] __attribute__((aligned({alignment}), tls_model(\"{model}\")));\nchar *get(void) {{ return block; }}\n") with { Bare = true };
    }

    private static void Phases(Scene scene)
    {
        // One extension with several faults: the loader reports whichever phase comes first.
        Toy versioned = Toy.Library("libphase.so.1", ["phase"], []) with { Versions = "P_1 { global: phase; local: *; };" };
        Toy plain = Toy.Library("libother.so.1", ["other"], []);
        bool missingLibrary = scene.Chance(40), wrongVersion = scene.Chance(50), undefined = scene.Chance(50), undefinedBelow = scene.Chance(50), cutBelow = scene.Chance(20);
        Toy lower = undefinedBelow ? Toy.Library("libother.so.1", ["other"], ["nobody_below"]) : plain;
        Toy extension = Toy.Extension("phases", ["phase", "other"], undefined ? "extern int nobody_above(void); int (*above)(void) = nobody_above;\n" : "") with { Links = scene.Chance(50) ? [versioned, plain] : [plain, versioned], Flags = Here, Bare = true };
        scene.Install(extension, Place(scene, "phases"));
        if (!missingLibrary) scene.Install(wrongVersion ? versioned with { Versions = "Q_1 { global: phase; local: *; };" } : versioned, scene.Site + "/libs/libphase.so.1");
        scene.Install(lower, scene.Site + "/libs/libother.so.1", cutBelow ? content => content[..200] : null);
        scene.Note($"missing library {missingLibrary}, wrong version {wrongVersion}, undefined {undefined}, undefined in a dependency {undefinedBelow}, dependency cut {cutBelow}");
        Ask(scene, "phases");
    }

    private static void Init(Scene scene)
    {
        (string what, Toy toy, string file) = scene.Pick<(string, Toy, string)>(
        [
            ("as it should be", Toy.Extension("initial", []), "initial"),
            ("another module's", Toy.Extension("another", []), "initial"),
            ("none", Toy.Library("initial.so", ["nothing"], []), "initial"),
            ("a hidden one", Toy.Extension("initial", []) with { Source = Toy.Extension("initial", []).Source.Replace("PyObject *PyInit_", "__attribute__((visibility(\"hidden\"))) PyObject *PyInit_", StringComparison.Ordinal) }, "initial"),
            ("one of Python 2", Toy.Library("initial.so", ["initinitial"], []), "initial"),
            ("a datum of that name", Toy.Library("initial.so", [], []) with { Source = "const int x = 1; int (*unrelated)(void);\n" }, "initial"),
            ("an empty library", Toy.Library("initial.so", [], []), "initial"),
        ]);
        scene.Note("init function: " + what);
        scene.Install(toy, $"{scene.Site}/{file}{scene.Pick(["." + scene.Base.Tag + ".so", ".abi3.so", ".so"])}");
        Ask(scene, "initial");
    }

    private static void Preloaded(Scene scene)
    {
        // Python code opens the library itself before the extension is imported, as many packages do.
        Toy library = Toy.Library("libpre.so.1", ["pre"], []);
        if (scene.Chance(25)) library = library with { Soname = null };
        Toy extension = Toy.Extension("needspre", ["pre"]) with { Links = scene.Chance(70) ? [library] : [], Bare = scene.Chance(50) };
        scene.Install(extension, Place(scene, "needspre"));
        scene.Install(library, "/opt/pre/libpre.so.1");
        string path = scene.Pick(["'/opt/pre/libpre.so.1'", "'/opt/pre/libpre.so.1'", "'libpre.so.1'", "'/opt/pre/libabsent.so'", "os.path.join('/opt/pre', 'libpre.so.1')"]);
        string mode = scene.Pick(["", ", mode=ctypes.RTLD_GLOBAL", ", ctypes.RTLD_GLOBAL", ", mode=ctypes.RTLD_LOCAL"]);
        string call = $"ctypes.CDLL({path}{mode})";
        string program = scene.Pick([
            $"import ctypes, os\n{call}\nimport needspre\n", $"import ctypes, os\nlib = {call}\nfrom needspre import *\n", $"import ctypes, os\ntry:\n    {call}\nexcept OSError:\n    pass\nimport needspre\n",
            $"import needspre\nimport ctypes, os\n{call}\n", "import needspre\n",
        ]);
        scene.Tree.Write(scene.Site + "/preloads.py", program);
        scene.Note(program.Replace("\n", "; ", StringComparison.Ordinal));
        Ask(scene, "preloads");
    }

    private static void ProgramOpened(Scene scene)
    {
        bool independent = scene.Chance(50);
        byte[] program = scene.Workshop.Program("int main(void) { return 0; }\n", scene.Base.Platform, independent ? ["-pie", "-fPIE"] : ["-no-pie", "-fno-pie"]);
        scene.Tree.Write(Place(scene, "program"), program, executable: true);
        scene.Note(independent ? "a position-independent program" : "a program at a fixed address");
        Ask(scene, "program");
    }

    private static void ExecutableStack(Scene scene)
    {
        string flag = scene.Pick(["-Wl,-z,execstack", "-Wl,-z,noexecstack", "-Wl,-z,execstack"]);
        scene.Note(flag);
        bool below = scene.Chance(50);
        Toy library = Toy.Library("libstack.so.1", ["stack"], []) with { Flags = below ? [flag] : [] };
        scene.Install(Toy.Extension("stacky", ["stack"]) with { Links = [library], Flags = [.. Here, .. below ? [] : (string[])[flag]] }, Place(scene, "stacky"));
        scene.Install(library, scene.Site + "/libs/libstack.so.1");
        Ask(scene, "stacky");
    }

    private static void IsaLevel(Scene scene)
    {
        string level = scene.Pick(["x86-64-baseline", "x86-64-v2", "x86-64-v3", "x86-64-v4"]);
        scene.Note("needs " + level);
        scene.Install(Toy.Extension("leveled", []) with { Flags = ["-Wl,-z," + level] }, $"{scene.Site}/leveled.{scene.Base.Tag}.so");
        Ask(scene, "leveled");
    }

    private static void PageSize(Scene scene)
    {
        string size = scene.Pick(["0x1000", "0x4000", "0x10000", "0x200000"]);
        scene.Note("max-page-size " + size);
        scene.Install(Toy.Extension("paged", []) with { Flags = ["-Wl,-z,max-page-size=" + size] }, Place(scene, "paged"));
        Ask(scene, "paged");
    }
}
