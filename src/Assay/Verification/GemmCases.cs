using System.Numerics;

namespace Assay.Verification;

/// <summary>Cases of <c>gemm</c>.</summary>
internal static class GemmCases
{
    private static readonly (int M, int N, int K)[] Oblongs = [(1, 1, 1), (3, 5, 2), (17, 13, 31), (64, 48, 97), (101, 100, 63)];
    private static readonly (int N, int K)[] OddAndEven = [(1, 1), (2, 3), (7, 7), (16, 16), (31, 33), (64, 64), (65, 17), (97, 100), (129, 64)];

    /// <summary>Oblong shapes with all transpositions, scalars that are neither zero nor one, and leading dimensions with room to spare.</summary>
    public static IEnumerable<CheckCase> Shapes<T>(ProductCalls calls)
        where T : unmanaged, INumber<T>
    {
        foreach ((int m, int n, int k) in Oblongs)
            foreach (string turns in new[] { "NN", "NT", "TN", "TT" })
                yield return new CheckCase($"{turns} {m} x {n} x {k}", () => Run<T>(calls, (byte)turns[0], (byte)turns[1], m, n, k, 0.75, -1.25, sameMatrix: false));

        // A beta of zero means that what was in the result does not matter, not even when it is not a number.
        yield return new CheckCase("NN 33 x 34 x 35 over garbage", () => Run<T>(calls, (byte)'N', (byte)'N', 33, 34, 35, 1, 0, sameMatrix: false));
    }

    /// <summary>A matrix times its own transpose, in odd and even sizes: `A @ A.T`.</summary>
    public static IEnumerable<CheckCase> Squares<T>(ProductCalls calls)
        where T : unmanaged, INumber<T>
    {
        foreach ((int n, int k) in OddAndEven)
            yield return new CheckCase($"A A' of {n} x {k}", () => Run<T>(calls, (byte)'N', (byte)'T', n, n, k, 1, 0, sameMatrix: true));
    }

    private static (double Error, string? Fault) Run<T>(ProductCalls calls, byte transA, byte transB, int m, int n, int k, double alpha, double beta, bool sameMatrix)
        where T : unmanaged, INumber<T>
    {
        bool turnA = transA == (byte)'T', turnB = transB == (byte)'T';
        using PlainMatrix<T> a = new PlainMatrix<T>(turnA ? k : m, turnA ? m : k, calls.ByRows, room: 3).Fill(1);
        using PlainMatrix<T> other = new PlainMatrix<T>(turnB ? n : k, turnB ? k : n, calls.ByRows, room: sameMatrix ? 3 : 1).Fill(2);
        PlainMatrix<T> b = sameMatrix ? a : other;
        using PlainMatrix<T> c = new PlainMatrix<T>(m, n, calls.ByRows, room: 2).Fill(3);
        using PlainMatrix<T> before = new PlainMatrix<T>(m, n, calls.ByRows, room: 2).Fill(3);
        if (beta == 0)
            for (int row = 0; row < m; row++)
                for (int column = 0; column < n; column++) c[row, column] = double.NaN;
        calls.Gemm(transA, transB, m, n, k, alpha, a, b, beta, c);

        double worst = 0;
        for (int row = 0; row < m; row++)
            for (int column = 0; column < n; column++)
            {
                double sum = 0, magnitude = 0;
                for (int index = 0; index < k; index++)
                {
                    double term = (turnA ? a[index, row] : a[row, index]) * (turnB ? b[column, index] : b[index, column]);
                    sum += term;
                    magnitude += Math.Abs(term);
                }

                double kept = beta == 0 ? 0 : beta * before[row, column];
                double error = Rounding.Error<T>(c[row, column], alpha * sum + kept, Math.Abs(alpha) * magnitude + Math.Abs(kept), k);
                if (!(error <= worst)) worst = error;
                if (double.IsNaN(worst)) return (worst, null);
            }

        return (worst, c.PaddingIsIntact() && a.PaddingIsIntact() && b.PaddingIsIntact() ? null : "wrote beside the matrix");
    }
}
