using Assay.Verification;

namespace Assay.Reporting;

/// <summary>The figures of a trial: one line for each count of threads and each size, with bars where somebody looks.</summary>
internal static class TrialTable
{
    private const int BarWidth = 20;
    private const int LineWidth = 65;
    private static readonly char[] Eighths = [' ', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

    /// <summary>Writes the table.</summary>
    public static void Write(BlasTrialResult result, TextWriter writer, TextStyle style, bool bars)
    {
        writer.WriteLine();
        writer.WriteLine(style.Faint("  threads     n   dgemm GFLOP/s  of peak   sgemm GFLOP/s  of peak"));
        foreach (IGrouping<(int Threads, int Size), GemmTiming> line in result.Timings.GroupBy(timing => (timing.Threads, timing.Size)))
        {
            GemmTiming? twice = line.FirstOrDefault(timing => timing.Routine == "dgemm");
            GemmTiming? once = line.FirstOrDefault(timing => timing.Routine == "sgemm");
            string text = $"  {line.Key.Threads,7}  {line.Key.Size,4}   {Figure(twice),13}  {Share(twice),7}   {Figure(once),13}  {Share(once),7}".TrimEnd();
            writer.WriteLine(bars && twice is not null && result.Share(twice) is { } share ? $"{text,-LineWidth}  {style.Frame(Bar(share))}" : text);
        }

        foreach (PeakMeasurement peak in result.Peaks)
            writer.WriteLine($"  {peak.Threads,7}  peak   {peak.Double,13:0.0}  {"",7}   {peak.Single,13:0.0}           measured with {peak.Instructions}");
        foreach (IGrouping<string, GemmTiming> skipped in result.Timings.Where(timing => timing.Skipped is not null).GroupBy(timing => timing.Skipped!))
            writer.WriteLine($"  skipped: {string.Join(", ", skipped.Select(timing => $"{timing.Routine} of {timing.Size} with {timing.Threads} thread{(timing.Threads == 1 ? "" : "s")}"))}: {PrintableText.OneLine(skipped.Key)}");

        string Figure(GemmTiming? timing) => timing?.Gigaflops is { } figure ? figure.ToString(figure < 1 ? "0.000" : "0.0") : timing is null ? "" : "skipped";

        string Share(GemmTiming? timing) => timing is not null && result.Share(timing) is { } share ? share < 0.1 ? $"{share * 100:0.0} %" : $"{share * 100:0} %" : "";
    }

    /// <summary>A bar whose full length is the peak.</summary>
    /// <param name="share">What part of it to draw; more than all is drawn as all.</param>
    internal static string Bar(double share)
    {
        int eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * BarWidth * 8);
        string bar = new string('█', eighths / 8) + (eighths % 8 == 0 ? "" : Eighths[eighths % 8]);
        return bar.Length == 0 ? "▏" : bar;
    }
}
