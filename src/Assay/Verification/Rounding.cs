using System.Numerics;

namespace Assay.Verification;

/// <summary>How far results of correct routines may lie apart.</summary>
internal static class Rounding
{
    /// <summary>The distance of one and the next number.</summary>
    public static double Epsilon<T>()
        where T : unmanaged, INumber<T> => typeof(T) == typeof(float) ? 1.1920928955078125e-07 : 2.220446049250313e-16;

    /// <summary>
    /// An error in units of what is allowed: a sum of <paramref name="terms"/> products, added up in any order and with or without fused steps, differs from
    /// the exact one by at most about terms times half an epsilon times the sum of magnitudes (Higham, Accuracy and Stability of Numerical Algorithms, 3.1).
    /// The plain sum it is compared with has as much of its own, and scaling adds a few steps.
    /// </summary>
    /// <param name="found">The routine's result.</param>
    /// <param name="expected">The plain one.</param>
    /// <param name="magnitude">The sum of the magnitudes of all terms.</param>
    /// <param name="terms">How many products were added.</param>
    public static double Error<T>(double found, double expected, double magnitude, int terms)
        where T : unmanaged, INumber<T>
    {
        if (double.IsNaN(found)) return double.NaN;
        double difference = Math.Abs(found - expected);
        return difference == 0 ? 0 : difference / ((terms + 4) * Epsilon<T>() * magnitude + double.Epsilon);
    }
}
