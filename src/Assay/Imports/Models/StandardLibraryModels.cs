using Assay.Imports.Values;
using Assay.Imports.Walking;
using Assay.Primitives;

namespace Assay.Imports.Models;

/// <summary>
/// Functions and classes of the standard library that the walk carries out itself instead of reading their source: their result matters, and their
/// source leans on what cannot be read.
/// </summary>
internal static class StandardLibraryModels
{
    private static readonly Dictionary<string, Value> Models = Build();

    /// <summary>The model that stands for a definition; null when its source is taken.</summary>
    /// <param name="frame">Where it is defined.</param>
    /// <param name="name">Its name.</param>
    public static Value? Find(Frame frame, string name) => frame.IsModule ? Models.GetValueOrDefault(frame.Module.Name + "." + name) : null;

    /// <summary>What a module needs before its code runs.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="module">The module.</param>
    public static void Prepare(Interpreter walk, ModuleValue module)
    {
        if (!module.IsStandardLibrary) return;
        if (module.Name is "posixpath" or "ntpath" or "genericpath") module.Globals.Bind("os", UnknownValue.Instance);
    }

    /// <summary>What is put right after a module's code ran.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="module">The module.</param>
    public static void Complete(Interpreter walk, ModuleValue module)
    {
        if (!module.IsStandardLibrary) return;
        switch (module.Name)
        {
            case "os":
                LiveMapping environment = Environment(walk);
                module.Globals.Bind("environ", environment);
                module.Globals.Bind("name", new StringValue(walk.Context.Os == Targets.OperatingSystemKind.Windows ? "nt" : "posix"));
                if (walk.Modules.GetValueOrDefault("posix") is ModuleValue posix) module.Absent = posix.Absent;
                if (walk.Modules.GetValueOrDefault("nt") is ModuleValue nt) module.Absent = nt.Absent;
                break;
            case "signal":
                module.Absent = [.. SystemNames.Absent("_signal", walk.Context.Os, walk.Context.Environment.Version)];
                break;
            case "pathlib":
                foreach (string name in new[] { "Path", "PurePath", "PosixPath", "PurePosixPath" }) module.Globals.Bind(name, BuiltinTypes.Path);
                break;
            case "types":
                module.Globals.Bind("ModuleType", BuiltinTypes.Module);
                module.Globals.Bind("FunctionType", BuiltinTypes.Function);
                module.Globals.Bind("MethodType", BuiltinTypes.Method);
                module.Globals.Bind("BuiltinFunctionType", BuiltinTypes.NativeFunction);
                module.Globals.Bind("SimpleNamespace", BuiltinTypes.SimpleNamespace);

                // `list[int]` is the class itself to the walk, so that the type of it would be `type`.
                module.Globals.Bind("GenericAlias", UnknownValue.Instance);
                break;
            case "typing":
                module.Globals.Bind("TYPE_CHECKING", BooleanValue.False);
                break;
        }
    }

    // Variables that nothing set are not there: the machine says what the process environment is.
    private static LiveMapping Environment(Interpreter walk)
    {
        Dictionary<string, Value?> written = new(StringComparer.Ordinal);
        IMachine machine = walk.Context.Machine;
        return new LiveMapping(
            name => written.TryGetValue(name, out Value? value) ? value : machine.EnvironmentVariable(name) is { } text ? new StringValue(text) : null,
            (name, value) => written[name] = value,
            () => written.Where(pair => pair.Value is not null).Select(pair => pair.Key),
            isExact: true);
    }

