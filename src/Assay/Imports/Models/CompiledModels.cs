using Assay.Imports.Values;
using Assay.Imports.Walking;
using Assay.Targets;

namespace Assay.Imports.Models;

/// <summary>What compiled modules of the standard library bind, where the walk needs it. Everything else in them stays unknown.</summary>
internal static class CompiledModels
{
    private static readonly Dictionary<string, Action<Interpreter, ModuleValue>> Models = new(StringComparer.Ordinal)
    {
        ["sys"] = SystemModule.Fill,
        ["builtins"] = FillBuiltins,
        ["posix"] = FillPosix,
        ["nt"] = FillPosix,
        ["_ctypes"] = FillCtypes,
        ["_functools"] = FillFunctools,
        ["_collections"] = FillCollections,
        ["_contextvars"] = (_, module) => Bind(module, "copy_context", (walk, _) => RunningContext(walk)),
        ["_imp"] = FillImp,
        ["_operator"] = (_, module) => Bind(module, "attrgetter", (_, _) => UnknownValue.Instance),
        ["_warnings"] = FillWarnings,
        ["itertools"] = FillItertools,
    };

    /// <summary>Binds what is modelled of a module.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="module">A compiled module, just loaded.</param>
    public static void Fill(Interpreter walk, ModuleValue module)
    {
        module.Globals.IsOpen = true;
        if (!module.IsStandardLibrary) return;
        HashSet<string> absent = [.. SystemNames.Absent(module.Name, walk.Context.Os, walk.Context.Environment.Version)];
        if (absent.Count > 0) module.Absent = absent;
        if (Models.TryGetValue(module.Name, out Action<Interpreter, ModuleValue>? model)) model(walk, module);
    }

    private static void Bind(ModuleValue module, string name, Func<Interpreter, Arguments, Value> body) => module.Globals.Bind(name, new NativeFunction(name, body));

    private static void FillBuiltins(Interpreter walk, ModuleValue module)
    {
        foreach (KeyValuePair<string, Value> binding in walk.Builtins.Bindings) module.Globals.Bind(binding.Key, binding.Value);
    }

    private static void FillPosix(Interpreter walk, ModuleValue module)
    {
        Bind(module, "listdir", OsPath.List);
        Bind(module, "getcwd", (w, _) => new StringValue(w.Context.FirstDirectory ?? "/"));
        Bind(module, "fspath", (_, a) => Interpreter.PathText(a.Get(0)) is { } text ? new StringValue(text) : UnknownValue.Instance);
        Bind(module, "putenv", (_, _) => SingletonValue.None);
        Bind(module, "unsetenv", (_, _) => SingletonValue.None);
        Bind(module, "uname", (w, _) => PlatformModule.Uname(w, ["sysname", "nodename", "release", "version", "machine"]));
        Bind(module, "register_at_fork", (_, _) => SingletonValue.None);
        Bind(module, "_add_dll_directory", AddDllDirectory);
        module.Globals.Bind("error", BuiltinTypes.OSError);
        module.Globals.Bind("environ", UnknownValue.Instance);

        // What POSIX systems and Windows have and the other does not (Modules/posixmodule.c), as far as code asks for it.
        string[] posixOnly =
        [
            "fork", "getuid", "geteuid", "getgid", "getegid", "setsid", "getpgid", "uname", "chown", "fchmod", "fchown", "mkfifo", "wait", "wait4", "waitid", "WNOHANG", "nice", "getloadavg", "register_at_fork",
            "openpty", "forkpty", "sysconf", "confstr", "statvfs", "chroot", "lchown", "ttyname", "ctermid", "pread", "pwrite", "O_NONBLOCK", "O_CLOEXEC", "killpg", "initgroups", "getgroups", "posix_spawn",
        ];
        string[] windowsOnly = ["startfile", "add_dll_directory", "_add_dll_directory", "O_BINARY", "O_TEXT", "O_NOINHERIT", "P_DETACH", "_getfinalpathname", "_getfullpathname", "listdrives", "get_handle_inheritable"];
        string[] linuxOnly = ["sched_getaffinity", "sched_setaffinity", "memfd_create", "getrandom", "copy_file_range", "splice", "eventfd", "pidfd_open", "posix_fallocate", "posix_fadvise", "setns", "unshare", "getxattr"];
        OperatingSystemKind os = walk.Context.Os;
        HashSet<string> absent = module.Absent ?? [];
        if (os == OperatingSystemKind.Windows) absent.UnionWith(posixOnly.Concat(linuxOnly));
        else absent.UnionWith(windowsOnly);
        if (os == OperatingSystemKind.Windows) absent.UnionWith(["lchflags", "O_EXLOCK", "O_SHLOCK"]);
        string[] present = os == OperatingSystemKind.Windows ? windowsOnly : os == OperatingSystemKind.Linux ? [.. posixOnly, .. linuxOnly] : posixOnly;
        foreach (string name in present)
        {
            if (!name.Contains("pidfd", StringComparison.Ordinal) && module.Globals.Find(name) is null) module.Globals.Bind(name, Presence.Instance);
        }

        foreach (string name in absent) module.Globals.Unbind(name);
        module.Absent = absent;
        if (os == OperatingSystemKind.Windows) Bind(module, "_add_dll_directory", AddDllDirectory);
    }

    private static UnknownValue AddDllDirectory(Interpreter walk, Arguments arguments)
    {
        if (Interpreter.PathText(arguments.Get(0)) is { } directory) walk.Loader.AddDllDirectory(directory);
        return UnknownValue.Instance;
    }

