using Assay.Packaging.Choosing;

namespace Assay.Examination.Resolving;

/// <summary>The file that an installer takes.</summary>
/// <param name="Installer">The installer.</param>
/// <param name="File">The file; null when it takes none.</param>
public sealed record InstallerChoice(Installer Installer, IndexFile? File)
{
    /// <summary>True when the file is a wheel; false for a source distribution and for no file.</summary>
    public bool IsWheel => File?.Filename.EndsWith(".whl", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>True when the file is a source distribution, which is built before it is installed.</summary>
    public bool IsSource => File is not null && !IsWheel;

    /// <summary>What stood in the way of asking, one line: a source of files that failed. Null when all were asked.</summary>
    public string? Problem { get; init; }
}
