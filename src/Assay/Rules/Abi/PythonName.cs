using Assay.Targets;

namespace Assay.Rules;

/// <summary>Tells the functions of Python's C interface by their names.</summary>
internal static class PythonName
{
    /// <summary>True for a name of the interpreter.</summary>
    /// <param name="symbol">The name as stored.</param>
    /// <param name="system">Where: Mach-O puts an underscore before every name of C.</param>
    public static bool IsOne(string symbol, OperatingSystemKind system)
    {
        string name = system == OperatingSystemKind.MacOs && symbol.StartsWith('_') ? symbol[1..] : symbol;
        return (name.StartsWith("Py", StringComparison.Ordinal) || name.StartsWith("_Py", StringComparison.Ordinal)) && !name.StartsWith("PyInit", StringComparison.Ordinal);
    }
}
