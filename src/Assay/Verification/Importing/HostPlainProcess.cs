using System.ComponentModel;
using System.Diagnostics;

namespace Assay.Verification.Importing;

/// <summary>Runs an order on macOS and Windows, with what .NET offers: the answer comes, and how the process ended; where it stood does not.</summary>
internal static class HostPlainProcess
{
    /// <summary>Runs it to its end, which comes in any case.</summary>
    /// <param name="order">What is run.</param>
    /// <param name="arguments">The arguments behind its command.</param>
    /// <param name="isOverdue">Asked again and again with the seconds since the start: whether it has had its time.</param>
    public static ProcessEnd Run(ImportOrder order, string[] arguments, Func<double, bool> isOverdue)
    {
        ProcessStartInfo start = new(order.Command[0], [.. order.Command[1..], .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = order.Directory,
        };
        if (!order.InheritsVariables) start.Environment.Clear();
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach ((string name, string? value) in order.Variables)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        long started = Stopwatch.GetTimestamp();
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            return new ProcessEnd { Problem = error.Message };
        }

        if (process is null) return new ProcessEnd { Problem = $"{order.Command[0]}: cannot be started" };
        using Process child = process;
        child.StandardInput.Close();
        BoundedTalk talk = new(child.StandardError.BaseStream);
        _ = new BoundedTalk(child.StandardOutput.BaseStream);
        bool wasOverdue = false;
        while (!child.WaitForExit(50) && !wasOverdue) wasOverdue = isOverdue(Stopwatch.GetElapsedTime(started).TotalSeconds);
        if (wasOverdue && !OperatingSystem.IsWindows())
        {
            HostDescendants.Signal(child.Id, HostDescendants.AbortSignal);
            _ = child.WaitForExit(2000);
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        try
        {
            child.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException or NotSupportedException)
        {
            // It is gone already.
        }

        _ = child.WaitForExit(5000);
        int? status = child.HasExited ? child.ExitCode : null;

        // .NET gives 128 and the number of the signal, as shells do.
        bool isSignal = !OperatingSystem.IsWindows() && status is > 128 and <= 128 + 64;
        return new ProcessEnd { Status = isSignal ? null : status, Signal = isSignal ? status - 128 : null, IsOverdue = wasOverdue, Talk = talk.Text(), Seconds = seconds };
    }
}
