using System.Diagnostics;
using System.Numerics;

namespace Assay.Verification;

/// <summary>Times square products. What would not fit into the time is skipped and said.</summary>
/// <param name="blas">The library.</param>
/// <param name="order">Sizes, threads and time.</param>
/// <param name="speaker">Where it is said.</param>
internal sealed class GemmTimer(LibraryRoutines blas, TrialOrder order, TrialSpeaker speaker)
{
    private const int LargestSize = 8192;
    private const int FewestRuns = 3;
    private const int MostRuns = 50;
    private const double EnoughSeconds = 0.3;
    private readonly long started = Stopwatch.GetTimestamp();

    /// <summary>Times <c>dgemm</c> and <c>sgemm</c> over all sizes, small ones first.</summary>
    public void Run()
    {
        double?[] rates = [null, null];
        foreach (int size in order.Request.Sizes.Where(size => size is > 0 and <= LargestSize).Order())
        {
            rates[0] = Time<double>("dgemm", size, rates[0]);
            rates[1] = Time<float>("sgemm", size, rates[1]);
        }
    }

    // Returns seconds per operation, from which the time of the next size is foretold.
    private double? Time<T>(string routine, int size, double? rate)
        where T : unmanaged, INumber<T>
    {
        bool cblas = blas.Fortran(routine) == 0;
        if (cblas && blas.Cblas(routine) == 0) return null;
        speaker.Begin(TrialStep.Timing, $"{routine}, n = {size}");
        ProductCalls calls = new(blas, cblas);
        if (rate is null) rate = Several<T>(calls, 64, 1)[0] / Operations(64);
        double left = order.Budget - Stopwatch.GetElapsedTime(started).TotalSeconds;
        double foretold = rate.Value * Operations(size);
        if (foretold * (FewestRuns + 1) > left)
        {
            speaker.Say(new TrialMessage { Timing = new GemmTiming(routine, order.Threads, size, 0, null, $"{FewestRuns + 1} products of about {foretold:0.##} s do not fit into what is left of the time") });
            return rate;
        }

        List<double> times = Several<T>(calls, size, MostRuns);

        // The fastest run, as the peak is the fastest run: whatever else the machine does only slows.
        double fastest = Math.Max(times.Min(), 1e-9);
        speaker.Say(new TrialMessage { Timing = new GemmTiming(routine, order.Threads, size, times.Count, fastest, null) });
        return times.Max() / Operations(size);
    }

    private static List<double> Several<T>(ProductCalls calls, int size, int mostRuns)
        where T : unmanaged, INumber<T>
    {
        using PlainMatrix<T> a = new PlainMatrix<T>(size, size, calls.ByRows, room: 0).Fill(1);
        using PlainMatrix<T> b = new PlainMatrix<T>(size, size, calls.ByRows, room: 0).Fill(2);
        using PlainMatrix<T> c = new(size, size, calls.ByRows, room: 0);

        // The first call wakes threads and fetches pages; it does not count.
        calls.Gemm((byte)'N', (byte)'N', size, size, size, 1, a, b, 0, c);
        List<double> times = [];
        double total = 0;
        while (times.Count < mostRuns && (times.Count < FewestRuns || total < EnoughSeconds))
        {
            long start = Stopwatch.GetTimestamp();
            calls.Gemm((byte)'N', (byte)'N', size, size, size, 1, a, b, 0, c);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            total += times[^1];
        }

        return times;
    }

    private static double Operations(int size) => 2.0 * size * size * size;
}