    private static Dictionary<string, Value> Build()
    {
        Dictionary<string, Value> models = new(StringComparer.Ordinal);
        void Add(string name, Func<Interpreter, Arguments, Value> body) => models[name] = new NativeFunction(name[(name.LastIndexOf('.') + 1)..], body);
        foreach ((string name, Func<Interpreter, Arguments, Value> body) in OsPath.Functions)
        {
            Add("posixpath." + name, body);
            if (name is "exists" or "isfile" or "isdir" or "getsize" or "samefile") Add("genericpath." + name, body);
        }

        foreach ((string name, Func<Interpreter, Arguments, Value> body) in PlatformModule.Functions) Add("platform." + name, body);
        foreach ((string name, Func<Interpreter, Arguments, Value> body) in ImportlibModule.Functions) Add(name, body);
        Add("glob.glob", OsPath.Glob);
        Add("ctypes.util.find_library", DarwinLibrarySearch.Find);
        Add("json.loads", JsonModule.Loads);
        Add("os.fspath", (_, a) => Interpreter.PathText(a.Get(0)) is { } text ? new StringValue(text) : UnknownValue.Instance);
        Add("os._createenviron", (_, _) => UnknownValue.Instance);
        Add("warnings.warn", (_, _) => SingletonValue.None);
        Add("warnings.filterwarnings", (_, _) => SingletonValue.None);
        Add("warnings.simplefilter", (_, _) => SingletonValue.None);
        Add("warnings.resetwarnings", (_, _) => SingletonValue.None);
        Add("warnings._add_filter", (_, _) => SingletonValue.None);
        Add("warnings._processoptions", (_, _) => SingletonValue.None);
        Add("atexit.register", Identity);

        // Decorators that give back what they were given, or something that calls it.
        foreach (string name in new[]
        {
            "functools.total_ordering", "functools.cache", "functools.singledispatchmethod", "abc.abstractmethod", "typing.overload", "typing.final", "typing.no_type_check",
            "typing.runtime_checkable", "typing.override", "typing.runtime", "enum.unique", "typing.no_type_check_decorator", "types.coroutine",
        }) Add(name, Identity);
        foreach (string name in new[] { "functools.lru_cache", "typing.dataclass_transform", "typing.deprecated", "warnings.deprecated" }) Add(name, IdentityWithOptions);
        Add("enum.global_enum", GlobalEnumeration);
        Add("dataclasses.dataclass", (walk, a) => a.Get(0) is ClassValue ? DataClass(walk, a) : new NativeFunction("dataclass", DataClass));
        Add("ast.literal_eval", (_, _) => UnknownValue.Instance);
        Add("functools.wraps", (_, a) => new NativeFunction("wraps", (_, inner) => Wrapped(inner.Get(0), a.Get(0, "wrapped"))));
        Add("functools.update_wrapper", (_, a) => Wrapped(a.Get(0, "wrapper"), a.Get(1, "wrapped")));
        Add("functools.cached_property", (_, a) => new DescriptorValue(DescriptorKind.Property, a.Get(0) ?? UnknownValue.Instance));
        Add("functools.partialmethod", (_, _) => UnknownValue.Instance);
        Add("typing.cast", (_, a) => a.Get(1) ?? UnknownValue.Instance);
        Add("contextlib.contextmanager", (_, a) => new NativeFunction("contextmanager", (walk, inner) => walk.Call(a.Get(0) ?? UnknownValue.Instance, inner) is GeneratorValue generator
            ? new InstanceValue(BuiltinTypes.SimpleNamespace, new Namespace(walk.Depth) { IsOpen = true }) { Payload = generator }
            : UnknownValue.Instance));
        Add("contextlib.suppress", (walk, a) => new InstanceValue(BuiltinTypes.SimpleNamespace, walk.NewNamespace()) { Payload = new SuppressedTypes(a.Positional) });
        Add("collections.namedtuple", (_, _) => UnknownValue.Instance);
        Add("collections.OrderedDict", (walk, a) =>
        {
            DictionaryValue result = walk.NewDictionary();
            Constructors.FillDictionary(walk, result, a);
            return result;
        });
        return models;
    }

    private static Value DataClass(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0) is ClassValue type && type.Members.Find("__init__") is null) type.HasGeneratedInitializer = true;
        return arguments.Get(0) ?? UnknownValue.Instance;
    }

    // Puts the members of an enumeration into its module.
    private static Value GlobalEnumeration(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0) is ClassValue type && type.Module is { } name && walk.Modules.GetValueOrDefault(name) is ModuleValue module)
        {
            foreach (KeyValuePair<string, Value> member in type.Members.Bindings)
            {
                if (!member.Key.StartsWith('_') && member.Value is not (FunctionValue or DescriptorValue)) walk.Write(module.Globals, member.Key, UnknownValue.Instance);
            }
        }

        return arguments.Get(0) ?? UnknownValue.Instance;
    }

    private static Value Identity(Interpreter walk, Arguments arguments) => arguments.Get(0) ?? UnknownValue.Instance;

    private static Value IdentityWithOptions(Interpreter walk, Arguments arguments) =>
        arguments.Positional is [FunctionValue or ClassValue or DescriptorValue] ? arguments.Positional[0] : new NativeFunction("decorator", (_, inner) => inner.Get(0) ?? UnknownValue.Instance);

    // The wrapper answers to the name of what it wraps.
    private static Value Wrapped(Value? wrapper, Value? wrapped)
    {
        if (wrapper is FunctionValue function && wrapped is FunctionValue inner)
        {
            function.Attributes ??= new Namespace(0);
            function.Attributes.Bind("__name__", new StringValue(inner.Name));
            function.Attributes.Bind("__wrapped__", inner);
        }

        return wrapper ?? UnknownValue.Instance;
    }
}
