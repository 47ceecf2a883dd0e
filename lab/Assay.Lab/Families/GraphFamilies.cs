using Assay.Lab.Cases;
using Assay.Lab.Toys;

namespace Assay.Lab.Families;

/// <summary>
/// Random worlds of small libraries: who needs whom, which search paths are written where, and which copies (good, old, foreign, broken) lie in
/// which directory. The loader decides; nobody has to foresee the outcome.
/// </summary>
internal static class GraphFamilies
{
    private const Kinds Toys = Kinds.Empty | Kinds.Musl;

    public static IEnumerable<Family> All()
    {
        yield return new Family { Name = "library-graph", Bases = Toys, X86 = 110, Arm = 50, Musl = 50, Act = scene => Graph(scene, two: false) };
        yield return new Family { Name = "one-soname-twice", Bases = Kinds.Empty, X86 = 30, Arm = 14, Act = scene => Graph(scene, two: true) };
    }

    private static void Graph(Scene scene, bool two)
    {
        Random random = scene.Random;
        string site = scene.Site;
        int count = random.Next(2, 5);
        string[] names = [.. Enumerable.Range(0, count).Select(index => $"libnode{index}.so.1")];

        // Everybody but the first is needed by one that comes before it; sometimes by two.
        List<int>[] needs = [.. Enumerable.Range(0, count).Select(_ => new List<int>())];
        for (int child = 1; child < count; child++)
        {
            needs[random.Next(child)].Add(child);
            if (scene.Chance(30)) needs[random.Next(child)].Add(child);
        }

        // A few directories that both the search paths and the files favour: were both drawn from everything, hardly any world would work.
        string[] favourites = [.. Enumerable.Range(0, 2).Select(_ => scene.Pick(Directories))];
        string[] paths = [.. Enumerable.Range(0, count).Select(_ => SearchPath(scene, favourites))];
        for (int index = 0; index < count; index++) scene.Note($"{names[index]} needs {string.Join(' ', needs[index].Distinct().Select(child => names[child]))}; {paths[index]}");
        Toy?[] made = new Toy?[count];
        Toy Make(int index, bool thin)
        {
            if (!thin && made[index] is { } known) return known;
            List<int> children = [.. needs[index].Distinct()];
            Toy toy = Toy.Library(names[index], thin ? [] : [$"work_{index}", $"more_{index}"], children.Select(child => $"work_{child}")) with
            {
                Links = [.. children.Select(child => Make(child, false))],
                Flags = Flags(paths[index]),
            };
            if (!thin) made[index] = toy;
            return toy;
        }

        for (int index = count - 1; index >= 0; index--) Make(index, false);
        string[] modules = two ? ["toyone", "toytwo"] : ["toyone"];
        foreach (string module in modules)
        {
            int[] roots = count > 2 && scene.Chance(35) ? [0, random.Next(1, count)] : [0];
            if (two && scene.Chance(50)) roots = [random.Next(count)];
            string path = SearchPath(scene, favourites);
            scene.Note($"{module} needs {string.Join(' ', roots.Select(root => names[root]))}; {path}");
            Toy extension = Toy.Extension(module, roots.Select(root => $"work_{root}")) with { Links = [.. roots.Select(root => made[root]!)], Flags = Flags(path), Bare = scene.Chance(60) };
            string directory = two ? $"{site}/{module}_dir" : site;
            scene.Install(extension, $"{directory}/{module}.{scene.Base.Tag}.so");
            if (two) scene.Tree.Write($"{site}/{module}.pth", directory + "\n");
        }

        foreach (int index in Enumerable.Range(0, count))
        {
            if (scene.Chance(3)) continue;
            for (int copies = scene.Chance(35) ? 2 : 1; copies > 0; copies--) Place(scene, Make(index, scene.Chance(9)), names[index], favourites);
        }

        if (scene.Chance(35)) scene.Variables["LD_LIBRARY_PATH"] = scene.Pick(["/opt/ld", "/opt/b:/opt/ld", ":/opt/ld", "/opt/ld;/opt/a", "/nowhere", "$ORIGIN:/opt/b", "/opt/a"]);
        if (scene.Chance(30) && scene.Base.Platform != "musl") LinkFamilies.RefreshCache(scene);
        if (two)
        {
            scene.Tree.Write($"{site}/both.py", scene.Pick(["import toyone, toytwo\n", "import toytwo\nimport toyone\n", "try:\n    import toyone\nexcept ImportError:\n    pass\nimport toytwo\n"]));
            scene.Note("both.py: " + scene.Tree.ReadText($"{site}/both.py").Replace("\n", "; ", StringComparison.Ordinal));
        }

        scene.Question = scene.Question with { Import = two ? "both" : "toyone" };
    }

