using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Assay.Repairs;
using Assay.Tests.Fixtures;
using Assay.Tests.House;

namespace Assay.Tests.Repairs;

/// <summary>The whole program at a repair, in a process of its own, which a test may end wherever it likes. The published program where there is a fresh one: it starts faster.</summary>
internal sealed class Drill : IDisposable
{
    private static readonly Lazy<string[]> Program = new(FindProgram);
    private readonly string mark = "ASSAY_TEST_MARK=" + Guid.NewGuid();
    private readonly Process process;
    private bool isWaiting;

    private Drill(JsonObject order, IEnumerable<KeyValuePair<string, string?>>? variables)
    {
        // Where tests run in the background of a shell, SIGINT is ignored, and what they start would inherit that.
        ProcessStartInfo start = new(Needs.Program("env"), ["--default-signal=INT", .. Program.Value, RepairDrill.Command]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        start.Environment["ASSAY_TEST_MARK"] = mark["ASSAY_TEST_MARK=".Length..];
        foreach ((string name, string? value) in variables ?? []) start.Environment[name] = value;
        process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.StandardInput.Write(order.ToJsonString(new JsonSerializerOptions { WriteIndented = false }) + "\n");
        process.StandardInput.Flush();
    }

    /// <summary>Its process.</summary>
    public int Id => process.Id;

    /// <summary>Starts one.</summary>
    public static Drill Start(JsonObject order, IEnumerable<KeyValuePair<string, string?>>? variables = null) => new(order, variables);

    /// <summary>Runs one to its end.</summary>
    public static DrillAnswer Run(JsonObject order, IEnumerable<KeyValuePair<string, string?>>? variables = null)
    {
        using Drill drill = Start(order, variables);
        return drill.Finish();
    }

    /// <summary>Lets it go on from place to place.</summary>
    /// <param name="last">The place to stop before going on from; null to go to the end.</param>
    /// <returns>The places it passed.</returns>
    public List<string> Pass(string? last)
    {
        List<string> places = [];
        if (isWaiting) GoOn();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            if (!line.StartsWith("at ", StringComparison.Ordinal)) continue;
            places.Add(line[3..]);
            isWaiting = true;
            if (line[3..] == last) return places;
            GoOn();
        }

        return places;

        void GoOn()
        {
            isWaiting = false;
            process.StandardInput.Write("\n");
            process.StandardInput.Flush();
        }
    }

    /// <summary>Waits for a line that begins so.</summary>
    public string? Await(string beginning)
    {
        while (process.StandardOutput.ReadLine() is { } line)
            if (line.StartsWith(beginning, StringComparison.Ordinal)) return line;
        return null;
    }

    /// <summary>Ends it as nobody can refuse, and sees that nothing it started goes on.</summary>
    public void Kill()
    {
        process.Kill(entireProcessTree: false);
        process.WaitForExit();
        AssertAlone();
    }

    /// <summary>Sends a signal.</summary>
    public void Signal(string signal) => ChildProcess.Run("/bin/kill", ["-" + signal, $"{process.Id}"]);

    /// <summary>Kills what it started, and a moment later sends it a signal.</summary>
    /// <param name="signal">The signal, as in <c>TERM</c>.</param>
    public void SignalBehind(string signal) => ChildProcess.Run("/bin/sh", ["-c", $"for child in $(cat /proc/{process.Id}/task/*/children); do kill -KILL $child; done; sleep 0.05; kill -{signal} {process.Id}"]);

    /// <summary>Waits for its end.</summary>
    public DrillAnswer Finish()
    {
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        AssertAlone();
        return DrillAnswer.Read(output);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited) process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private void AssertAlone()
    {
        long limit = Environment.TickCount64 + 5000;
        while (Verification.Trials.ProcessesMarked(mark).Count > 0)
        {
            Assert.True(Environment.TickCount64 < limit, "something it started goes on");
            Thread.Sleep(10);
        }
    }

    private static string[] FindProgram()
    {
        string published = Path.Combine(Repository.Root, "artifacts", "assay", "assay");
        if (File.Exists(published) && File.GetLastWriteTimeUtc(published) >= Repository.SourceFiles("src").Max(File.GetLastWriteTimeUtc)) return [published];
        return [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", Path.Combine(AppContext.BaseDirectory, "Assay.Cli.dll")];
    }
}
