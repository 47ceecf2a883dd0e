using System.Diagnostics;

namespace Assay.Verification;

/// <summary>
/// Measures how many operations the vector units of this processor do when nothing holds them up: multiply-adds on registers, enough of them independent
/// of each other to fill every pipeline. This is the top that a matrix product can come near and, without a matrix unit, not exceed.
/// </summary>
internal static class PeakMeter
{
    // Runs shorter than a turn of the scheduler, so that some are not interrupted even on a busy machine.
    private const double RunSeconds = 0.002;
    private const double Seconds = 0.15;
    private const int FewestRuns = 3;

    /// <summary>Measures with some threads at once.</summary>
    /// <param name="threads">How many.</param>
    /// <returns>The best kernel's figures; null where no kernel can be run.</returns>
    public static PeakMeasurement? Measure(int threads)
    {
        PeakMeasurement? best = null;
        foreach (PeakKernel kernel in PeakKernel.ForThisProcessor())
        {
            PeakMeasurement measured = new(threads, kernel.Name, Best(kernel.Double, kernel.DoubleOperations, threads), Best(kernel.Single, kernel.SingleOperations, threads));
            if (best is null || measured.Double > best.Double) best = measured;
        }

        return best;
    }

    private static double Best(Action<long> kernel, int operations, int threads)
    {
        // So many steps that a run is long enough to time, on an emulator as well.
        long steps = 1000;
        double seconds;
        while ((seconds = Time(kernel, steps)) < RunSeconds / 4) steps *= 2;
        steps = Math.Max(1, (long)(steps * RunSeconds / seconds));

        double best = 0;
        long start = Stopwatch.GetTimestamp();
        for (int run = 0; run < FewestRuns || Stopwatch.GetElapsedTime(start).TotalSeconds < Seconds; run++)
        {
            double elapsed = threads == 1 ? Time(kernel, steps) : TimeTogether(kernel, steps, threads);
            best = Math.Max(best, (double)operations * steps * threads / elapsed / 1e9);
        }

        return best;
    }

    private static double Time(Action<long> kernel, long steps)
    {
        long start = Stopwatch.GetTimestamp();
        kernel(steps);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    // From the first start to the last end: what all of them did in that time is what they can do together.
    private static double TimeTogether(Action<long> kernel, long steps, int threads)
    {
        using Barrier barrier = new(threads);
        long[] starts = new long[threads], ends = new long[threads];
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(index => new Thread(() =>
        {
            barrier.SignalAndWait();
            starts[index] = Stopwatch.GetTimestamp();
            kernel(steps);
            ends[index] = Stopwatch.GetTimestamp();
        }))];
        foreach (Thread worker in workers) worker.Start();
        foreach (Thread worker in workers) worker.Join();
        return Stopwatch.GetElapsedTime(starts.Min(), ends.Max()).TotalSeconds;
    }
}
