using Assay.Imports.Models;
using Assay.Imports.Syntax;
using Assay.Imports.Values;
using Assay.Primitives;

namespace Assay.Imports.Walking;

/// <summary>What CPython imports before any code of the user runs (Python/pylifecycle.c, Lib/site.py), <c>.pth</c> lines included.</summary>
internal static class Startup
{
    /// <summary>Runs it. Exceptions here do not stop the interpreter from starting.</summary>
    /// <param name="walk">The walk.</param>
    public static void Run(Interpreter walk)
    {
        walk.IsStartingUp = true;
        walk.ResetSearchPath(withStart: false);
        foreach (string name in new[] { "sys", "builtins", "_imp", "_thread", "_warnings", "_weakref", "_io", "marshal" }) Import(walk, name);
        Import(walk, walk.Context.Os == Targets.OperatingSystemKind.Windows ? "nt" : "posix");
        foreach (string name in new[] { "_frozen_importlib", "_frozen_importlib_external", "importlib._bootstrap", "importlib._bootstrap_external" })
        {
            ModuleValue module = new(name, null, new Namespace(0) { IsOpen = true }) { IsOpaque = true, IsStandardLibrary = true };
            ImportlibModule.FillBootstrap(walk, module);
            walk.Modules[name] = module;
        }

        foreach (string name in new[] { "time", "zipimport", "codecs", "encodings", "encodings.aliases", "encodings.utf_8", "_signal", "io", "abc", "site" }) Import(walk, name);

        // What site.py makes of sys.path is known: it was read from the environment. Where the program starts comes first, but only after all this (Modules/main.c).
        walk.ResetSearchPath(withStart: false);
        walk.Modules["__main__"] = new ModuleValue("__main__", null, new Namespace(0));
        foreach (string directory in walk.Context.SitePaths) RunPathFiles(walk, directory);
        Import(walk, "sitecustomize");
        if (walk.Context.Environment.UserSite is not null) Import(walk, "usercustomize");
        walk.PrependStart();
        walk.IsStartingUp = false;
        walk.ForgetPossibilities();
    }

    private static void Import(Interpreter walk, string name)
    {
        try
        {
            walk.ImportModule(name, null);
        }
        catch (PythonError)
        {
            // An interpreter whose own modules are missing is a matter of its own; here it means that they are not in sys.modules.
        }
    }

    private static void RunPathFiles(Interpreter walk, string directory)
    {
        if (walk.Context.Directories.List(directory) is not { } listing) return;
        foreach (string name in listing.Names.Where(name => name.EndsWith(".pth", StringComparison.Ordinal) && !name.StartsWith('.')).Order(StringComparer.Ordinal))
        {
            if (walk.Context.Machine.ReadText(PosixPath.Join(directory, name), 1 << 20) is not { } text) continue;
            foreach (string line in text.Split('\n'))
            {
                if (line.StartsWith("import ", StringComparison.Ordinal) || line.StartsWith("import\t", StringComparison.Ordinal)) RunLine(walk, line.TrimEnd(), directory);
            }
        }
    }

    private static void RunLine(Interpreter walk, string line, string directory)
    {
        ModuleValue site = walk.Modules.GetValueOrDefault("site") as ModuleValue ?? new ModuleValue("site", null, new Namespace(0) { IsOpen = true });

        // Lines look at the frame of site.addpackage: sys._getframe(1).f_locals['sitedir'].
        Namespace outer = new(0) { IsOpen = true };
        outer.Bind("sitedir", new StringValue(directory));
        Frame caller = new() { Module = site, Locals = outer };
        Frame frame = new() { Module = site, Locals = new Namespace(0) { IsOpen = true }, Caller = caller };
        try
        {
            walk.Run(StatementScanner.Scan(SourceText.From(line)), frame);
        }
        catch (PythonError)
        {
            // site prints the traceback and goes on with the next file.
        }
        catch (BudgetExceeded exceeded) when (!exceeded.IsFinal)
        {
            // What is left of such a line is not followed.
        }
    }
}
