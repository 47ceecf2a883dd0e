namespace Assay.Packaging.Choosing;

/// <summary>Whose rules choose a file. Each is a version of a program whose choices were recorded.</summary>
public enum Installer
{
    /// <summary>pip 26.3 with packaging 26.3.</summary>
    Pip,

    /// <summary>uv 0.13.9.</summary>
    Uv,
}
