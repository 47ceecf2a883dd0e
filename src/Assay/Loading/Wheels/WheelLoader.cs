using Assay.Binaries.Numpy;
using Assay.Imports;

namespace Assay.Loading.Wheels;

/// <summary>Answers the import walk for a wheel by itself: its own files are judged, everything else loads.</summary>
/// <param name="inspection">What was found out about the wheel.</param>
public sealed class WheelLoader(WheelInspection inspection) : IExtensionLoader
{
    /// <inheritdoc/>
    public ExtensionOutcome LoadExtension(string moduleName, string path) => inspection.Open(moduleName, path);

    /// <inheritdoc/>
    public ExtensionOutcome LoadLibrary(string nameOrPath, bool isGlobal) => new ExtensionOutcome.Loaded();

    /// <inheritdoc/>
    public NumpyUse NumpyUseOf(string path) => inspection.NumpyUseOf(path);

    /// <inheritdoc/>
    public void AddDllDirectory(string directory)
    {
    }
}
