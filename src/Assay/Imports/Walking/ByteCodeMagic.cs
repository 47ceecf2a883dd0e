using Assay.Environments;

namespace Assay.Imports.Walking;

/// <summary>The numbers that <c>.pyc</c> files start with: the last value of each version in Lib/importlib/_bootstrap_external.py.</summary>
internal static class ByteCodeMagic
{
    /// <summary>The number of a version, or null when it is not listed.</summary>
    /// <param name="version">The version.</param>
    public static int? Of(PythonVersion version) => (version.Major, version.Minor) switch
    {
        (3, 8) => 3413,
        (3, 9) => 3425,
        (3, 10) => 3439,
        (3, 11) => 3495,
        (3, 12) => 3531,
        (3, 13) => 3571,
        (3, 14) => 3627,
        _ => null,
    };
}
