using System.Text;
using Assay.Lab.Cases;
using Assay.Lab.Toys;

namespace Assay.Lab.Families;

/// <summary>Random packages of small modules that import each other, some of which are not there: does the walk go where CPython goes?</summary>
internal static class WalkFamilies
{
    public static IEnumerable<Family> All()
    {
        yield return new Family { Name = "import-graph", Bases = Kinds.Empty, X86 = 90, Arm = 20, Act = Graph };
    }

    private static void Graph(Scene scene)
    {
        Random random = scene.Random;
        string site = scene.Site;

        // pkg, pkg.sub and modules in them; each imports only modules of a higher number, so that no accident of circularity hides the rest.
        string[] modules = ["pkg", "pkg.one", "pkg.sub", "pkg.sub.two", "pkg.three", "pkg.sub.four", "pkg.five", "outer"];
        HashSet<string> packages = ["pkg", "pkg.sub"];
        HashSet<string> gone = [.. modules.Skip(1).Where(_ => scene.Chance(10))];
        HashSet<string> compiled = [.. modules.Where(module => !packages.Contains(module) && scene.Chance(12))];
        for (int index = 0; index < modules.Length; index++)
        {
            string module = modules[index];
            string file = $"{site}/{module.Replace('.', '/')}{(packages.Contains(module) ? "/__init__.py" : ".py")}";
            if (gone.Contains(module)) continue;
            if (compiled.Contains(module))
            {
                Toy toy = Toy.Extension(module.Split('.')[^1], scene.Chance(25) ? ["not_offered_anywhere"] : []);
                scene.Install(toy, $"{site}/{module.Replace('.', '/')}.{scene.Base.Tag}.so");
                continue;
            }

            StringBuilder text = new("name_here = 1\n");
            for (int lines = random.Next(1, 4); lines > 0; lines--)
                if (index + 1 < modules.Length) text.Append(Statement(scene, module, packages.Contains(module), modules[random.Next(index + 1, modules.Length)], packages, compiled));
            scene.Tree.Write(file, text.ToString());
        }

        scene.Note($"gone: {string.Join(' ', gone.Order(StringComparer.Ordinal))}; compiled: {string.Join(' ', compiled.Order(StringComparer.Ordinal))}");
        foreach (string module in modules)
        {
            string file = $"{site}/{module.Replace('.', '/')}{(packages.Contains(module) ? "/__init__.py" : ".py")}";
            if (scene.Tree.Exists(file)) scene.Note($"{module}: {scene.Tree.ReadText(file).Replace("\n", " \u21b5 ", StringComparison.Ordinal)}");
        }

        scene.Question = scene.Question with { Import = scene.Pick(["pkg", "pkg", "pkg.one", "pkg.sub.two", "pkg.sub", "outer"]) };
    }

    private static string Statement(Scene scene, string module, bool isPackage, string target, HashSet<string> packages, HashSet<string> compiled)
    {
        string parent = target.Contains('.', StringComparison.Ordinal) ? target[..target.LastIndexOf('.')] : "";
        string leaf = target.Split('.')[^1];
        string home = isPackage ? module : module.Contains('.', StringComparison.Ordinal) ? module[..module.LastIndexOf('.')] : "";
        List<string> forms = [$"import {target}", $"import {target} as alias"];

        // What names an extension gives itself while it runs is not written in it.
        if (!compiled.Contains(target)) forms.AddRange([$"from {target} import name_here", $"from {target} import not_there", $"from {target} import *", $"from {target} import name_here as n, name_here as m"]);
        if (parent.Length > 0)
        {
            forms.Add($"from {parent} import {leaf}");
            forms.Add($"from {parent} import {leaf}, not_there_either");
        }

        if (parent.Length > 0 && home == parent)
        {
            forms.Add($"from . import {leaf}");
            if (!compiled.Contains(target)) forms.Add($"from .{leaf} import name_here");
        }

        if (home == "pkg.sub" && parent == "pkg") forms.Add($"from .. import {leaf}");
        string import = scene.Pick(forms);
        if (packages.Contains(target)) import = import.Replace("not_there", "name_here", StringComparison.Ordinal);
        return scene.Random.Next(16) switch
        {
            0 => $"try:\n    {import}\nexcept ImportError:\n    pass\n",
            1 => $"try:\n    {import}\nexcept ModuleNotFoundError:\n    pass\n",
            2 => $"try:\n    {import}\nexcept ImportError as error:\n    raise ImportError('cannot use {leaf}') from error\n",
            3 => $"try:\n    {import}\nexcept ImportError:\n    {leaf} = None\nelse:\n    import six_that_is_not_there\n",
            4 => $"def later():\n    {import.Replace(" *", " name_here", StringComparison.Ordinal)}\n",
            5 => $"import sys\nif sys.version_info >= (3, 0):\n    {import}\nelse:\n    import module_of_python_two\n",
            6 => $"import sys\nif sys.platform == 'win32':\n    import winreg_that_is_not_there\nelse:\n    {import}\n",
            7 => $"from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import only_for_types\n{import}\n",
            8 => $"class Holder:\n    {import.Replace(" *", " name_here", StringComparison.Ordinal)}\n",
            9 => $"try:\n    import absent_module_x\nexcept ImportError:\n    {import}\n",
            10 => $"try:\n    {import}\nfinally:\n    done = True\n",
            11 => $"if True:\n    {import}\n",
            _ => import + "\n",
        };
    }
}
