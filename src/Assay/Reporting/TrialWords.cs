using Assay.Blas;
using Assay.Verification;

namespace Assay.Reporting;

/// <summary>The sentences about a trial: one line for each thing that is wrong, one for the speed.</summary>
internal static class TrialWords
{
    // Below a quarter of the peak no tuned library stays at sizes where starting a product no longer counts.
    private const double Slow = 0.25;
    private const int TellingSize = 512;

    // What tuned libraries reach on one core with large matrices: measured at 80 to 95 %.
    private const double Usual = 0.9;

    /// <summary>What a process ended with, or null when it finished.</summary>
    public static string? Of(TrialEnding ending, BlasTrialRequest request)
    {
        string file = Subject(ending, request);
        return ending.Kind switch
        {
            TrialEndingKind.NotOpened => $"{file} could not be opened: {PrintableText.OneLine(ending.Text)}",
            TrialEndingKind.Crashed => $"{file} crashed with {Signal(ending.Number)} {Where(ending)}",
            TrialEndingKind.Exited when ending.Step == TrialStep.Closing => $"{file} ended the process with status {ending.Number} {Where(ending)}",
            TrialEndingKind.Exited => $"{file} ended the process by itself, with status {ending.Number}, {Where(ending)}",
            TrialEndingKind.Hung => $"{file} did not return {Where(ending)}: killed after {request.Patience:0.#} s without an answer",
            TrialEndingKind.NotStarted => $"the trial could not be started: {PrintableText.OneLine(ending.Text)}",
            _ => null,
        };
    }

    /// <summary>A library that is not what it was said to be.</summary>
    public static string Of(WidthProof lie, BlasTrialRequest request)
    {
        TrialLibrary? library = lie.Interface == "LAPACK" ? request.Lapack : request.Blas;
        return $"`{PrintableText.OneLine(FileName(library?.Path ?? ""))}` claims {Of(lie.Claimed)} and takes {Of(lie.Proved)}: proved by `{PrintableText.OneLine(lie.By)}`";
    }

    /// <summary>A width in words.</summary>
    public static string Of(IntegerWidth width) => width switch
    {
        IntegerWidth.Lp64 => "integers of 32 bits (LP64)",
        IntegerWidth.Ilp64 => "integers of 64 bits (ILP64)",
        _ => "integers of a width that was not proved",
    };

    /// <summary>How near the library comes to what the processor can do; null when that was not measured.</summary>
    public static string? Speed(BlasTrialResult result, out bool isSlow)
    {
        isSlow = false;
        int fewest = result.Timings.Where(timing => timing.Seconds is not null).Select(timing => timing.Threads).DefaultIfEmpty(0).Min();
        GemmTiming? largest = result.Timings.LastOrDefault(timing => timing.Threads == fewest && timing.Seconds is not null && timing.Routine == "dgemm");
        if (largest is null || result.Share(largest) is not { } share) return null;
        string part = $"{share * 100:0.#} %";
        string whose = fewest == 1 ? "this core's peak" : $"the peak of {fewest} threads";
        if (share > 1.1) return $"dgemm reaches {share:0.0} times {whose}: a matrix unit works beside the vector units";
        if (share >= Slow || largest.Size < TellingSize) return $"dgemm reaches {share * 100:0} % of {whose} (n = {largest.Size})";
        isSlow = true;
        string title = result.Request.Blas?.Title ?? "";
        string what = title.Contains("reference", StringComparison.OrdinalIgnoreCase) || title.Contains("netlib", StringComparison.OrdinalIgnoreCase) ? "reference BLAS" : "as slow as the reference BLAS";
        return $"dgemm reaches {part} of {whose} (n = {largest.Size}): {what}; {Usual / share:0}x is being left on the table (a tuned library reaches about {Usual * 100:0} %, and {Usual * 100:0} / {share * 100:0.#} = {Usual / share:0})";
    }

    /// <summary>The name of a signal, or its number.</summary>
    public static string Signal(int? number) => number switch
    {
        4 => "SIGILL",
        5 => "SIGTRAP",
        6 => "SIGABRT",
        7 or 10 => "SIGBUS",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        15 => "SIGTERM",
        31 => "SIGSYS",
        null => "an unknown signal",
        < 0 => $"exception 0x{number:x8}",
        _ => $"signal {number}",
    };

    private static string Where(TrialEnding ending)
    {
        string detail = PrintableText.OneLine(ending.Detail);
        string threads = ending.Threads == 1 ? "" : $" with {ending.Threads} threads";
        return ending.Step switch
        {
            TrialStep.Opening => "while it was opened, in a constructor",
            TrialStep.Facts => "when it was asked what it is",
            TrialStep.Probes => "in the probes of its calling convention",
            TrialStep.Example => $"in the example (`{detail}`)",
            TrialStep.Checks => $"in the check of `{detail}`{threads}",
            TrialStep.Timing => $"in the timing of {detail}{threads}",
            TrialStep.Closing => $"at the end of the process, in a destructor{threads}",
            _ => "before it was opened",
        };
    }

    private static string Subject(TrialEnding ending, BlasTrialRequest request)
    {
        string path = ending.Step switch
        {
            TrialStep.Opening => ending.Detail,
            TrialStep.Example => request.Lapack?.Path ?? "",
            _ => request.Blas?.Path ?? request.Lapack?.Path ?? "",
        };
        return $"`{PrintableText.OneLine(FileName(path))}`";
    }

    private static string FileName(string path) => path[(path.LastIndexOf('/') + 1)..];
}
