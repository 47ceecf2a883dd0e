using Assay.Environments;

namespace Assay.Imports.Finding;

/// <summary>
/// Modules whose byte code is in the interpreter, so that no file of the same name is looked at: the list of Python/frozen.c, the same from 3.11 to
/// 3.14 (before, only the import system itself was frozen).
/// </summary>
internal static class FrozenModules
{
    private static readonly HashSet<string> Names =
    [
        "abc", "codecs", "io", "_collections_abc", "_sitebuiltins", "genericpath", "ntpath", "posixpath", "os", "site", "stat", "importlib.util", "importlib.machinery",
        "runpy", "zipimport",
    ];

    /// <summary>True when the interpreter of that version holds the module.</summary>
    /// <param name="name">A dotted name.</param>
    /// <param name="version">The version.</param>
    public static bool Contains(string name, PythonVersion version) =>
        version.Minor >= 11 ? Names.Contains(name) : name == "zipimport" && version.Minor >= 8;
}
