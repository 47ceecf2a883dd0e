using Assay.Imports.Syntax;
using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>
/// Import statements, as the byte code <c>IMPORT_NAME</c> and <c>IMPORT_FROM</c> (Python/ceval.c) and <c>importlib._bootstrap</c> carry them out.
/// </summary>
internal sealed partial class Interpreter
{
    private void ExecuteImport(ImportSyntax import, Frame frame)
    {
        foreach (ImportAlias alias in import.Names)
        {
            Value module = ImportModule(alias.Name, frame.Module.Name);
            int dot = alias.Name.IndexOf('.');
            if (dot < 0)
            {
                Bind(alias.As ?? alias.Name, module, frame);
                continue;
            }

            Value top = modules.GetValueOrDefault(alias.Name[..dot]) ?? UnknownValue.Instance;
            if (alias.As is null)
            {
                Bind(alias.Name[..dot], top, frame);
                continue;
            }

            // `import a.b.c as d` takes one part after the other, as `from a import b` would (bpo-30024).
            Value value = top;
            foreach (string part in alias.Name[(dot + 1)..].Split('.')) value = TakeName(value, part);
            Bind(alias.As, value, frame);
        }
    }

    private void ExecuteFromImport(FromImportSyntax import, Frame frame)
    {
        string name = import.Level == 0 ? import.Module : ResolveRelative(import.Level, import.Module, frame.Module);
        Value module = ImportModule(name, frame.Module.Name);
        if (import.Names is [{ Name: "*" }])
        {
            ImportStar(module, frame);
            return;
        }

        // All submodules first, then the names one by one (_handle_fromlist, then IMPORT_FROM).
        if (IsPackage(module))
        {
            foreach (ImportAlias alias in import.Names) ImportFromList((ModuleValue)module, alias.Name, frame.Module.Name);
        }

        foreach (ImportAlias alias in import.Names) Bind(alias.As ?? alias.Name, TakeName(module, alias.Name), frame);
    }

    private static bool IsPackage(Value value) => value is ModuleValue module && module.Globals.Find("__path__") is not null;

    private void ImportFromList(ModuleValue package, string name, string? importer)
    {
        bool? has = HasAttribute(package, name);
        if (has == true) return;
        string full = ((package.Globals.Find("__name__") as StringValue)?.Text ?? package.Name) + "." + name;
        if (has is null)
        {
            // An attribute that may be there hides the submodule; without one it is imported. If there is no such submodule, the attribute must be.
            if (modules.ContainsKey(full) || Find(full, PathOf(package)) is null) return;
        }

        try
        {
            ImportModule(full, importer);
        }
        catch (PythonError error) when (error.Value.Class == BuiltinTypes.ModuleNotFoundError && NameOf(error.Value) == full && modules.GetValueOrDefault(full) is not SingletonValue)
        {
            // "Backwards-compatibility dictates we ignore failed imports triggered by fromlist": taking the name decides.
            if (has is not null && modules.ContainsKey(full)) return;
            suppressedMissing = error.Value;
        }
    }

    private InstanceValue? suppressedMissing;

    private static string? NameOf(InstanceValue exception) => (exception.Attributes.Find("name") as StringValue)?.Text;

    /// <summary>What IMPORT_FROM does: the attribute, else the submodule in sys.modules, else ImportError.</summary>
    private Value TakeName(Value module, string name)
    {
        Value? found = null;
        try
        {
            found = FindAttribute(module, name, out _);
        }
        catch (PythonError error) when (error.Value.Class.IsSubclassOf(BuiltinTypes.AttributeError))
        {
            // A module's __getattr__ says no.
        }

        if (found is not null) return found;
        string moduleName = module is ModuleValue known ? (known.Globals.Find("__name__") as StringValue)?.Text ?? known.Name : "?";
        if (modules.TryGetValue(moduleName + "." + name, out Value? submodule)) return submodule;
        if (module is not ModuleValue source) return UnknownValue.Instance;
        InstanceValue exception = NewException(BuiltinTypes.ImportError, MessageTexts.CannotImportName(source, name, this));
        exception.Attributes.Bind("name", new StringValue(moduleName));
        if (source.Spec?.File is { } file) exception.Attributes.Bind("path", new StringValue(file));

        // Code that may run while a module is being loaded may as well run later, when the name is bound.
        if (IsCertain || source.State != ModuleState.Initializing) exception.Origin = MissingNameOrigin(source, name);
        throw Thrown(exception);
    }

    // `from package import submodule` where the submodule's file is what is missing: the rules want to see what was looked for.
    private object? MissingNameOrigin(ModuleValue source, string name)
    {
        InstanceValue? missing = suppressedMissing;
        suppressedMissing = null;
        return missing is not null && NameOf(missing) == source.Name + "." + name ? missing.Origin : null;
    }

