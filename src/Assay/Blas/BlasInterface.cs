namespace Assay.Blas;

/// <summary>By which of the three interfaces a routine is called.</summary>
public enum BlasInterface
{
    /// <summary>As Fortran calls it: everything by address.</summary>
    Fortran,

    /// <summary>CBLAS: <c>cblas_dgemm</c>.</summary>
    Cblas,

    /// <summary>LAPACKE: <c>LAPACKE_dgelsd</c>.</summary>
    Lapacke,
}
