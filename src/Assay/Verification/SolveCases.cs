namespace Assay.Verification;

/// <summary>Cases of <c>dgesv</c>. The answer is not compared with another one but put into the equations, which no condition number blurs.</summary>
internal static unsafe class SolveCases
{
    private const int RightSides = 3;

    // The usual threshold of LAPACK's own test programs, TESTING/LIN: what partial pivoting may add in practice.
    private const double Threshold = 30;

    /// <summary>Systems of several sizes with three right sides.</summary>
    public static IEnumerable<CheckCase> Systems(LibraryRoutines lapack)
    {
        foreach (int n in new[] { 1, 2, 5, 17, 33, 64, 100 })
            yield return new CheckCase($"{n} x {n}", () => Run(lapack, n));
    }

    private static (double Error, string? Fault) Run(LibraryRoutines lapack, int n)
    {
        using PlainMatrix<double> a = new PlainMatrix<double>(n, n, byRows: false, room: 3).Fill(1);
        using PlainMatrix<double> kept = new PlainMatrix<double>(n, n, byRows: false, room: 3).Fill(1);
        using PlainMatrix<double> x = new PlainMatrix<double>(n, RightSides, byRows: false, room: 1).Fill(2);
        using PlainMatrix<double> b = new PlainMatrix<double>(n, RightSides, byRows: false, room: 1).Fill(2);
        long[] pivots = new long[n];
        fixed (long* pivotPointer = pivots)
        {
            long info = FortranInteger.Read(FortranCalls.Gesv(lapack.Fortran("dgesv"), n, RightSides, a.Data, a.Leading, pivotPointer, x.Data, x.Leading), lapack.FortranWidth);
            if (info != 0) return (0, $"reports {info}");
            for (int row = 0; row < n; row++)
                if (FortranInteger.Read(pivotPointer, row, lapack.FortranWidth) is var pivot && (pivot < row + 1 || pivot > n)) return (0, $"pivot {row + 1} is {pivot}");
        }

        double worst = 0;
        for (int column = 0; column < RightSides; column++)
            for (int row = 0; row < n; row++)
            {
                double largest = LargestInRow(kept, row);
                double sum = 0, magnitude = Math.Abs(b[row, column]);
                for (int index = 0; index < n; index++)
                {
                    sum += kept[row, index] * x[index, column];
                    magnitude += largest * Math.Abs(x[index, column]);
                }

                double error = Rounding.Error<double>(sum, b[row, column], magnitude, n) / Threshold;
                if (!(error <= worst)) worst = error;
                if (double.IsNaN(worst)) return (worst, null);
            }

        return (worst, x.PaddingIsIntact() && a.PaddingIsIntact() ? null : "wrote beside the matrix");
    }

    private static double LargestInRow(PlainMatrix<double> matrix, int row)
    {
        double largest = 0;
        for (int column = 0; column < matrix.Columns; column++) largest = Math.Max(largest, Math.Abs(matrix[row, column]));
        return largest;
    }
}
