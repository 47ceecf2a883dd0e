namespace Assay.Verification;

/// <summary>Which checks there are for a pair of libraries.</summary>
internal static class LibraryChecks
{
    /// <summary>The checks for what is there: products through both interfaces, and a linear system.</summary>
    /// <param name="blas">Who answers <c>gemm</c>.</param>
    /// <param name="lapack">Who answers <c>gesv</c>.</param>
    public static IEnumerable<LibraryCheck> For(LibraryRoutines? blas, LibraryRoutines? lapack)
    {
        if (blas is not null)
            foreach (bool cblas in new[] { false, true })
            {
                if (Has("dgemm")) yield return new LibraryCheck(Name("dgemm"), GemmCases.Shapes<double>(new ProductCalls(blas, cblas)));
                if (Has("sgemm")) yield return new LibraryCheck(Name("sgemm"), GemmCases.Squares<float>(new ProductCalls(blas, cblas)));
                if (Has("dsyrk")) yield return new LibraryCheck(Name("dsyrk"), SyrkCases.Shapes<double>(new ProductCalls(blas, cblas)));
                if (Has("ssyrk")) yield return new LibraryCheck(Name("ssyrk"), SyrkCases.Squares<float>(new ProductCalls(blas, cblas)));
                bool Has(string routine) => (cblas ? blas.Cblas(routine) : blas.Fortran(routine)) != 0;
                string Name(string routine) => cblas ? blas.CblasName(routine) : blas.FortranName(routine);
            }

        if (lapack is not null && lapack.Fortran("dgesv") != 0) yield return new LibraryCheck(lapack.FortranName("dgesv"), SolveCases.Systems(lapack));
    }
}
