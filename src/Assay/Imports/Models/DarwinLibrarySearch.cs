using Assay.Imports.Values;
using Assay.Imports.Walking;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Imports.Models;

/// <summary>
/// <c>ctypes.util.find_library</c> on macOS (Lib/ctypes/macholib/dyld.py, the same from 3.8 to 3.14): which of the paths that dyld would try is a file or, for those of the
/// system, in the shared cache.
/// </summary>
internal static class DarwinLibrarySearch
{
    /// <summary>The function. On other systems it asks programs that Assay does not run, and its answer is not known.</summary>
    public static Value Find(Interpreter walk, Arguments arguments)
    {
        if (walk.Context.Os != OperatingSystemKind.MacOs || Interpreter.PathText(arguments.Get(0, "name")) is not { Length: > 0 } name) return UnknownValue.Instance;
        foreach (string path in Paths(walk, $"lib{name}.dylib", null).Concat(Paths(walk, $"{name}.dylib", null)).Concat(Paths(walk, $"{name}.framework/{name}", name)))
        {
            if (OsPath.Test(walk, path, FileKind.File) == BooleanValue.True) return new StringValue(path);
            if (!path.StartsWith("/usr/lib/", StringComparison.Ordinal) && !path.StartsWith("/System/", StringComparison.Ordinal)) continue;

            // What is in the cache of a system is not in any file of it.
            bool? isInCache = walk.Loader.HasSystemLibrary(path);
            if (isInCache == true) return new StringValue(path);
            if (isInCache is null) return UnknownValue.Instance;
        }

        return SingletonValue.None;
    }

    private static IEnumerable<string> Paths(Interpreter walk, string name, string? framework)
    {
        IMachine machine = walk.Context.Machine;
        string leaf = PosixPath.Name(name);
        string[] frameworks = List(machine, "DYLD_FALLBACK_FRAMEWORK_PATH"), libraries = List(machine, "DYLD_FALLBACK_LIBRARY_PATH");
        if (framework is not null)
        {
            foreach (string directory in List(machine, "DYLD_FRAMEWORK_PATH")) yield return PosixPath.Join(directory, name);
        }

        foreach (string directory in List(machine, "DYLD_LIBRARY_PATH")) yield return PosixPath.Join(directory, leaf);
        yield return name;
        if (framework is not null)
        {
            foreach (string directory in frameworks) yield return PosixPath.Join(directory, name);
        }

        foreach (string directory in libraries) yield return PosixPath.Join(directory, leaf);
        string? home = machine.EnvironmentVariable("HOME");
        if (framework is not null && frameworks.Length == 0)
        {
            if (home is not null) yield return PosixPath.Join(home, "Library/Frameworks/" + name);
            foreach (string directory in (string[])["/Library/Frameworks", "/Network/Library/Frameworks", "/System/Library/Frameworks"]) yield return PosixPath.Join(directory, name);
        }

        if (libraries.Length > 0) yield break;
        if (home is not null) yield return PosixPath.Join(home, "lib/" + leaf);
        foreach (string directory in (string[])["/usr/local/lib", "/lib", "/usr/lib"]) yield return PosixPath.Join(directory, leaf);
    }

    private static string[] List(IMachine machine, string variable) => machine.EnvironmentVariable(variable)?.Split(':') ?? [];
}
