using Assay.Primitives;

namespace Assay.Rules;

/// <summary>The names of OpenMP runtimes on macOS.</summary>
internal static class OpenMpLibrary
{
    /// <summary>True for the runtime of LLVM, that of Intel (which grew out of the same source), and that of GCC.</summary>
    /// <param name="path">A path or name.</param>
    public static bool Is(string path) => IsOfLlvm(path) || PosixPath.Name(path).StartsWith("libgomp.", StringComparison.Ordinal);

    /// <summary>True for the runtime of LLVM and that of Intel, which take each other for themselves.</summary>
    /// <param name="path">A path or name.</param>
    public static bool IsOfLlvm(string path) => PosixPath.Name(path) is "libomp.dylib" or "libiomp5.dylib";
}
