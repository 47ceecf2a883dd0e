using System.Numerics;

namespace Assay.Verification;

/// <summary>Matrix products of one library through one of its interfaces, whichever the type.</summary>
/// <param name="blas">The library.</param>
/// <param name="cblas">True for the C interface, whose matrices lie by rows.</param>
internal sealed unsafe class ProductCalls(LibraryRoutines blas, bool cblas)
{
    /// <summary>True when matrices lie by rows.</summary>
    public bool ByRows => cblas;

    /// <summary><c>c = alpha op(a) op(b) + beta c</c>.</summary>
    public void Gemm<T>(byte transA, byte transB, int m, int n, int k, double alpha, PlainMatrix<T> a, PlainMatrix<T> b, double beta, PlainMatrix<T> c)
        where T : unmanaged, INumber<T>
    {
        bool single = typeof(T) == typeof(float);
        nint function = Address(single ? "sgemm" : "dgemm");
        T scale = T.CreateTruncating(alpha), keep = T.CreateTruncating(beta);
        if (!cblas) FortranCalls.Gemm(function, transA, transB, m, n, k, &scale, a.Data, a.Leading, b.Data, b.Leading, &keep, c.Data, c.Leading);
        else if (single) CblasCalls.Gemm(function, blas.CblasWidth, transA, transB, m, n, k, (float)alpha, a.Data, a.Leading, b.Data, b.Leading, (float)beta, c.Data, c.Leading);
        else CblasCalls.Gemm(function, blas.CblasWidth, transA, transB, m, n, k, alpha, a.Data, a.Leading, b.Data, b.Leading, beta, c.Data, c.Leading);
    }

    /// <summary>One half of <c>c = alpha op(a) op(a)' + beta c</c>.</summary>
    public void Syrk<T>(byte half, byte trans, int n, int k, double alpha, PlainMatrix<T> a, double beta, PlainMatrix<T> c)
        where T : unmanaged, INumber<T>
    {
        bool single = typeof(T) == typeof(float);
        nint function = Address(single ? "ssyrk" : "dsyrk");
        T scale = T.CreateTruncating(alpha), keep = T.CreateTruncating(beta);
        if (!cblas) FortranCalls.Syrk(function, half, trans, n, k, &scale, a.Data, a.Leading, &keep, c.Data, c.Leading);
        else if (single) CblasCalls.Syrk(function, blas.CblasWidth, half, trans, n, k, (float)alpha, a.Data, a.Leading, (float)beta, c.Data, c.Leading);
        else CblasCalls.Syrk(function, blas.CblasWidth, half, trans, n, k, alpha, a.Data, a.Leading, beta, c.Data, c.Leading);
    }

    private nint Address(string routine) => cblas ? blas.Cblas(routine) : blas.Fortran(routine);
}
