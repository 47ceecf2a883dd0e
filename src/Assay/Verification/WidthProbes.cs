using Assay.Blas;

namespace Assay.Verification;

/// <summary>
/// Proves the width of a library's integers by calls whose outcome differs between the widths and which touch nothing else. The idea of each is that of
/// libblastrampoline (https://github.com/JuliaLinearAlgebra/libblastrampoline/blob/main/src/autodetection.c, MIT).
/// </summary>
internal static unsafe class WidthProbes
{
    // Three elements to a library that reads the low half; a negative count, and so no work, to one that reads all of it.
    private const long ThreeOrNegative = unchecked((long)0xffff_ffff_0000_0003);

    /// <summary>Proves the Fortran interface and keeps the width for all later calls.</summary>
    /// <param name="library">The library.</param>
    /// <param name="name">BLAS or LAPACK.</param>
    public static WidthProof ProveFortran(LibraryRoutines library, string name)
    {
        IntegerWidth claimed = library.Library.ClaimedWidth;
        foreach ((string routine, Func<nint, IntegerWidth> probe) in Order(name))
        {
            nint function = library.Fortran(routine);
            if (function == 0) continue;
            IntegerWidth proved = probe(function);
            if (proved == IntegerWidth.Unknown) continue;
            library.FortranWidth = proved;
            return new WidthProof(name, claimed, proved, library.FortranName(routine));
        }

        return new WidthProof(name, claimed, IntegerWidth.Unknown, "");
    }

    /// <summary>Proves the C interface, whose width is its own matter; null when the library has none.</summary>
    public static WidthProof? ProveCblas(LibraryRoutines library)
    {
        nint function = library.Cblas("isamax");
        if (function == 0)
        {
            library.CblasWidth = library.FortranWidth;
            return null;
        }

        float* x = stackalloc float[] { 1, 2, 1 };
        nint largest = ((delegate* unmanaged[Cdecl]<long, float*, long, nint>)function)(ThreeOrNegative, x, 1);

        // Counted from zero here, and zero for an empty vector: the second element answers one.
        IntegerWidth proved = (uint)largest switch { 0 => IntegerWidth.Ilp64, 1 => IntegerWidth.Lp64, _ => IntegerWidth.Unknown };
        if (proved != IntegerWidth.Unknown) library.CblasWidth = proved;
        return new WidthProof("CBLAS", library.Library.ClaimedWidth, proved, library.CblasName("isamax"));
    }

    private static IEnumerable<(string Routine, Func<nint, IntegerWidth> Probe)> Order(string name) => name == "BLAS"
        ? [("isamax", ByLargest)]
        : [("ilaver", ByVersion), ("dpotrf", ByRefusal)];

    private static IntegerWidth ByLargest(nint function)
    {
        long n = ThreeOrNegative;
        long step = 1;
        float* x = stackalloc float[] { 1, 2, 1 };
        nint largest = ((delegate* unmanaged[Cdecl]<long*, float*, long*, nint>)function)(&n, x, &step);
        return (uint)largest switch { 0 => IntegerWidth.Ilp64, 2 => IntegerWidth.Lp64, _ => IntegerWidth.Unknown };
    }

    // A library of 32 bits leaves the upper half of the variable as it was, all ones.
    private static IntegerWidth ByVersion(nint function)
    {
        long major = -1, minor = -1, patch = -1;
        ((delegate* unmanaged[Cdecl]<long*, long*, long*, void>)function)(&major, &minor, &patch);
        return major > 0 ? IntegerWidth.Ilp64 : (int)major > 0 ? IntegerWidth.Lp64 : IntegerWidth.Unknown;
    }

    // A leading dimension of zero is refused as argument four. It is the last resort, since the refusal is printed.
    private static IntegerWidth ByRefusal(nint function)
    {
        const int Argument = -4;
        byte half = (byte)'U';
        long n = 2, lda = 0, info = 0;
        double* a = stackalloc double[4];
        ((delegate* unmanaged[Cdecl]<byte*, long*, double*, long*, long*, nint, void>)function)(&half, &n, a, &lda, &info, 1);
        return info == Argument ? IntegerWidth.Ilp64 : info == unchecked((uint)Argument) ? IntegerWidth.Lp64 : IntegerWidth.Unknown;
    }
}
