using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Assay.Lab.Referee;

/// <summary>How a program ended and what it wrote.</summary>
/// <param name="ExitStatus">As a shell shows it: 128 and the signal's number for a process that a signal ended; -1 when it never started.</param>
internal sealed record ChildResult(int ExitStatus, bool TimedOut, string Output, string Error);

/// <summary>Runs programs that may crash, hang or talk without end.</summary>
internal static partial class ChildProcess
{
    private const int MostOutput = 1 << 20;

    /// <summary>Runs a program to its end.</summary>
    /// <param name="environment">The whole process environment, or null for this process's own.</param>
    public static ChildResult Run(string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string>? environment = null, int timeoutSeconds = 60, string? input = null)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8 };
        if (environment is not null)
        {
            start.Environment.Clear();
            foreach ((string name, string value) in environment) start.Environment[name] = value;
        }

        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            return new ChildResult(-1, false, "", error.Message);
        }

        using (process)
        {
            if (input is not null) process.StandardInput.Write(input);
            process.StandardInput.Close();
            Task<string> output = Collect(process.StandardOutput);
            Task<string> error = Collect(process.StandardError);
            bool ended = process.WaitForExit(timeoutSeconds * 1000);
            if (!ended) process.Kill(entireProcessTree: true);
            process.WaitForExit();
            return new ChildResult(process.ExitCode, !ended, output.Result, error.Result);
        }
    }

    /// <summary>No core files: a thousand crashes are wanted here, their memory is not.</summary>
    public static void ForbidCoreFiles()
    {
        Limit none = default;
        _ = SetResourceLimit(4, in none);
    }

    private static async Task<string> Collect(StreamReader reader)
    {
        StringBuilder text = new();
        char[] buffer = new char[8192];
        for (int read; (read = await reader.ReadAsync(buffer).ConfigureAwait(false)) > 0;)
            if (text.Length < MostOutput) text.Append(buffer, 0, read);
        return text.ToString();
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    private static partial int SetResourceLimit(int resource, in Limit limit);
}
