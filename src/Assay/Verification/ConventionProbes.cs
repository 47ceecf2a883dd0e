namespace Assay.Verification;

/// <summary>Finds out how functions return complex and single-precision results, which compilers and vendors do in two ways each.</summary>
internal static unsafe class ConventionProbes
{
    private const double Untouched = 7;

    /// <summary>Asks a library.</summary>
    public static CallingConvention Ask(LibraryRoutines library) => new(HidesComplexResult(library.Fortran("zdotc")), ReturnsDouble(library.Fortran("sdot")));

    // With a hidden first argument the result lands there. Without, the same place is read as a count of zero, and nothing else is looked at.
    private static bool? HidesComplexResult(nint function)
    {
        if (function == 0) return null;
        double* result = stackalloc double[] { 0, Untouched };
        double* x = stackalloc double[] { 1, 0, 1, 0 };
        long n = 2, step = 1;
        ((delegate* unmanaged[Cdecl]<double*, long*, double*, long*, double*, long*, void>)function)(result, &n, x, &step, x, &step);
        return result[0] == 0 && result[1] == Untouched ? false : result[0] == 2 && result[1] == 0 ? true : null;
    }

    // The float reading first: an ordinary float, read as a double, is never exactly a quarter.
    private static bool? ReturnsDouble(nint function)
    {
        if (function == 0) return null;
        float half = 0.5f;
        long n = 1, step = 1;
        if (((delegate* unmanaged[Cdecl]<long*, float*, long*, float*, long*, float>)function)(&n, &half, &step, &half, &step) == 0.25f) return false;
        return ((delegate* unmanaged[Cdecl]<long*, float*, long*, float*, long*, double>)function)(&n, &half, &step, &half, &step) == 0.25 ? true : null;
    }
}
