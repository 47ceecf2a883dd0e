namespace Assay.Blas;

/// <summary>An extension module that calls routines through those that another module offers to Cython code.</summary>
/// <param name="Module">Its dotted name.</param>
/// <param name="Distribution">The distribution that brings it, or null.</param>
/// <param name="DistributionVersion">That distribution's version, or null.</param>
/// <param name="Through">The module that has the routines: <c>scipy.linalg.cython_blas</c>.</param>
public sealed record BlasBorrower(string Module, string? Distribution, string? DistributionVersion, string Through);
