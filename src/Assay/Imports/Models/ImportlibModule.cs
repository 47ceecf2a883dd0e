using System.Collections.Immutable;
using Assay.Environments;
using Assay.Imports.Finding;
using Assay.Imports.Values;
using Assay.Imports.Walking;
using Assay.Primitives;

namespace Assay.Imports.Models;

/// <summary><c>importlib</c>, its relatives and <c>pkgutil</c>.</summary>
internal static class ImportlibModule
{
    /// <summary>Functions by their full names.</summary>
    public static IReadOnlyDictionary<string, Func<Interpreter, Arguments, Value>> Functions { get; } = new Dictionary<string, Func<Interpreter, Arguments, Value>>(StringComparer.Ordinal)
    {
        ["importlib.import_module"] = ImportModule,
        ["importlib.invalidate_caches"] = (_, _) => SingletonValue.None,
        ["importlib.reload"] = (_, a) => a.Get(0) ?? UnknownValue.Instance,
        ["importlib.util.find_spec"] = FindSpec,
        ["importlib.find_loader"] = FindSpec,
        ["pkgutil.find_loader"] = FindSpec,
        ["pkgutil.get_loader"] = FindSpec,
        ["imp.find_module"] = (_, _) => UnknownValue.Instance,
        ["importlib.util.module_from_spec"] = ModuleFromSpec,
        ["importlib.util.spec_from_file_location"] = SpecFromFile,
        ["importlib.util.spec_from_loader"] = SpecFromLoader,
        ["importlib.machinery.all_suffixes"] = (walk, _) => walk.NewList([new StringValue(".py"), new StringValue(".pyc"), .. walk.Context.Environment.ExtensionSuffixes.Select(suffix => new StringValue(suffix))]),
        ["pkgutil.extend_path"] = ExtendPath,
        ["pkgutil.iter_modules"] = IterateModules,
        ["importlib.metadata.version"] = (walk, a) => Distribution(walk, a) is { } found ? new StringValue(found.Version) : UnknownValue.Instance,
        ["importlib.metadata.distribution"] = (walk, a) => Distribution(walk, a) is { } found ? Describe(walk, found) : UnknownValue.Instance,
        ["importlib.metadata.metadata"] = (walk, a) =>
        {
            Distribution(walk, a);
            return UnknownValue.Instance;
        },
    };

    /// <summary>Binds what <c>importlib.util</c> and <c>importlib.machinery</c> take from the modules that are frozen into the interpreter.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="module">One of the two, under either of its names.</param>
    public static void FillBootstrap(Interpreter walk, ModuleValue module)
    {
        foreach (string name in new[] { "module_from_spec", "spec_from_loader", "spec_from_file_location" }) module.Globals.Bind(name, new NativeFunction(name, Functions["importlib.util." + name]));
        module.Globals.Bind("SOURCE_SUFFIXES", walk.NewList([new StringValue(".py")]));
        module.Globals.Bind("BYTECODE_SUFFIXES", walk.NewList([new StringValue(".pyc")]));
        module.Globals.Bind("EXTENSION_SUFFIXES", walk.NewList(walk.Context.Environment.ExtensionSuffixes.Select(suffix => new StringValue(suffix))));
        Namespace finder = new(0) { IsOpen = true };
        finder.Bind("find_spec", new NativeFunction("find_spec", FindOnPath));
        module.Globals.Bind("PathFinder", new ClassValue { Name = "PathFinder", Bases = [BuiltinTypes.Object], Members = finder });
    }

