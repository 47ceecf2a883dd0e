namespace Assay.Verification;

/// <summary>
/// Calls through the Fortran interface, which is the same for every type and width but for what the pointers point to. Characters carry their hidden
/// lengths at the end, as gfortran 8 and later wants them; libraries written in C do not look.
/// </summary>
internal static unsafe class FortranCalls
{
    /// <summary><c>?gemm</c>.</summary>
    public static void Gemm(nint function, byte transA, byte transB, long m, long n, long k, void* alpha, void* a, long lda, void* b, long ldb, void* beta, void* c, long ldc) =>
        ((delegate* unmanaged[Cdecl]<byte*, byte*, long*, long*, long*, void*, void*, long*, void*, long*, void*, void*, long*, nint, nint, void>)function)(
            &transA, &transB, &m, &n, &k, alpha, a, &lda, b, &ldb, beta, c, &ldc, 1, 1);

    /// <summary><c>?syrk</c>.</summary>
    public static void Syrk(nint function, byte half, byte trans, long n, long k, void* alpha, void* a, long lda, void* beta, void* c, long ldc) =>
        ((delegate* unmanaged[Cdecl]<byte*, byte*, long*, long*, void*, void*, long*, void*, void*, long*, nint, nint, void>)function)(
            &half, &trans, &n, &k, alpha, a, &lda, beta, c, &ldc, 1, 1);

    /// <summary><c>?gesv</c>; returns the raw <c>info</c>.</summary>
    public static long Gesv(nint function, long n, long columns, void* a, long lda, long* pivots, void* b, long ldb)
    {
        long info = 0;
        ((delegate* unmanaged[Cdecl]<long*, long*, void*, long*, long*, void*, long*, long*, void>)function)(&n, &columns, a, &lda, pivots, b, &ldb, &info);
        return info;
    }

    /// <summary><c>dgelsd</c>; returns the raw <c>info</c>.</summary>
    public static long Gelsd(nint function, long m, long n, long columns, double* a, long lda, double* b, long ldb, double* singular, double condition, long* rank, double* work, long workLength, long* integers)
    {
        long info = 0;
        ((delegate* unmanaged[Cdecl]<long*, long*, long*, double*, long*, double*, long*, double*, double*, long*, double*, long*, long*, long*, void>)function)(
            &m, &n, &columns, a, &lda, b, &ldb, singular, &condition, rank, work, &workLength, integers, &info);
        return info;
    }
}
