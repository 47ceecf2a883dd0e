using Assay.Blas;

namespace Assay.Verification;

/// <summary>
/// Integers of a Fortran interface, which go by reference. A 64-bit variable of a little-endian machine holds a 32-bit one at the same address, so the
/// same call serves both widths; only arrays and what is read back have to know it.
/// </summary>
internal static unsafe class FortranInteger
{
    /// <summary>The value of a scalar after a call. It was zero or positive before.</summary>
    public static long Read(long raw, IntegerWidth width) => width == IntegerWidth.Ilp64 ? raw : (int)raw;

    /// <summary>An element of an array.</summary>
    public static long Read(long* array, int index, IntegerWidth width) => width == IntegerWidth.Ilp64 ? array[index] : ((int*)array)[index];
}