    // importlib.machinery.PathFinder.find_spec(name, path)
    private static Value FindOnPath(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0, "fullname") is not StringValue { IsApproximate: false } name) return UnknownValue.Instance;
        Value? path = arguments.Get(1, "path");
        IReadOnlyList<Value>? directories = path is null || path == SingletonValue.None ? walk.SearchPath.Items : walk.Iterate(path);
        if (directories is null || !directories.All(directory => directory is StringValue)) return UnknownValue.Instance;
        return walk.Context.Finder.Find(name.Text, directories.Select(directory => ((StringValue)directory).Text)) is { } spec ? walk.MakeSpec(spec) : SingletonValue.None;
    }

    private static Value ImportModule(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0, "name") is not StringValue name) return UnknownValue.Instance;
        return walk.ImportByName(name.Text, (arguments.Get(1, "package") as StringValue)?.Text);
    }

    private static Value FindSpec(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0, "name") is not StringValue { IsApproximate: false } name || name.Text.StartsWith('.')) return UnknownValue.Instance;
        if (walk.Modules.GetValueOrDefault(name.Text) is ModuleValue loaded) return loaded.Globals.Find("__spec__") ?? UnknownValue.Instance;
        int dot = name.Text.LastIndexOf('.');
        IReadOnlyList<string>? path = null;
        if (dot >= 0)
        {
            if (walk.ImportByName(name.Text[..dot], null) is not ModuleValue parent || walk.PathOf(parent) is not { } inside) return UnknownValue.Instance;
            path = inside;
        }

        if (walk.Find(name.Text, path) is { } spec) return walk.MakeSpec(spec);
        return walk.SearchPath.IsExact || path is not null ? SingletonValue.None : UnknownValue.Instance;
    }

    private static Value SpecFromFile(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0, "name") is not StringValue name || Interpreter.PathText(arguments.Get(1, "location")) is not { } path) return UnknownValue.Instance;
        ImmutableArray<string> suffixes = walk.Context.Environment.ExtensionSuffixes;
        ModuleKind? kind = path.EndsWith(".py", StringComparison.Ordinal) ? ModuleKind.Source
            : path.EndsWith(".pyc", StringComparison.Ordinal) ? ModuleKind.Bytecode
            : suffixes.Any(suffix => path.EndsWith(suffix, StringComparison.Ordinal)) ? ModuleKind.Extension
            : null;
        return kind is null ? SingletonValue.None : WithLoader(walk, walk.MakeSpec(new ModuleSpec(name.Text, kind.Value, path)));
    }

    private static Value SpecFromLoader(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0, "name") is not StringValue name) return UnknownValue.Instance;
        InstanceValue spec = new(BuiltinTypes.SimpleNamespace, new Namespace(walk.Depth) { IsOpen = true });
        spec.Attributes.Bind("name", name);
        spec.Attributes.Bind("loader", arguments.Get(1, "loader") ?? UnknownValue.Instance);
        spec.Attributes.Bind("origin", arguments.Get(-1, "origin") ?? SingletonValue.None);
        return spec;
    }

    private static Value ModuleFromSpec(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0, "spec") is not InstanceValue { Payload: ModuleSpec spec }) return UnknownValue.Instance;
        ModuleValue module = new(spec.Name, spec, walk.NewNamespace())
        {
            IsOpaque = spec.Kind is not (ModuleKind.Source or ModuleKind.Namespace),
            IsStandardLibrary = spec.File is { } file && walk.Context.IsStandardLibrary(file),
        };
        walk.DescribeModule(module, spec);
        if (module.IsOpaque) walk.OpenOnly(module, spec);
        return module;
    }

    // spec.loader.exec_module(module): runs the file without looking at sys.modules.
    private static InstanceValue WithLoader(Interpreter walk, InstanceValue spec)
    {
        InstanceValue loader = new(BuiltinTypes.SimpleNamespace, new Namespace(walk.Depth) { IsOpen = true });
        loader.Attributes.Bind("exec_module", new NativeFunction("exec_module", (interpreter, arguments) =>
        {
            if (arguments.Get(0) is ModuleValue { IsOpaque: false, Spec: { Kind: ModuleKind.Source } source } module) interpreter.ExecuteSource(module, source);
            return SingletonValue.None;
        }));
        spec.Attributes.Bind("loader", loader);
        return spec;
    }

    // Lib/pkgutil.py: adds the portion of the package in every directory of sys.path (or of the parent's path).
    private static Value ExtendPath(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0) is not ListValue path || arguments.Get(1) is not StringValue name || walk.Iterate(path) is not { } known) return arguments.Get(0) ?? UnknownValue.Instance;
        ListValue result = walk.NewList(known);
        int dot = name.Text.LastIndexOf('.');
        IEnumerable<string>? search = dot < 0
            ? walk.SearchPath.Items.OfType<StringValue>().Select(item => item.Text)
            : walk.Modules.GetValueOrDefault(name.Text[..dot]) is ModuleValue parent ? walk.PathOf(parent) : null;
        foreach (string directory in search ?? [])
        {
            if (walk.Context.Finder.Find(name.Text, [directory]) is not { IsPackage: true } spec) continue;
            foreach (string location in spec.Locations)
            {
                if (!result.Items.Exists(item => item is StringValue text && text.Text == location)) result.Items.Add(new StringValue(location));
            }
        }

        return result;
    }

    private static Value IterateModules(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0, "path") is not { } path || walk.Iterate(path) is not { } directories) return UnknownValue.Instance;
        string prefix = (arguments.Get(1, "prefix") as StringValue)?.Text ?? "";
        List<Value> found = [];
        foreach (StringValue directory in directories.OfType<StringValue>())
        {
            if (walk.Context.Directories.List(directory.Text) is not { } listing) continue;
            HashSet<string> seen = ["__init__"];
            foreach (string entry in listing.Names.Order(StringComparer.Ordinal))
            {
                string name = entry.Split('.')[0];
                bool package = listing.IsDirectory(entry) && walk.Context.Directories.List(PosixPath.Join(directory.Text, entry))?.Contains("__init__.py") == true;
                bool module = walk.Context.Environment.ExtensionSuffixes.Append(".py").Any(suffix => entry == name + suffix);
                if ((package || module) && seen.Add(name)) found.Add(new TupleValue([UnknownValue.Instance, new StringValue(prefix + name), BooleanValue.Of(package)], ["module_finder", "name", "ispkg"]));
            }
        }

        return walk.NewList(found);
    }

    private static InstalledDistribution? Distribution(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0, "distribution_name") is not StringValue { IsApproximate: false } name) return null;

        // Reading metadata parses it as mail.
        walk.ImportByName("email.parser", null);
        string wanted = Normalize(name.Text);
        InstalledDistribution? found = walk.Context.Environment.Distributions.FirstOrDefault(distribution => Normalize(distribution.Name) == wanted);
        if (found is not null || walk.Context.Environment.Distributions.IsDefaultOrEmpty || !walk.IsCertain) return found;
        ClassValue type = (walk.Modules.GetValueOrDefault("importlib.metadata") as ModuleValue)?.Globals.Find("PackageNotFoundError") as ClassValue ?? BuiltinTypes.ModuleNotFoundError;
        InstanceValue error = walk.NewException(type, name.Text);
        throw walk.Thrown(error);
    }

    private static string Normalize(string name) => name.Replace('_', '-').Replace('.', '-').ToLowerInvariant();

    private static InstanceValue Describe(Interpreter walk, InstalledDistribution distribution)
    {
        InstanceValue result = new(BuiltinTypes.SimpleNamespace, new Namespace(walk.Depth) { IsOpen = true });
        result.Attributes.Bind("version", new StringValue(distribution.Version));
        return result;
    }
}
