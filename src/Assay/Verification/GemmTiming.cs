namespace Assay.Verification;

/// <summary>One timed matrix product.</summary>
/// <param name="Routine"><c>dgemm</c> or <c>sgemm</c>.</param>
/// <param name="Threads">How many threads the library had.</param>
/// <param name="Size">Rows and columns of the square matrices.</param>
/// <param name="Runs">How many runs there were.</param>
/// <param name="Seconds">The fastest of the runs; null when it was skipped.</param>
/// <param name="Skipped">Why it was skipped; null when it was not.</param>
public sealed record GemmTiming(string Routine, int Threads, int Size, int Runs, double? Seconds, string? Skipped)
{
    /// <summary>Billions of operations in a second: 2 n^3 over the time.</summary>
    public double? Gigaflops => Seconds is > 0 ? 2.0 * Size * Size * Size / Seconds / 1e9 : null;
}
