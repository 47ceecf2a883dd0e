using System.Diagnostics;

namespace Assay.Tests.Fixtures;

/// <summary>Runs a program to its end: the referee of many tests.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program.</summary>
    /// <param name="file">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="environment">Variables to set, or to unset by null.</param>
    /// <param name="directory">The working directory; null for that of the test.</param>
    public static (int ExitCode, string Output, string Error) Run(
        string file, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string?>>? environment = null, string? directory = null)
    {
        ProcessStartInfo start = new(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (directory is not null) start.WorkingDirectory = directory;
        foreach ((string name, string? value) in environment ?? [])
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException("no process");
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        if (!process.WaitForExit(TimeSpan.FromMinutes(3))) process.Kill(entireProcessTree: true);
        return (process.ExitCode, output, error.GetAwaiter().GetResult());
    }
}
