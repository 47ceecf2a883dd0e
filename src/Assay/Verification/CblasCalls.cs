using Assay.Blas;

namespace Assay.Verification;

/// <summary>Calls through the C interface, row by row as numpy does. Integers go by value, so every width has its own signature.</summary>
internal static unsafe class CblasCalls
{
    // cblas.h
    private const int RowMajor = 101;
    private const int NoTranspose = 111;
    private const int Transpose = 112;
    private const int UpperHalf = 121;
    private const int LowerHalf = 122;

    /// <summary><c>cblas_dgemm</c>.</summary>
    public static void Gemm(nint function, IntegerWidth width, byte transA, byte transB, long m, long n, long k, double alpha, void* a, long lda, void* b, long ldb, double beta, void* c, long ldc)
    {
        if (width == IntegerWidth.Ilp64)
            ((delegate* unmanaged[Cdecl]<int, int, int, long, long, long, double, void*, long, void*, long, double, void*, long, void>)function)(RowMajor, Of(transA), Of(transB), m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
        else
            ((delegate* unmanaged[Cdecl]<int, int, int, int, int, int, double, void*, int, void*, int, double, void*, int, void>)function)(RowMajor, Of(transA), Of(transB), (int)m, (int)n, (int)k, alpha, a, (int)lda, b, (int)ldb, beta, c, (int)ldc);
    }

    /// <summary><c>cblas_sgemm</c>.</summary>
    public static void Gemm(nint function, IntegerWidth width, byte transA, byte transB, long m, long n, long k, float alpha, void* a, long lda, void* b, long ldb, float beta, void* c, long ldc)
    {
        if (width == IntegerWidth.Ilp64)
            ((delegate* unmanaged[Cdecl]<int, int, int, long, long, long, float, void*, long, void*, long, float, void*, long, void>)function)(RowMajor, Of(transA), Of(transB), m, n, k, alpha, a, lda, b, ldb, beta, c, ldc);
        else
            ((delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, void*, int, void*, int, float, void*, int, void>)function)(RowMajor, Of(transA), Of(transB), (int)m, (int)n, (int)k, alpha, a, (int)lda, b, (int)ldb, beta, c, (int)ldc);
    }

    /// <summary><c>cblas_dsyrk</c>.</summary>
    public static void Syrk(nint function, IntegerWidth width, byte half, byte trans, long n, long k, double alpha, void* a, long lda, double beta, void* c, long ldc)
    {
        if (width == IntegerWidth.Ilp64)
            ((delegate* unmanaged[Cdecl]<int, int, int, long, long, double, void*, long, double, void*, long, void>)function)(RowMajor, Half(half), Of(trans), n, k, alpha, a, lda, beta, c, ldc);
        else
            ((delegate* unmanaged[Cdecl]<int, int, int, int, int, double, void*, int, double, void*, int, void>)function)(RowMajor, Half(half), Of(trans), (int)n, (int)k, alpha, a, (int)lda, beta, c, (int)ldc);
    }

    /// <summary><c>cblas_ssyrk</c>.</summary>
    public static void Syrk(nint function, IntegerWidth width, byte half, byte trans, long n, long k, float alpha, void* a, long lda, float beta, void* c, long ldc)
    {
        if (width == IntegerWidth.Ilp64)
            ((delegate* unmanaged[Cdecl]<int, int, int, long, long, float, void*, long, float, void*, long, void>)function)(RowMajor, Half(half), Of(trans), n, k, alpha, a, lda, beta, c, ldc);
        else
            ((delegate* unmanaged[Cdecl]<int, int, int, int, int, float, void*, int, float, void*, int, void>)function)(RowMajor, Half(half), Of(trans), (int)n, (int)k, alpha, a, (int)lda, beta, c, (int)ldc);
    }

    private static int Of(byte trans) => trans == (byte)'N' ? NoTranspose : Transpose;

    private static int Half(byte half) => half == (byte)'U' ? UpperHalf : LowerHalf;
}
