using System.Collections;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using Assay.Verification.Importing;

namespace Assay.Repairs;

/// <summary>Runs the commands of a repair: each ends in time, when the user says so, and with us, and nothing it started goes on after it.</summary>
/// <param name="order">What is wanted.</param>
/// <param name="directory">Where they start: a directory of ours, so that no file of the user's is taken for a configuration or a module.</param>
/// <param name="held">The lock, which they hold as well.</param>
/// <param name="mark">The variable they are known by.</param>
/// <param name="log">What sees their output.</param>
/// <param name="stop">When the user stops it.</param>
internal sealed class HostRepairProcess(RepairOrder order, string directory, HostRepairLock held, string mark, HostRepairLog log, CancellationToken stop)
{
    private const int LockNumber = 702; // the number of the locked file in the child, above those that programs use by hand

    // What the user says about the way to the network and to the tool's own store; everything else pip and uv read from variables would change what is installed, or where.
    private static readonly string[] Kept =
    [
        "PIP_CERT", "PIP_CLIENT_CERT", "PIP_PROXY", "PIP_TRUSTED_HOST", "PIP_CACHE_DIR", "PIP_NO_CACHE_DIR", "PIP_CONFIG_FILE", "PIP_KEYRING_PROVIDER",
        "UV_CACHE_DIR", "UV_NO_CACHE", "UV_NATIVE_TLS", "UV_SYSTEM_CERTS", "UV_INSECURE_HOST", "UV_KEYRING_PROVIDER", "UV_CONFIG_FILE",
    ];

    /// <summary>Runs one to its end.</summary>
    /// <param name="command">The command.</param>
    public ProcessEnd Run(RepairCommand command)
    {
        log.Say("$ " + command.Text);
        bool IsOverdue(double seconds) => stop.IsCancellationRequested || seconds > order.Patience.TotalSeconds;
        ProcessEnd end = OperatingSystem.IsLinux()
            ? HostWatchedProcess.Run(new WatchedCommand(command.Words, directory, [.. Variables(command).Select(pair => $"{pair.Key}={pair.Value}"), mark], mark)
            {
                Files = [((int)held.Handle.DangerousGetHandle(), LockNumber)],
                Tee = log.Tee,
            }, IsOverdue)
            : RunPlainly(command, IsOverdue);
        HostRepairStop.AwaitBehind(stop, end.Signal);
        log.Say(end.Problem ?? (end.Signal is { } signal ? $"died of {SignalName.Of(signal)}" : $"ended with status {end.Status}") + $" after {end.Seconds:0.0} s");
        return end;
    }

    private static SortedDictionary<string, string> Variables(RepairCommand command)
    {
        SortedDictionary<string, string> variables = new(StringComparer.Ordinal);
        foreach (DictionaryEntry entry in Environment.GetEnvironmentVariables())
        {
            string name = (string)entry.Key;
            bool isTools = name.StartsWith("PIP_", StringComparison.Ordinal) || name.StartsWith("UV_", StringComparison.Ordinal) || name.StartsWith("PYTHON", StringComparison.Ordinal);
            if (isTools ? Kept.Contains(name) : name is not ("VIRTUAL_ENV" or "CONDA_PREFIX" or "__PYVENV_LAUNCHER__")) variables[name] = (string?)entry.Value ?? "";
        }

        foreach ((string name, string? value) in command.Variables)
        {
            if (value is null) variables.Remove(name);
            else variables[name] = value;
        }

        return variables;
    }

    private ProcessEnd RunPlainly(RepairCommand command, Func<double, bool> isOverdue)
    {
        ProcessStartInfo start = new(command.Words[0], command.Words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = directory };
        start.Environment.Clear();
        foreach ((string name, string value) in Variables(command)) start.Environment[name] = value;
        long started = Stopwatch.GetTimestamp();
        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            return new ProcessEnd { Problem = $"{command.Words[0]}: {error.Message}" };
        }

        if (process is null) return new ProcessEnd { Problem = $"{command.Words[0]}: cannot be started" };
        using Process child = process;
        HostDescendants.Add(child.Id, mark);
        child.StandardInput.Close();
        BoundedTalk errors = new(log.Tee(child.StandardError.BaseStream)), output = new(log.Tee(child.StandardOutput.BaseStream));
        bool wasOverdue = false;
        while (!child.WaitForExit(50) && !wasOverdue) wasOverdue = isOverdue(Stopwatch.GetElapsedTime(started).TotalSeconds);
        try
        {
            child.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException or NotSupportedException)
        {
            // It is gone already.
        }

        _ = child.WaitForExit(5000);
        return new ProcessEnd { Status = child.HasExited ? child.ExitCode : null, IsOverdue = wasOverdue, Talk = output.Text() + "\n" + errors.Text(), Seconds = Stopwatch.GetElapsedTime(started).TotalSeconds };
    }
}