    private void ImportStar(Value module, Frame frame)
    {
        if (module is not ModuleValue source)
        {
            frame.Locals.IsOpen = true;
            return;
        }

        Value? all = source.Globals.Find("__all__");
        if (all is not null)
        {
            if (Iterate(all) is not { } names)
            {
                frame.Locals.IsOpen = true;
                names = all is ListValue list ? list.Items : [];
            }

            // _handle_fromlist imports submodules named in __all__ before any name is taken.
            if (IsPackage(module))
            {
                foreach (Value name in names.OfType<StringValue>().ToArray()) ImportFromList(source, ((StringValue)name).Text, frame.Module.Name);
            }

            foreach (StringValue name in names.OfType<StringValue>())
            {
                Value? value = FindAttribute(source, name.Text, out string? missing);
                if (value is null && modules.TryGetValue(source.Name + "." + name.Text, out Value? submodule)) value = submodule;
                value ??= Otherwise(BuiltinTypes.AttributeError, MissingText(source, name.Text, missing));
                Bind(name.Text, value, frame);
            }

            return;
        }

        foreach (KeyValuePair<string, Value> binding in source.Globals.Bindings.ToArray())
        {
            if (!binding.Key.StartsWith('_')) Bind(binding.Key, binding.Value, frame);
        }

        if (source.Globals.IsOpen || source.IsOpaque) frame.Locals.IsOpen = true;
    }

    private string ResolveRelative(int level, string name, ModuleValue module)
    {
        string? package = (module.Globals.Find("__package__") as StringValue)?.Text;
        if (package is null)
        {
            package = module.Name;
            if (module.Globals.Find("__path__") is null) package = package.LastIndexOf('.') is >= 0 and int cut ? package[..cut] : "";
        }

        if (package.Length == 0) throw Thrown(NewException(BuiltinTypes.ImportError, "attempted relative import with no known parent package"));
        string start = package;
        for (int i = 1; i < level; i++)
        {
            int dot = start.LastIndexOf('.');
            if (dot < 0) throw Thrown(NewException(BuiltinTypes.ImportError, "attempted relative import beyond top-level package"));
            start = start[..dot];
        }

        return name.Length == 0 ? start : start + "." + name;
    }

    /// <summary><c>importlib.import_module</c>.</summary>
    /// <param name="name">The name, perhaps relative.</param>
    /// <param name="package">The package a relative name starts from, or null.</param>
    public Value ImportByName(string name, string? package)
    {
        int level = name.Length - name.TrimStart('.').Length;
        string full = name;
        if (level > 0)
        {
            string start = package ?? "";
            for (int i = 1; i < level && start.Length > 0; i++) start = start.LastIndexOf('.') is >= 0 and int cut ? start[..cut] : "";
            full = name.Length == level ? start : start + "." + name[level..];
        }

        return ImportModule(full, current?.Module.Name);
    }

    /// <summary><c>__import__</c>.</summary>
    /// <param name="arguments">Its arguments.</param>
    public Value ImportBuiltin(Arguments arguments)
    {
        if (arguments.Get(0, "name") is not StringValue name) return UnknownValue.Instance;
        long level = arguments.Get(4, "level") is { } given ? Operations.Integer(given) ?? 0 : 0;
        string full = name.Text;
        if (level > 0 && current is not null) full = ResolveRelative((int)level, name.Text, ModuleOf(arguments.Get(1, "globals")) ?? current.Module);
        Value module = ImportModule(full, current?.Module.Name);
        Value? fromList = arguments.Get(3, "fromlist");
        if (fromList is not null && Operations.Truth(fromList) != false)
        {
            if (IsPackage(module) && Iterate(fromList) is { } names)
            {
                foreach (StringValue item in names.OfType<StringValue>())
                {
                    if (item.Text is not ("" or "*")) ImportFromList((ModuleValue)module, item.Text, current?.Module.Name);
                }
            }

            return module;
        }

        int dot = full.IndexOf('.');
        if (level > 0 && name.Text.Length > 0)
        {
            int keep = full.Length - name.Text.Length + (name.Text.IndexOf('.') is >= 0 and int first ? first : name.Text.Length);
            return modules.GetValueOrDefault(full[..keep]) ?? module;
        }

        return dot < 0 ? module : modules.GetValueOrDefault(full[..dot]) ?? UnknownValue.Instance;
    }

    private ModuleValue? ModuleOf(Value? globals) =>
        globals is NamespaceMapping mapping ? modules.Values.OfType<ModuleValue>().FirstOrDefault(module => module.Globals == mapping.Names) : null;
}
