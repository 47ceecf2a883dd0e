using System.Collections.Immutable;

namespace Assay.Verification.Importing;

/// <summary>The first example of scikit-learn's LinearRegression, fitted by the environment itself: four points of <c>y = 1 a + 2 b + 3</c>.</summary>
/// <param name="Text">What <c>print(model.coef_)</c> prints.</param>
/// <param name="Coefficients">The two slopes.</param>
/// <param name="Intercept">The intercept.</param>
/// <param name="Numpy">NumPy's version.</param>
/// <param name="ScikitLearn">scikit-learn's version.</param>
public sealed record FittedExample(string Text, ImmutableArray<double> Coefficients, double Intercept, string Numpy, string ScikitLearn)
{
    // Conditioned so mildly that every correct library is nearer than this by five digits.
    private const double Tolerance = 1e-10;

    /// <summary>The larger distance of a slope from 1 and 2.</summary>
    public double CoefficientDistance => Coefficients.Length == 2 ? Math.Max(Math.Abs(Coefficients[0] - 1), Math.Abs(Coefficients[1] - 2)) : double.NaN;

    /// <summary>The distance of the intercept from 3.</summary>
    public double InterceptDistance => Math.Abs(Intercept - 3);

    /// <summary>True when the plane is the one the points were made from.</summary>
    public bool IsRight => CoefficientDistance <= Tolerance && InterceptDistance <= Tolerance;
}
