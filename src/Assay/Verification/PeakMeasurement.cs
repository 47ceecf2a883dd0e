namespace Assay.Verification;

/// <summary>What the vector units of this processor reached with multiply-adds that never wait for memory.</summary>
/// <param name="Threads">How many threads worked at once.</param>
/// <param name="Instructions">The instructions that were fastest: AVX-512, AVX2, SSE2, NEON.</param>
/// <param name="Double">GFLOP/s in double precision, all threads together.</param>
/// <param name="Single">GFLOP/s in single precision, all threads together.</param>
public sealed record PeakMeasurement(int Threads, string Instructions, double Double, double Single);
