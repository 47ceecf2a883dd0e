using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Assay.Verification.Importing;

namespace Assay.Verification;

/// <summary>
/// One child process: started, fed with one line, read line by line with a limit for everything, and gone at the end with all that it started.
/// </summary>
internal sealed class HostTrialProcess : IDisposable
{
    private const int LongestLine = 1 << 16;
    private const int MostLines = 5000;
    private const int MostBytes = 1 << 22;
    private const int LongestTalk = 2000;
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(100);

    // For what was said before the end and is still on its way through a busy machine.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);
    private readonly Process process;
    private readonly BlockingCollection<byte[]> lines = new(MostLines);
    private readonly StringBuilder talk = new();
    private readonly Thread talkReader;

    private HostTrialProcess(Process process)
    {
        this.process = process;
        new Thread(ReadLines) { IsBackground = true }.Start();
        talkReader = new Thread(ReadTalk) { IsBackground = true };
        talkReader.Start();
    }

    /// <summary>The identity of the process.</summary>
    public int Id => process.Id;

    /// <summary>Starts a child.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="variables">Variables to set, or to unset by null.</param>
    /// <param name="firstLine">What it reads first. Its standard input stays open as long as we live.</param>
    /// <param name="problem">Why it could not be started.</param>
    public static HostTrialProcess? Start(ImmutableArray<string> command, IEnumerable<KeyValuePair<string, string?>> variables, string firstLine, out string problem)
    {
        problem = "";
        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
        };
        foreach ((string name, string? value) in variables)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        Process? process;
        try
        {
            process = Process.Start(start);
            if (process is null) return null;
        }
        catch (Exception error) when (error is Win32Exception or InvalidOperationException)
        {
            problem = error.Message;
            return null;
        }

        try
        {
            process.StandardInput.Write(firstLine + "\n");
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended already, or does not listen: what it says and its status tell more.
        }

        return new HostTrialProcess(process);
    }

    /// <summary>The next line, or null when there is none in time or no more at all.</summary>
    /// <param name="wait">How long to wait.</param>
    /// <param name="ended">True when no more can come: the process is gone, or has closed its end.</param>
    public byte[]? NextLine(TimeSpan wait, out bool ended)
    {
        long limit = Environment.TickCount64 + (long)wait.TotalMilliseconds;
        ended = false;
        do
        {
            // What it started may hold the pipe open after it: its own end counts too, once all it said is read.
            bool gone = process.HasExited;
            if (lines.TryTake(out byte[]? line, gone ? Grace : Glance)) return line;
            ended = gone || lines.IsCompleted;
        }
        while (!ended && Environment.TickCount64 < limit);
        return null;
    }

    /// <summary>Waits for the end and gives the exit status; null when it does not come.</summary>
    /// <param name="wait">How long to wait.</param>
    public int? ExitStatus(TimeSpan wait) => process.WaitForExit(wait) ? process.ExitCode : null;

    /// <summary>Kills the process and everything it started.</summary>
    public void Kill()
    {
        int id = process.Id;
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It is gone already; what it started may not be.
        }

        // The child made itself the leader of a group, so that what outlives it can still be named.
        HostDescendants.Signal(-id, HostDescendants.KillSignal);
        _ = process.WaitForExit(TimeSpan.FromSeconds(5));
    }

    /// <summary>What it printed beside its messages, the beginning of it.</summary>
    public string Talk()
    {
        // A descendant that got away may hold the pipe open: the text is not worth a long wait.
        _ = talkReader.Join(TimeSpan.FromMilliseconds(500));
        lock (talk) return talk.ToString();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Kill();
        process.Dispose();
    }

    private void ReadLines()
    {
        try
        {
            Stream stream = process.StandardOutput.BaseStream;
            byte[] buffer = new byte[LongestLine];
            int used = 0;
            int count = 0;
            int total = 0;
            while (count < MostLines && total < MostBytes)
            {
                int read = used < buffer.Length ? stream.Read(buffer, used, buffer.Length - used) : 0;
                if (read <= 0) break;
                used += read;
                total += read;
                int start = 0;
                for (int end; count < MostLines && (end = Array.IndexOf(buffer, (byte)'\n', start, used - start)) >= 0; start = end + 1)
                {
                    lines.Add(buffer[start..end]);
                    count++;
                }

                buffer.AsSpan(start, used - start).CopyTo(buffer);
                used -= start;
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The pipe is gone: nothing more comes.
        }

        lines.CompleteAdding();
    }

    private void ReadTalk()
    {
        try
        {
            char[] buffer = new char[1024];
            StreamReader reader = process.StandardError;
            for (int read; (read = reader.Read(buffer, 0, buffer.Length)) > 0;)
                lock (talk)
                    if (talk.Length < LongestTalk) talk.Append(buffer, 0, Math.Min(read, LongestTalk - talk.Length));
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // As above.
        }
    }
}
