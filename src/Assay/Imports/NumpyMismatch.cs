namespace Assay.Imports;

/// <summary>A compiled module that was built for NumPy 1 and meets NumPy 2.</summary>
/// <param name="Module">Its dotted name.</param>
/// <param name="File">Its file.</param>
public sealed record NumpyMismatch(string Module, string File);
