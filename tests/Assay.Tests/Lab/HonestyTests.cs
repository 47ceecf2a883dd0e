using Assay.Tests.Fixtures;

namespace Assay.Tests.Lab;

/// <summary>The laboratory itself, run with a predictor that is deliberately wrong.</summary>
public class HonestyTests
{
    private const string AlwaysImports = """
        #!/bin/sh
        echo '{"version": 1, "verdicts": [{"import": "whatever", "verdict": "imports", "findings": []}], "findings": []}'
        """;

    [Fact]
    [Trait("speed", "slow")]
    public void A_program_that_always_says_imports_makes_the_laboratory_fail()
    {
        string root = Needs.Asset("amd64");
        Needs.Program("unshare");
        Needs.Require(Environment.UserName == "root", "no right to change the root directory");
        string work = Path.Combine(Path.GetDirectoryName(root)!, "honesty");
        Directory.CreateDirectory(work);
        string program = Path.Combine(work, "always-imports");
        File.WriteAllText(program, AlwaysImports);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(program, (UnixFileMode)0b111_101_101);

        Assay.Lab.Referee.ChildResult result = Assay.Lab.Referee.ChildProcess.Run(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Assay.Lab.dll"), "--program", program, "--work", work, "--assets", Path.GetDirectoryName(root)!, "--base", "debian", "--platform", "x86_64", "--sample", "20", "--no-cache"], timeoutSeconds: 300);
        string report = File.ReadAllText(Path.Combine(work, "report.md"));
        Directory.Delete(work, recursive: true);

        Assert.True(result.ExitStatus == 1, result.Error);
        Assert.Contains("missed: verdicts agree in", result.Output, StringComparison.Ordinal);
        Assert.Contains("predicted  imports", report, StringComparison.Ordinal);
    }
}
