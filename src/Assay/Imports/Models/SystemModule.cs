using Assay.Environments;
using Assay.Imports.Values;
using Assay.Imports.Walking;
using Assay.Targets;

namespace Assay.Imports.Models;

/// <summary>The <c>sys</c> module of the target.</summary>
internal static class SystemModule
{
    /// <summary><c>sys.platform</c>.</summary>
    public static string? Platform(OperatingSystemKind os) => os switch
    {
        OperatingSystemKind.Linux => "linux",
        OperatingSystemKind.MacOs => "darwin",
        OperatingSystemKind.Windows => "win32",
        _ => null,
    };

    /// <summary>Fills the module.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="module">The module.</param>
    public static void Fill(Interpreter walk, ModuleValue module)
    {
        WalkContext context = walk.Context;
        PythonEnvironment environment = context.Environment;
        PythonVersion version = environment.Version;
        Namespace names = module.Globals;
        names.IsOpen = true;
        Value platform = Platform(context.Os) is { } known ? new StringValue(known) : UnknownValue.Instance;
        names.Bind("platform", platform);
        TupleValue versionInfo = VersionInfo(version);
        names.Bind("version_info", versionInfo);
        names.Bind("hexversion", IntegerValue.Of(((long)version.Major << 24) | ((long)version.Minor << 16) | ((long)(version.Micro ?? 0) << 8) | 0xf0));
        names.Bind("version", Version(version, context.Os));
        names.Bind("copyright", UnknownValue.Instance);
        names.Bind("api_version", IntegerValue.Of(1013));
        names.Bind("maxsize", Is64Bit(context.Target.Architecture) ? IntegerValue.Of(long.MaxValue) : IntegerValue.Of(int.MaxValue));
        names.Bind("maxunicode", IntegerValue.Of(0x10ffff));
        names.Bind("byteorder", new StringValue(context.Target.Architecture is Architecture.S390X or Architecture.Ppc64 ? "big" : "little"));
        names.Bind("path", walk.SearchPath);
        names.Bind("modules", new LiveMapping(
            name => walk.Modules.GetValueOrDefault(name),
            (name, value) =>
            {
                if (value is null) walk.Modules.Remove(name);
                else walk.Modules[name] = value;
            },
            () => walk.Modules.Keys,
            isExact: true));
        names.Bind("meta_path", walk.MetaPath);
        names.Bind("path_hooks", new ListValue([]) { IsExact = false });
        DictionaryValue cache = new();
        cache.Loosen();
        names.Bind("path_importer_cache", cache);
        names.Bind("argv", new ListValue([new StringValue("-c")]));
        names.Bind("orig_argv", UnknownValue.Instance);
        names.Bind("flags", Open(walk, ("optimize", 0), ("debug", 0), ("inspect", 0), ("interactive", 0), ("dont_write_bytecode", 0), ("no_site", 0), ("ignore_environment", 0), ("verbose", 0), ("isolated", 0), ("dev_mode", 0), ("safe_path", 0)));
        names.Bind("warnoptions", new ListValue([]));
        names.Bind("_xoptions", new DictionaryValue());
        names.Bind("dont_write_bytecode", BooleanValue.False);
        names.Bind("pycache_prefix", SingletonValue.None);
        names.Bind("executable", Text(environment.Executable));
        names.Bind("_base_executable", Text(environment.RealExecutable ?? environment.Executable));
        names.Bind("prefix", Text(environment.Prefix));
        names.Bind("exec_prefix", Text(environment.Prefix));
        names.Bind("base_prefix", Text(environment.BasePrefix));
        names.Bind("base_exec_prefix", Text(environment.BaseExecPrefix ?? environment.BasePrefix));
        names.Bind("_framework", new StringValue(Framework(environment)));
        names.Bind("platlibdir", new StringValue("lib"));
        names.Bind("abiflags", new StringValue(environment.AbiFlags));
        names.Bind("builtin_module_names", context.Builtins.IsEmpty ? UnknownValue.Instance : new TupleValue([.. context.Builtins.Order(StringComparer.Ordinal).Select(name => new StringValue(name))]));
        names.Bind("stdlib_module_names", UnknownValue.Instance);
        names.Bind("implementation", Implementation(walk, versionInfo));
        foreach ((string name, Func<Interpreter, Arguments, Value> body) in Functions) names.Bind(name, new NativeFunction(name, body));
        if (context.Os == OperatingSystemKind.Windows)
        {
            foreach (string name in new[] { "getdlopenflags", "setdlopenflags" }) names.Unbind(name);
        }

        // What only other implementations, old versions, other systems or frozen programs have.
        module.Absent =
        [
            "frozen", "real_prefix", "gettotalrefcount", "pypy_version_info", "pypy_translation_info", "maxint", "setcheckinterval", "getcheckinterval", "_MEIPASS", "ps1", "ps2", "last_type",
            "last_value", "last_traceback", "exc_clear", "exc_type", "subversion", "_git_", "_jy_interpreter", "JYTHON_JAR", "getobjects", "cpython", "importers", "_clear_type_descriptors",
        ];
        if (context.Os != OperatingSystemKind.Windows) module.Absent.UnionWith(["getwindowsversion", "winver", "dllhandle", "_enablelegacywindowsfsencoding"]);
        else module.Absent.UnionWith(["getdlopenflags", "setdlopenflags", "abiflags"]);
        if (version.Minor < 11) module.Absent.UnionWith(["exception"]);
        if (version.Minor < 12) module.Absent.UnionWith(["monitoring", "activate_stack_trampoline"]);
        if (version.Minor < 13) module.Absent.UnionWith(["_is_gil_enabled", "_is_interned"]);
    }