    private static readonly string[] Directories = ["$ORIGIN", "$ORIGIN/libs", "${ORIGIN}/../toy.libs", "/opt/a", "/opt/b", "/usr/lib", "/usr/local/lib", "/opt/ld"];

    private static void Place(Scene scene, Toy toy, string name, string[] favourites)
    {
        string directory = scene.Chance(80)
            ? scene.Pick(favourites).Replace("${ORIGIN}", scene.Site, StringComparison.Ordinal).Replace("$ORIGIN", scene.Site, StringComparison.Ordinal)
            : scene.Pick([scene.Site, scene.Site + "/libs", scene.Site + "/../toy.libs", "/opt/a", "/opt/b", "/opt/ld", "/usr/lib", "/lib", "/usr/local/lib", scene.Base.Libraries]);
        if (scene.Base.Platform != "musl" && scene.Chance(8)) directory += scene.Pick(["/glibc-hwcaps/x86-64-v3", "/glibc-hwcaps/x86-64-v2", "/tls", "/x86_64", "/haswell"]);
        string path = $"{directory}/{name}";
        if (toy.Soname is not null && scene.Chance(8)) toy = toy with { Soname = scene.Pick([null, "libother.so.5"]) };
        string state = "good";
        int chance = scene.Random.Next(100);
        switch (chance)
        {
            case < 74:
                scene.Install(toy, path);
                break;
            case < 81:
                state = "for another machine";
                scene.Install(toy, path, content =>
                {
                    content[18] = (byte)(content[18] == 62 ? 183 : 62);
                    return content;
                });
                break;
            case < 85:
                state = "of the other class";
                scene.Install(toy, path, content =>
                {
                    content[4] = 1;
                    return content;
                });
                break;
            case < 88:
                state = "text";
                scene.Tree.Write(path, "not a library, but longer than the header of an ELF file is: sixty-four bytes\n");
                break;
            case < 90:
                state = "short";
                scene.Tree.Write(path, "short");
                break;
            case < 92:
                state = "cut";
                scene.Install(toy, path, content => content[..scene.Pick([100, 500, 4096, content.Length / 2])]);
                break;
            case < 95:
                state = "a directory";
                scene.Tree.MakeDirectory(path);
                break;
            case < 97:
                state = "a link";
                scene.Install(toy, $"/opt/store/{name}.real");
                scene.Tree.Link(path, $"/opt/store/{name}.real");
                break;
            default:
                state = "a dangling link";
                scene.Tree.Link(path, "/nowhere/" + name);
                break;
        }

        scene.Note($"{path} {state}{(toy.Source.Contains("{ return 1; }", StringComparison.Ordinal) ? "" : ", without symbols")}{(toy.Soname == name ? "" : $", soname {toy.Soname ?? "absent"}")}");
    }

    private static string SearchPath(Scene scene, string[] favourites)
    {
        if (scene.Chance(20)) return "no search path";
        string[] elements = ["$ORIGIN", "$ORIGIN/libs", "${ORIGIN}/../toy.libs", "/opt/a", "/opt/b", "/opt/a:/opt/b", "$ORIGIN/libs:/opt/b", "$ORIGIN/libs/", "/nowhere:$ORIGIN/libs", "$LIB/x:/opt/a", "/opt/$LIB:/opt/a", "opt/a", "/opt/./a", "/opt/b/../a"];
        string chosen = scene.Chance(75) ? string.Join(':', favourites.Where(directory => !directory.StartsWith("/usr", StringComparison.Ordinal) && scene.Chance(80))) : scene.Pick(elements);
        return chosen.Length == 0 ? "no search path" : (scene.Chance(50) ? "rpath " : "runpath ") + chosen;
    }

    private static string[] Flags(string path) => path.Split(' ') switch
    {
        ["rpath", string elements] => ["-Wl,--disable-new-dtags", "-Wl,-rpath," + elements],
        ["runpath", string elements] => ["-Wl,--enable-new-dtags", "-Wl,-rpath," + elements],
        _ => [],
    };
}
