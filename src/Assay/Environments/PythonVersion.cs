namespace Assay.Environments;

/// <summary>A Python version.</summary>
/// <param name="Major">3.</param>
/// <param name="Minor">The minor version, for example 11.</param>
/// <param name="Micro">The micro version, or null when the files do not tell.</param>
public readonly record struct PythonVersion(int Major, int Minor, int? Micro = null)
{
    /// <summary>Major and minor, as in <c>python3.11</c>.</summary>
    public string Short => $"{Major}.{Minor}";

    /// <summary>All that is known: <c>3.11.2</c> or <c>3.11</c>.</summary>
    public override string ToString() => Micro is { } micro ? $"{Major}.{Minor}.{micro}" : Short;
}