    // The build date and the compiler are of the right shape only. Builds for Linux are made with either of two compilers, those for macOS with Apple's or LLVM's.
    private static StringValue Version(PythonVersion version, OperatingSystemKind os) => os switch
    {
        OperatingSystemKind.Windows => new StringValue($"{version} (main, Jan  1 2025, 00:00:00) [MSC v.1938]", isApproximate: true) { Lacks = ["GCC", "Clang", "PyPy"] },
        OperatingSystemKind.MacOs => new StringValue($"{version} (main, Jan  1 2025, 00:00:00) [Clang 15.0.0]", isApproximate: true) { Lacks = ["MSC v.", "MSC", "PyPy"] },
        _ => new StringValue($"{version} (main, Jan  1 2025, 00:00:00) [GCC 12.2.0]", isApproximate: true) { Lacks = ["MSC v.", "MSC", "PyPy"] },
    };

    // The name of the framework that the interpreter was built as; Apple calls its own Python3. Empty for all other builds.
    private static string Framework(PythonEnvironment environment)
    {
        string prefix = environment.BasePrefix ?? environment.Prefix ?? "";
        return Array.Find(["Python", "PythonT", "Python3"], name => prefix.Contains($"/{name}.framework/Versions/", StringComparison.Ordinal)) ?? "";
    }

    private static TupleValue VersionInfo(PythonVersion version) => new(
        [IntegerValue.Of(version.Major), IntegerValue.Of(version.Minor), version.Micro is { } micro ? IntegerValue.Of(micro) : UnknownValue.Instance, new StringValue("final"), IntegerValue.Of(0)],
        ["major", "minor", "micro", "releaselevel", "serial"]);

    private static InstanceValue Implementation(Interpreter walk, TupleValue version)
    {
        PythonEnvironment environment = walk.Context.Environment;
        InstanceValue result = new(BuiltinTypes.SimpleNamespace, new Namespace(0));
        result.Attributes.Bind("name", new StringValue(environment.Implementation));
        result.Attributes.Bind("cache_tag", new StringValue($"{environment.Implementation}-{environment.Version.Major}{environment.Version.Minor}{(environment.AbiFlags.Contains('t', StringComparison.Ordinal) ? "t" : "")}"));
        result.Attributes.Bind("version", version);
        result.Attributes.Bind("hexversion", UnknownValue.Instance);
        if (MultiArchitecture(environment) is { } triplet) result.Attributes.Bind("_multiarch", new StringValue(triplet));
        return result;
    }

