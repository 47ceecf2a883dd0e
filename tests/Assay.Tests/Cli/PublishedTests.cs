using System.Diagnostics;
using Assay.Tests.Fixtures;
using Assay.Tests.House;

namespace Assay.Tests.Cli;

/// <summary>The contract, held by the program that <c>dev.cs publish</c> leaves behind.</summary>
[Trait("speed", "slow")]
public sealed class PublishedTests : CliContract
{
    [Fact]
    public void A_reader_that_goes_away_is_no_fault()
    {
        (int status, string output, string error) = ChildProcess.Run("/bin/sh", ["-c", $"{Program()} --help | head -n 1; {Program()} explain | head -n 1"]);
        Assert.Equal(0, status);
        Assert.Empty(error);
        Assert.NotEmpty(output);
    }

    [Fact]
    public void A_full_disk_is_said_in_one_line()
    {
        Needs.Require(File.Exists("/dev/full"), "no /dev/full");
        (int status, _, string error) = ChildProcess.Run("/bin/sh", ["-c", $"{Program()} --help > /dev/full"]);
        Assert.Equal(2, status);
        Assert.StartsWith("assay: the output cannot be written", error, StringComparison.Ordinal);
    }

    internal override CliOutcome Run(string[] arguments, string? input = null)
    {
        ProcessStartInfo start = new(Program(), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        using Process process = Process.Start(start)!;
        if (input is not null) process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new CliOutcome(process.ExitCode, output, error.GetAwaiter().GetResult());
    }

    private static string Program()
    {
        string program = Path.Combine(Repository.Root, "artifacts", "assay", OperatingSystem.IsWindows() ? "assay.exe" : "assay");
        Needs.Require(File.Exists(program), "no published program (dotnet run dev.cs -- publish)");
        DateTime newest = Repository.SourceFiles("src").Max(File.GetLastWriteTimeUtc);
        Needs.Require(File.GetLastWriteTimeUtc(program) >= newest, "the published program is older than the sources (dotnet run dev.cs -- publish)");
        return program;
    }
}
