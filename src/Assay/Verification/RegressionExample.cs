namespace Assay.Verification;

/// <summary>
/// The first example of scikit-learn's LinearRegression, solved as scikit-learn solves it: means taken off, then least squares by <c>dgelsd</c>.
/// https://scikit-learn.org/stable/modules/generated/sklearn.linear_model.LinearRegression.html
/// </summary>
internal static unsafe class RegressionExample
{
    private const int Rows = 4;
    private const int Columns = 2;
    private const int MostWork = 1 << 20;
    private static readonly double[] First = [1, 1, 2, 2];
    private static readonly double[] Second = [1, 2, 2, 3];

    /// <summary>Solves it.</summary>
    /// <param name="lapack">A library that has <c>dgelsd</c>.</param>
    public static TrialExample Solve(LibraryRoutines lapack)
    {
        nint function = lapack.Fortran("dgelsd");
        double[] y = [.. First.Zip(Second, (a, b) => a + 2 * b + 3)];
        double meanFirst = First.Average(), meanSecond = Second.Average(), meanY = y.Average();
        double* a = stackalloc double[Rows * Columns];
        double* b = stackalloc double[Rows];
        double* singular = stackalloc double[Columns];
        for (int row = 0; row < Rows; row++)
        {
            a[row] = First[row] - meanFirst;
            a[Rows + row] = Second[row] - meanSecond;
            b[row] = y[row] - meanY;
        }

        // The routine is asked first how much room it wants. No answer sizes an allocation beyond reason.
        double condition = Rows * double.BitIncrement(1) - Rows; // rows times eps, as scikit-learn gives it
        double wanted = 0;
        long integersWanted = 0, rank = 0;
        long info = FortranCalls.Gelsd(function, Rows, Columns, 1, a, Rows, b, Rows, singular, condition, &rank, &wanted, -1, &integersWanted);
        if (FortranInteger.Read(info, lapack.FortranWidth) == 0)
        {
            int length = wanted is > 1000 and < MostWork ? (int)wanted : 1000;
            double[] work = new double[length];
            long[] integers = new long[1000];
            fixed (double* workPointer = work)
            fixed (long* integerPointer = integers)
                info = FortranCalls.Gelsd(function, Rows, Columns, 1, a, Rows, b, Rows, singular, condition, &rank, workPointer, length, integerPointer);
        }

        double intercept = meanY - meanFirst * b[0] - meanSecond * b[1];
        double residual = 0;
        for (int row = 0; row < Rows; row++) residual = Math.Max(residual, Math.Abs(First[row] * b[0] + Second[row] * b[1] + intercept - y[row]));
        return new TrialExample([b[0], b[1]], intercept, residual, (int)FortranInteger.Read(rank, lapack.FortranWidth), (int)FortranInteger.Read(info, lapack.FortranWidth));
    }
}
