namespace Assay.Imports;

/// <summary>A source file without a statement, where others look for names.</summary>
/// <param name="Module">The dotted name of its module.</param>
/// <param name="File">The file.</param>
public sealed record HollowModule(string Module, string File);
