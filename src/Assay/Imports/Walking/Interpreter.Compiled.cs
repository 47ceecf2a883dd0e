using Assay.Imports.Finding;
using Assay.Imports.Models;
using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>What compiled modules import while they are initialised, as far as their constants tell.</summary>
internal sealed partial class Interpreter
{
    private readonly Dictionary<string, CompiledNames> compiled = new(StringComparer.Ordinal);

    private void ImportFromCompiled(ModuleSpec spec, ExtensionOutcome.Loaded loaded)
    {
        CompiledNames names = loaded.Names;
        compiled[spec.Name] = names;

        // Python's own modules are written by hand and import what they need when it is needed.
        if (modules.GetValueOrDefault(spec.Name) is not ModuleValue { IsStandardLibrary: false }) return;
        CheckNumpy(spec, names);
        foreach (string name in loaded.Imports) ImportAsked(name, spec.Name);

        // A compiled module that Cython code takes functions or types from is imported before any line of it is executed.
        if (names.IsCython)
            foreach (string name in names.Qualified)
                if (name != spec.Name && !name.StartsWith(spec.Name + ".", StringComparison.Ordinal) && !modules.ContainsKey(name) && IsCompiledOrMisnamed(name)) ImportModule(name, spec.Name);

        foreach (string name in CompiledImportFacts.Of(spec.Name))
        {
            if (FindOnly(name) is not null) ImportModule(name, spec.Name);
        }

        // A neighbour that is only named may be imported now or later.
        if (spec.Parent.Length == 0 || modules.GetValueOrDefault(spec.Parent) is not ModuleValue parent || PathOf(parent) is not { } path) return;
        foreach (string name in names.Private)
        {
            string full = spec.Parent + "." + name;
            if (full == spec.Name || modules.ContainsKey(full) || Find(full, path) is not { Kind: ModuleKind.Extension }) continue;
            Either(
                () =>
                {
                    ImportModule(full, spec.Name);
                    return Flow.Normal;
                },
                null);
        }
    }

    // What it hands to PyImport_ImportModule. Of that, modules of Python code (`pickle`) are for the day they are used.
    private void ImportAsked(string name, string importer)
    {
        if (modules.ContainsKey(name) || FindOnly(name[..name.LastIndexOf('.')]) is not { IsPackage: true } parent) return;
        if (context.Finder.Find(name, parent.Locations) is { } found)
        {
            if (found.Kind == ModuleKind.Extension) ImportModule(name, importer);
        }
        else if (IsCompiledOrMisnamed(name))
        {
            ImportModule(name, importer);
        }
        else
        {
            string reason = $"the compiled code of {importer} asks for {name}, which is not there";
            possibilities.Add(new Possibility(NewException(BuiltinTypes.ModuleNotFoundError, $"No module named {Operations.Quote(name)}"), reason, null, true, Chain()));
        }
    }

    // Where a module is or would be found, without loading anything.
    private ModuleSpec? FindOnly(string name)
    {
        if (modules.GetValueOrDefault(name) is ModuleValue { Spec: { } known }) return known;
        int dot = name.LastIndexOf('.');
        if (dot < 0) return Find(name, null);
        return FindOnly(name[..dot]) is { IsPackage: true } parent ? context.Finder.Find(name, parent.Locations) : null;
    }

    // Names of classes and functions look like names of modules; only one with a file of its own is a module. A file that lies under a name Python does not take counts too.
    private bool IsCompiledOrMisnamed(string name)
    {
        string[] parts = name.Split('.');
        IReadOnlyList<string>? path = null;
        for (int i = 0; i < parts.Length - 1; i++)
        {
            string parent = string.Join('.', parts[..(i + 1)]);
            path = modules.GetValueOrDefault(parent) is ModuleValue loaded ? PathOf(loaded) : Find(parent, path) is { IsPackage: true } found ? found.Locations : null;
            if (path is null) return false;
        }

        return Find(name, path) is { } spec ? spec.Kind == ModuleKind.Extension : context.Finder.NearMisses(name, path!).Any(near => near.EndsWith(".so", StringComparison.Ordinal) || near.EndsWith(".pyd", StringComparison.Ordinal));
    }

    // Compiled code writes into other modules of its package, by a helper that the module offers for it (numpy.dtypes) or by names of its own.
    private bool MayBeBoundByCompiledCode(ModuleValue module, string name)
    {
        if (module.Spec is not { Kind: ModuleKind.Source } spec || context.Load(spec).Text is not { } text) return false;
        string package = module.Name.Split('.')[0] + ".";
        bool? isHelped = null;
        foreach ((string sibling, CompiledNames names) in compiled)
        {
            if (!sibling.StartsWith(package, StringComparison.Ordinal)) continue;
            if (names.MayMention(name) || (isHelped ??= OffersToBind(text.Bytes))) return true;
        }

        return false;
    }

    private static bool OffersToBind(ReadOnlySpan<byte> code) => code.IndexOf("setattr("u8) >= 0 || code.IndexOf("globals()["u8) >= 0;
}
