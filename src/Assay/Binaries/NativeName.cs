using Assay.Primitives;

namespace Assay.Binaries;

/// <summary>The names that compiled code has on the systems that Python runs on.</summary>
internal static class NativeName
{
    /// <summary>True for an extension module or a library: <c>.so</c>, with a version behind it too, <c>.dylib</c>, <c>.pyd</c>, <c>.dll</c>.</summary>
    /// <param name="path">A name, with or without directories.</param>
    public static bool IsOne(string path)
    {
        string name = PosixPath.Name(path);
        return name.EndsWith(".so", StringComparison.Ordinal) || name.Contains(".so.", StringComparison.Ordinal) || name.EndsWith(".dylib", StringComparison.Ordinal)
            || name.EndsWith(".pyd", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".dll", StringComparison.OrdinalIgnoreCase);
    }
}
