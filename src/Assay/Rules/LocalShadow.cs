namespace Assay.Rules;

/// <summary>A file or folder of the working directory that hides a module.</summary>
/// <param name="Module">The top-level name.</param>
/// <param name="Path">The file or folder that is imported instead, absolute.</param>
/// <param name="Hidden">What it hides, as a phrase: <c>`random` of the standard library</c>, <c>the installed `numpy 2.4.6`</c>.</param>
public sealed record LocalShadow(string Module, string Path, string Hidden);
