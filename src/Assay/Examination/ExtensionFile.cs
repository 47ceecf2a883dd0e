using Assay.Binaries;

namespace Assay.Examination;

/// <summary>An extension module that is installed.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="Module">The dotted name it is imported as.</param>
/// <param name="Image">What the file says for the target's architecture.</param>
internal sealed record ExtensionFile(string Path, string Module, BinaryImage Image)
{
    /// <summary>The package it is in: the first part of its name.</summary>
    public string Package => Module.Split('.')[0];
}
