using Assay.Targets;

namespace Assay.Imports.Finding;

/// <summary>Modules that every build of CPython has compiled in, for environments whose interpreter does not say which it has.</summary>
internal static class BuiltinModuleNames
{
    // The intersection of sys.builtin_module_names over builds of 3.8 to 3.13 on Linux (Modules/config.c.in and the first part of Modules/Setup).
    private static readonly HashSet<string> Everywhere =
    [
        "_abc", "_ast", "_codecs", "_collections", "_functools", "_imp", "_io", "_locale", "_operator", "_signal", "_sre", "_stat", "_string", "_symtable", "_thread",
        "_tracemalloc", "_warnings", "_weakref", "atexit", "builtins", "errno", "faulthandler", "gc", "itertools", "marshal", "sys", "time",
    ];

    // PC/config.c: Windows builds have most of the small modules inside.
    private static readonly HashSet<string> Windows =
    [
        "_bisect", "_blake2", "_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp", "_codecs_kr", "_codecs_tw", "_contextvars", "_csv", "_datetime", "_heapq", "_json", "_lsprof", "_md5",
        "_multibytecodec", "_opcode", "_pickle", "_random", "_sha1", "_sha3", "_statistics", "_struct", "_winapi", "_xxsubinterpreters", "array", "audioop", "binascii", "cmath", "math", "mmap",
        "msvcrt", "nt", "winreg", "xxsubtype", "zlib",
    ];

    /// <summary>True for a module that is compiled in on a system.</summary>
    /// <param name="name">A dotted name.</param>
    /// <param name="os">The system.</param>
    public static bool Contains(string name, OperatingSystemKind os) =>
        Everywhere.Contains(name) || (os == OperatingSystemKind.Windows ? Windows.Contains(name) : name is "posix" or "pwd");
}
