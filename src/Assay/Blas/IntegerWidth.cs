namespace Assay.Blas;

/// <summary>How wide the integers are that callers hand to a BLAS: sizes, leading dimensions, pivots.</summary>
public enum IntegerWidth
{
    /// <summary>Nothing tells.</summary>
    Unknown,

    /// <summary>32 bits.</summary>
    Lp64,

    /// <summary>64 bits.</summary>
    Ilp64,

    /// <summary>Chosen when the program runs, as MKL's single library does.</summary>
    Chosen,
}