    /// <summary>The triplet between the ABI tag and the end of the first extension suffix (<c>x86_64-linux-gnu</c>), or null.</summary>
    private static string? MultiArchitecture(PythonEnvironment environment)
    {
        string[] parts = environment.ExtensionSuffixes.IsDefaultOrEmpty ? [] : environment.ExtensionSuffixes[0].Split('.');
        return parts.Length == 3 && parts[1].Split('-', 3) is [_, _, { } triplet] ? triplet : null;
    }

    private static bool Is64Bit(Architecture architecture) => architecture is not (Architecture.X86 or Architecture.Arm);

    private static Value Text(string? text) => text is null ? UnknownValue.Instance : new StringValue(text);

    private static InstanceValue Open(Interpreter walk, params (string Name, long Value)[] fields)
    {
        _ = walk;
        InstanceValue result = new(BuiltinTypes.SimpleNamespace, new Namespace(0) { IsOpen = true });
        foreach ((string name, long value) in fields) result.Attributes.Bind(name, IntegerValue.Of(value));
        return result;
    }

    private static readonly Dictionary<string, Func<Interpreter, Arguments, Value>> Functions = new(StringComparer.Ordinal)
    {
        ["_getframe"] = FrameAt,
        ["exc_info"] = (walk, _) => walk.BeingHandled is { } exception ? new TupleValue([exception.Class, exception, UnknownValue.Instance]) : new TupleValue([SingletonValue.None, SingletonValue.None, SingletonValue.None]),
        ["exit"] = (walk, a) => throw new PythonError(walk.NewException(BuiltinTypes.SystemExit, a.Positional)),
        ["getdefaultencoding"] = (_, _) => new StringValue("utf-8"),
        ["getfilesystemencoding"] = (_, _) => new StringValue("utf-8"),
        ["getfilesystemencodeerrors"] = (_, _) => new StringValue("surrogateescape"),
        ["getrecursionlimit"] = (_, _) => IntegerValue.Of(1000),
        ["setrecursionlimit"] = (_, _) => SingletonValue.None,
        ["setswitchinterval"] = (_, _) => SingletonValue.None,
        ["gettrace"] = (_, _) => SingletonValue.None,
        ["getprofile"] = (_, _) => SingletonValue.None,
        ["intern"] = (_, a) => a.Get(0) ?? UnknownValue.Instance,
        ["is_finalizing"] = (_, _) => BooleanValue.False,
        ["audit"] = (_, _) => SingletonValue.None,
        ["addaudithook"] = (_, _) => SingletonValue.None,
        ["getdlopenflags"] = (_, _) => IntegerValue.Of(2),
        ["setdlopenflags"] = (_, _) => SingletonValue.None,
        ["displayhook"] = (_, _) => SingletonValue.None,
        ["excepthook"] = (_, _) => SingletonValue.None,
        ["getrefcount"] = (_, _) => UnknownValue.Instance,
        ["getsizeof"] = (_, _) => UnknownValue.Instance,
    };

    private static Value FrameAt(Interpreter walk, Arguments arguments)
    {
        long depth = arguments.Get(0) is { } given ? Operations.Integer(given) ?? -1 : 0;
        Frame? frame = walk.Current;
        for (long i = 0; i < depth && frame is not null; i++) frame = frame.Caller;
        return depth < 0 || frame is null ? UnknownValue.Instance : Describe(walk, frame, 0);
    }

    private static InstanceValue Describe(Interpreter walk, Frame frame, int depth)
    {
        InstanceValue result = new(BuiltinTypes.SimpleNamespace, new Namespace(0) { IsOpen = true });
        result.Attributes.Bind("f_globals", new NamespaceMapping(frame.Module.Globals, walk.Write));
        result.Attributes.Bind("f_locals", new NamespaceMapping(frame.Locals, walk.Write));
        result.Attributes.Bind("f_back", frame.Caller is { } caller && depth < 10 ? Describe(walk, caller, depth + 1) : UnknownValue.Instance);
        return result;
    }
}
