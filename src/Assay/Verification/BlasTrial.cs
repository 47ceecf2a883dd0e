using System.Collections.Immutable;
using System.Text.Json;

namespace Assay.Verification;

/// <summary>
/// Tries libraries by running them, never in this process: one child for each count of threads opens the files, proves what they are, checks and times
/// them, and says every step as it goes. Whatever a library does to its process, here it is a value.
/// </summary>
public static class BlasTrial
{
    /// <summary>The hidden command of the program that plays the child.</summary>
    public const string ChildCommand = "blas-child";

    // A library may read any of these; each is set to the count that is tried.
    private static readonly string[] ThreadVariables =
    [
        "OPENBLAS_NUM_THREADS", "GOTO_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "NVPL_NUM_THREADS",
    ];

    /// <summary>Runs a trial to its end, which comes in any case.</summary>
    /// <param name="request">What to try.</param>
    /// <param name="command">The program that is started, with its arguments: this very program and <see cref="ChildCommand"/>.</param>
    public static BlasTrialResult Run(BlasTrialRequest request, ImmutableArray<string> command)
    {
        ArgumentNullException.ThrowIfNull(request);
        int all = Environment.ProcessorCount;
        ImmutableArray<int> counts = !request.Threads.IsEmpty ? request.Threads : all == 1 ? [1] : [1, all];
        TrialCollector collector = new(request);
        foreach (int threads in counts)
        {
            TrialOrder order = new(request, threads, request.Budget / counts.Length);
            TrialEnding ending = RunChild(order, command, collector);
            collector.End(ending);
            if (ending.Kind != TrialEndingKind.Finished) break;
        }

        return collector.Result;
    }

    private static TrialEnding RunChild(TrialOrder order, ImmutableArray<string> command, TrialCollector collector)
    {
        int threads = order.Threads;
        IEnumerable<KeyValuePair<string, string?>> variables = ThreadVariables.Select(name => KeyValuePair.Create(name, (string?)threads.ToString())).Concat(order.Request.Variables);
        using HostTrialProcess? child = HostTrialProcess.Start(command, variables, JsonSerializer.Serialize(order, TrialJson.Default.TrialOrder), out string problem);
        if (child is null) return new TrialEnding(TrialEndingKind.NotStarted, threads, TrialStep.Starting, "") { Text = problem };

        TimeSpan patience = TimeSpan.FromSeconds(order.Request.Patience);
        long started = Environment.TickCount64;

        // Everything but the timings is small; a child that speaks without end is ended all the same.
        long limit = started + (long)(1000 * (order.Budget + 4 * order.Request.Patience));
        TrialEnding? early = null;
        collector.Begin(threads);
        while (early is null)
        {
            long left = limit - Environment.TickCount64;
            TimeSpan wait = TimeSpan.FromMilliseconds(Math.Max(0, Math.Min(left, patience.TotalMilliseconds)));
            byte[]? line = child.NextLine(wait, out bool ended);
            if (ended) break;
            if (line is null) early = Now(TrialEndingKind.Hung);
            else if (collector.Take(line) is { } refusal) early = Now(TrialEndingKind.NotOpened) with { Text = refusal };
        }

        int? status = early is null ? child.ExitStatus(patience) : null;
        child.Kill();
        collector.AddTalk(child.Talk());
        return early ?? Judge(status);

        TrialEnding Now(TrialEndingKind kind) => new(kind, threads, collector.Step, collector.Detail);

        TrialEnding Judge(int? exit) => exit switch
        {
            null => Now(TrialEndingKind.Hung),
            0 when collector.Step == TrialStep.Closing => Now(TrialEndingKind.Finished),
            _ when collector.Step == TrialStep.Starting => Now(TrialEndingKind.NotStarted) with { Number = exit, Text = $"it ended with status {exit} before it said anything" },

            // .NET gives 128 and the number of the signal, as shells do; Windows gives an NTSTATUS, which is negative.
            > 128 and <= 128 + 64 => Now(TrialEndingKind.Crashed) with { Number = exit - 128 },
            < 0 => Now(TrialEndingKind.Crashed) with { Number = exit },
            _ => Now(TrialEndingKind.Exited) with { Number = exit },
        };
    }
}
