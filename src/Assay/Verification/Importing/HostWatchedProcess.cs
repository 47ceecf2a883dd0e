using System.Collections;
using System.Diagnostics;
using System.IO.Pipes;

namespace Assay.Verification.Importing;

/// <summary>Runs a command on Linux: started, watched and ended by a thread of its own.</summary>
internal static class HostWatchedProcess
{
    /// <summary>The numbers of the two files in the child: above what programs that close "all" files go through by hand, below every usual limit.</summary>
    public const int AnswerNumber = 700, TraceNumber = 701;

    private const string MarkVariable = "ASSAY_VERIFY";
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs an import to its end, which comes in any case.</summary>
    /// <param name="order">What is run.</param>
    /// <param name="arguments">The arguments behind its command.</param>
    /// <param name="scratch">The files to hand on.</param>
    /// <param name="isOverdue">Asked again and again with the seconds since the start: whether it has had its time.</param>
    public static ProcessEnd Run(ImportOrder order, string[] arguments, HostScratch scratch, Func<double, bool> isOverdue)
    {
        string mark = $"{MarkVariable}={Guid.NewGuid():N}";
        WatchedCommand command = new([.. order.Command, .. arguments], order.Directory, [.. Variables(order), mark], mark)
        {
            Files = [((int)scratch.Answer.DangerousGetHandle(), AnswerNumber), ((int)scratch.Trace.DangerousGetHandle(), TraceNumber)],
            IsWatched = order.IsWatched,
            ReadsStops = !order.IsEmulated,

            // An interpreter answers this with the stack it stands in. An emulator takes its time.
            LastWords = TimeSpan.FromSeconds(order.IsEmulated ? 10 : 2),
        };
        return Run(command, isOverdue);
    }

    /// <summary>Runs a command to its end, which comes in any case.</summary>
    /// <param name="command">What is run.</param>
    /// <param name="isOverdue">Asked again and again with the seconds since the start: whether it has had its time.</param>
    public static ProcessEnd Run(WatchedCommand command, Func<double, bool> isOverdue)
    {
        using AnonymousPipeServerStream pipe = new(PipeDirection.In, HandleInheritability.None);
        long started = Stopwatch.GetTimestamp();
        ManualResetEventSlim hasStarted = new(), hasEnded = new();
        ProcessEnd end = new();
        int child = 0;
        Thread thread = new(() =>
        {
            int writing = (int)pipe.ClientSafePipeHandle.DangerousGetHandle();
            child = HostSpawn.Start(command.Words, command.Directory, command.Variables, [(writing, 1), (writing, 2), .. command.Files], out string problem);
            if (child != 0) HostDescendants.Add(child, command.Mark);
            HostTracer? tracer = child == 0 ? null : new(child, command.IsWatched, command.ReadsStops);
            hasStarted.Set();
            int? status = tracer?.Wait();
            end = end with
            {
                Problem = child == 0 ? problem : null,
                Status = (status & 0x7f) == 0 ? status >> 8 & 0xff : null,
                Signal = (status & 0x7f) is > 0 and var signal ? signal : null,
                Stops = tracer?.Stops ?? [],
            };
            hasEnded.Set();
        })
        { IsBackground = true };
        thread.Start();
        hasStarted.Wait();
        pipe.DisposeLocalCopyOfClientHandle();
        BoundedTalk talk = new(command.Tee is null ? pipe : command.Tee(pipe));
        bool wasOverdue = false;
        while (!hasEnded.Wait(Glance))
        {
            if (!isOverdue(Stopwatch.GetElapsedTime(started).TotalSeconds)) continue;

            // What does not answer the polite signal is killed.
            wasOverdue = true;
            if (command.LastWords is { } words)
            {
                HostDescendants.Signal(child, HostDescendants.AbortSignal);
                if (!hasEnded.Wait(words)) HostDescendants.KillGroup(child);
            }
            else
                HostDescendants.KillGroup(child);

            // What the kernel itself holds (a disk that does not answer) is left to it.
            if (!hasEnded.Wait(TimeSpan.FromSeconds(10))) break;
        }

        // The watch ends with its thread, and with it everything that was watched.
        _ = thread.Join(TimeSpan.FromSeconds(1));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (child != 0) HostDescendants.Sweep(child, command.Mark);
        return end with { IsOverdue = wasOverdue, Talk = talk.Text(), Seconds = seconds };
    }

    private static IEnumerable<string> Variables(ImportOrder order)
    {
        SortedDictionary<string, string> variables = new(StringComparer.Ordinal);
        if (order.InheritsVariables)
            foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables()) variables[(string)entry.Key] = (string?)entry.Value ?? "";
        else
            variables["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
        variables["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach ((string name, string? value) in order.Variables)
        {
            if (value is null) variables.Remove(name);
            else variables[name] = value;
        }

        return variables.Select(pair => $"{pair.Key}={pair.Value}");
    }
}
