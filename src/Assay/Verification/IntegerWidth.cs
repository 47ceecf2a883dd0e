namespace Assay.Verification;

/// <summary>How wide the integers are that a BLAS or LAPACK takes.</summary>
public enum IntegerWidth
{
    /// <summary>Nobody says, or it could not be found out.</summary>
    Unknown,

    /// <summary>32 bits: what Fortran calls INTEGER by default.</summary>
    Lp64,

    /// <summary>64 bits.</summary>
    Ilp64,
}
