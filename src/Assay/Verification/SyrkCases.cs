using System.Numerics;

namespace Assay.Verification;

/// <summary>Cases of <c>syrk</c>, which numpy calls for a matrix times its own transpose.</summary>
internal static class SyrkCases
{
    private static readonly (int N, int K)[] Oblongs = [(1, 1), (5, 3), (17, 40), (64, 33), (99, 65)];
    private static readonly (int N, int K)[] OddAndEven = [(1, 1), (2, 3), (7, 7), (16, 16), (31, 33), (64, 64), (65, 17), (97, 100), (129, 64)];

    /// <summary>Both halves, both transpositions, scalars that are neither zero nor one.</summary>
    public static IEnumerable<CheckCase> Shapes<T>(ProductCalls calls)
        where T : unmanaged, INumber<T>
    {
        foreach ((int n, int k) in Oblongs)
            foreach (string way in new[] { "UN", "UT", "LN", "LT" })
                yield return new CheckCase($"{way} {n} x {k}", () => Run<T>(calls, (byte)way[0], (byte)way[1], n, k, 0.75, -1.25));
    }

    /// <summary>The upper half of `A @ A.T`, in odd and even sizes.</summary>
    public static IEnumerable<CheckCase> Squares<T>(ProductCalls calls)
        where T : unmanaged, INumber<T>
    {
        foreach ((int n, int k) in OddAndEven)
            yield return new CheckCase($"A A' of {n} x {k}", () => Run<T>(calls, (byte)'U', (byte)'N', n, k, 1, 0));
    }

    private static (double Error, string? Fault) Run<T>(ProductCalls calls, byte half, byte trans, int n, int k, double alpha, double beta)
        where T : unmanaged, INumber<T>
    {
        bool turned = trans == (byte)'T';
        using PlainMatrix<T> a = new PlainMatrix<T>(turned ? k : n, turned ? n : k, calls.ByRows, room: 3).Fill(1);
        using PlainMatrix<T> c = new PlainMatrix<T>(n, n, calls.ByRows, room: 2).Fill(2);
        using PlainMatrix<T> before = new PlainMatrix<T>(n, n, calls.ByRows, room: 2).Fill(2);
        calls.Syrk(half, trans, n, k, alpha, a, beta, c);

        double worst = 0;
        for (int row = 0; row < n; row++)
            for (int column = 0; column < n; column++)
            {
                if (half == (byte)'U' ? column < row : column > row)
                {
                    if (c[row, column] != before[row, column]) return (worst, "wrote into the other half");
                    continue;
                }

                double sum = 0, magnitude = 0;
                for (int index = 0; index < k; index++)
                {
                    double term = turned ? a[index, row] * a[index, column] : a[row, index] * a[column, index];
                    sum += term;
                    magnitude += Math.Abs(term);
                }

                double kept = beta * before[row, column];
                double error = Rounding.Error<T>(c[row, column], alpha * sum + kept, Math.Abs(alpha) * magnitude + Math.Abs(kept), k);
                if (!(error <= worst)) worst = error;
                if (double.IsNaN(worst)) return (worst, null);
            }

        return (worst, c.PaddingIsIntact() && a.PaddingIsIntact() ? null : "wrote beside the matrix");
    }
}
