using System.Collections.Immutable;

namespace Assay.Verification;

/// <summary>The outcome of the small regression: four points of <c>y = 1 a + 2 b + 3</c>.</summary>
/// <param name="Coefficients">The two slopes that <c>dgelsd</c> found.</param>
/// <param name="Intercept">What the means leave over.</param>
/// <param name="Residual">The largest distance of a point from the fitted plane.</param>
/// <param name="Rank">The rank that was found; two is right.</param>
/// <param name="Info">What the routine reports; zero is success.</param>
public sealed record TrialExample(ImmutableArray<double> Coefficients, double Intercept, double Residual, int Rank, int Info)
{
    // Conditioned so mildly that every correct library is nearer than this by five digits.
    private const double Tolerance = 1e-10;

    /// <summary>True when the plane is the one the points were made from.</summary>
    public bool IsRight => Info == 0 && Rank == 2 && Coefficients.Length == 2
        && Math.Abs(Coefficients[0] - 1) <= Tolerance && Math.Abs(Coefficients[1] - 2) <= Tolerance
        && Math.Abs(Intercept - 3) <= Tolerance && Residual <= Tolerance;
}
