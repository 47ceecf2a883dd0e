namespace Assay.Targets;

/// <summary>Whether a process of one architecture takes code of another.</summary>
internal static class ArchitectureFit
{
    /// <summary>True for equal ones, and for the two of Apple's 64-bit Arm, which hold code for each other's files.</summary>
    /// <param name="code">What the code is for.</param>
    /// <param name="process">What it is run as.</param>
    public static bool Fits(Architecture code, Architecture process) =>
        code == process || (code is Architecture.Arm64 or Architecture.Arm64E && process is Architecture.Arm64 or Architecture.Arm64E);
}
