namespace Assay.Snapshots;

/// <summary>The variables of the process environment whose values a snapshot may hold: those that decide where Python, a loader and the libraries of linear algebra look. Of all others only whether they are set.</summary>
internal static class AllowedVariables
{
    private static readonly string[] Names =
    [
        "LD_LIBRARY_PATH", "LD_PRELOAD", "GLIBC_TUNABLES", "PYTHONPATH", "PYTHONHOME", "PYTHONNOUSERSITE", "PYTHONUSERBASE", "PYTHONSAFEPATH", "PYTHONPLATLIBDIR", "VIRTUAL_ENV", "CONDA_PREFIX", "CONDA_SUBDIR", "HOME",
        "PATH", "APPDATA", "PYENV_ROOT", "PYENV_VERSION", "LANG", "LC_ALL", "LC_CTYPE", "FLEXIBLAS", "LBT_DEFAULT_LIBS", "KMP_DUPLICATE_LIB_OK", "OS",
    ];

    private static readonly string[] Prefixes = ["OPENBLAS_", "GOTO_", "OMP_", "MKL_", "BLIS_", "VECLIB_", "NPY_", "NUMPY_", "SCIPY_", "SKLEARN_", "DYLD_"];

    /// <summary>Those that are always asked for when a snapshot is taken.</summary>
    public static IReadOnlyList<string> Always => Names;

    /// <summary>True when the value may be kept.</summary>
    /// <param name="name">The name of a variable.</param>
    public static bool Holds(string name) => Names.Contains(name) || Prefixes.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal));
}
