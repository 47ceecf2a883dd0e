namespace Assay.Binaries.Pe;

/// <summary>A DLL that a description imports from.</summary>
/// <param name="dllName">Its name.</param>
/// <param name="isDelayed">True for a delayed import.</param>
internal sealed class PeDescribedImport(string dllName, bool isDelayed)
{
    public string DllName => dllName;

    public bool IsDelayed => isDelayed;

    /// <summary>The symbols in table order; <c>#12</c> for one by ordinal.</summary>
    public List<string> Symbols { get; } = [];
}