    private static void FillCtypes(Interpreter walk, ModuleValue module)
    {
        // dlfcn.h: RTLD_LOCAL is 0 on Linux, 4 on macOS; Windows has neither.
        module.Globals.Bind("RTLD_LOCAL", IntegerValue.Of(walk.Context.Os == OperatingSystemKind.MacOs ? 4 : 0));
        module.Globals.Bind("RTLD_GLOBAL", IntegerValue.Of(walk.Context.Os == OperatingSystemKind.MacOs ? 8 : walk.Context.Os == OperatingSystemKind.Windows ? 0 : 0x100));
        module.Globals.Bind("__version__", new StringValue("1.1.0"));
        if (walk.Context.Os == OperatingSystemKind.Windows) Bind(module, "LoadLibrary", OpenLibrary);
        else Bind(module, "dlopen", OpenLibrary);
        foreach (string name in new[] { "sizeof", "alignment", "byref", "addressof", "resize", "get_errno", "set_errno" }) Bind(module, name, (_, _) => UnknownValue.Instance);
    }

    private static UnknownValue OpenLibrary(Interpreter walk, Arguments arguments)
    {
        if (Interpreter.PathText(arguments.Get(0)) is { } name)
        {
            // RTLD_GLOBAL of dlfcn.h: 0x100 on Linux, 8 on macOS.
            long mode = arguments.Get(1) is { } given ? Operations.Integer(given) ?? 0 : 0;
            walk.Follow(walk.Loader.LoadLibrary(name, (mode & (walk.Context.Os == OperatingSystemKind.MacOs ? 8 : 0x100)) != 0), name);
        }

        return UnknownValue.Instance;
    }

    private static void FillFunctools(Interpreter walk, ModuleValue module)
    {
        Bind(module, "partial", (_, a) => a.Positional.Length == 0 ? UnknownValue.Instance : new PartialValue(a.Positional[0], a with { Positional = a.Positional[1..] }));
        Bind(module, "reduce", (w, a) =>
        {
            if (w.Iterate(a.Get(1) ?? UnknownValue.Instance) is not { } items || items.Count + (a.Positional.Length > 2 ? 1 : 0) == 0) return UnknownValue.Instance;
            Value total = a.Positional.Length > 2 ? a.Positional[2] : items[0];
            foreach (Value item in a.Positional.Length > 2 ? items : items.Skip(1)) total = w.Call(a.Positional[0], Arguments.Of(total, item));
            return total;
        });
    }

    private static void FillCollections(Interpreter walk, ModuleValue module)
    {
        module.Globals.Bind("OrderedDict", Make("OrderedDict", BuiltinTypes.Dictionary, (w, a) =>
        {
            DictionaryValue result = w.NewDictionary();
            Constructors.FillDictionary(w, result, a);
            return result;
        }));
        module.Globals.Bind("defaultdict", Make("defaultdict", BuiltinTypes.Dictionary, (w, a) =>
        {
            DictionaryValue result = new() { Depth = w.Depth, DefaultFactory = a.Get(0) is { } factory && factory != SingletonValue.None ? factory : null };
            if (a.Positional.Length > 1 || a.Keywords.Length > 0) Constructors.FillDictionary(w, result, a with { Positional = a.Positional.Length > 1 ? a.Positional[1..] : [] });
            return result;
        }));
        module.Globals.Bind("deque", Make("deque", BuiltinTypes.Object, (w, a) =>
        {
            List<Value>? items = w.Iterate(a.Get(0, "iterable") ?? TupleValue.Empty);
            return new ListValue(items ?? [], w.Depth) { Class = BuiltinTypes.Deque, IsExact = items is not null && a.Get(1, "maxlen") is null };
        }));
    }

    private static ClassValue Make(string name, ClassValue parent, Func<Interpreter, Arguments, Value> constructor) =>
        new() { Name = name, Bases = [parent], Members = new Namespace(0), Constructor = constructor };

    // A context calls what it is given; what it keeps of variables decides nothing about imports.
    private static InstanceValue RunningContext(Interpreter walk)
    {
        InstanceValue context = new(BuiltinTypes.SimpleNamespace, new Namespace(walk.Depth) { IsOpen = true });
        context.Attributes.Bind("run", new NativeFunction("run", (w, a) => a.Positional is [{ } function, .. var rest] ? w.Call(function, a with { Positional = rest }) : UnknownValue.Instance));
        return context;
    }

    private static void FillImp(Interpreter walk, ModuleValue module)
    {
        Bind(module, "extension_suffixes", (w, _) => w.NewList(w.Context.Environment.ExtensionSuffixes.Select(suffix => new StringValue(suffix))));
        Bind(module, "is_builtin", (w, a) => a.Get(0) is StringValue name ? IntegerValue.Of(w.Context.IsBuiltin(name.Text) ? 1 : 0) : UnknownValue.Instance);
        Bind(module, "lock_held", (_, _) => BooleanValue.False);
        Bind(module, "acquire_lock", (_, _) => SingletonValue.None);
        Bind(module, "release_lock", (_, _) => SingletonValue.None);
    }

    private static void FillWarnings(Interpreter walk, ModuleValue module)
    {
        Bind(module, "warn", (_, _) => SingletonValue.None);
        Bind(module, "warn_explicit", (_, _) => SingletonValue.None);
        Bind(module, "_filters_mutated", (_, _) => SingletonValue.None);
        module.Globals.Bind("filters", new ListValue([]) { IsExact = false });
        module.Globals.Bind("_defaultaction", new StringValue("default"));
        module.Globals.Bind("_onceregistry", new DictionaryValue());
    }

    private static void FillItertools(Interpreter walk, ModuleValue module)
    {
        Bind(module, "chain", (w, a) =>
        {
            ListValue list = w.NewList([]);
            foreach (Value part in a.Positional)
            {
                if (w.Iterate(part) is { } items) list.Items.AddRange(items);
                else list.IsExact = false;
            }

            return list;
        });
    }
}
