using Assay.Indexes;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Tests.Fixtures;
using Assay.Tests.Wheels;

namespace Assay.Tests.Indexes;

/// <summary>The real pip before our servers: what it does about an index that fails, and which of two equal files it takes.</summary>
[Trait("speed", "slow")]
public sealed class PipReality
{
    private const string Wheel = "demo-1.0-py3-none-any.whl";
    private const string Page = $"""<a href="{Wheel}">x</a>""";

    private static readonly byte[] Content = new ZipForge()
        .Add("demo/__init__.py")
        .Add("demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n\n")
        .Add("demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n\n")
        .Add("demo-1.0.dist-info/RECORD").Build();

    [Theory]
    [InlineData("200 OK", "Content-Type: text/html", SourceOutcome.Found)]
    [InlineData("403 Forbidden", "Content-Type: text/html", SourceOutcome.Denied)]
    [InlineData("404 Not Found", "Content-Type: text/html", SourceOutcome.Absent)]
    [InlineData("503 Busy", "Content-Type: text/html", SourceOutcome.Failed)]
    [InlineData("200 OK", "Content-Type: text/plain", SourceOutcome.Failed)]
    public async Task Pip_takes_the_last_of_equal_files_and_passes_over_an_index_that_fails(string status, string type, SourceOutcome outcome)
    {
        string python = Needs.Program("python3");
        Needs.Require(ChildProcess.Run(python, ["-m", "pip", "--version"]).ExitCode == 0, "no pip");
        await using LoopbackServer main = Server("200 OK", "Content-Type: text/html"), extra = Server(status, type);
        using TemporaryDirectory folder = new();
        (int exit, string output, string error) = await Task.Run(() => ChildProcess.Run(
            python,
            ["-m", "pip", "--isolated", "download", "--no-deps", "--no-cache-dir", "--disable-pip-version-check", "--retries", "0", "--timeout", "60", "-d", folder.Path, "-i", main.Root, "--extra-index-url", extra.Root, "demo"],
            [new("HTTP_PROXY", null), new("http_proxy", null), new("ALL_PROXY", null), new("all_proxy", null)]));
        Assert.True(exit == 0, output + error);

        using PackageIndexes indexes = PackageIndexes.Open(new IndexSettings { Indexes = [main.Root, extra.Root], Retries = 0 }, new MemoryMachine());
        IndexAnswer answer = await indexes.FindAsync("demo", CancellationToken.None);
        Assert.Equal(outcome, answer.Sources[1].Outcome);
        string ours = answer.PageFor(Installer.Pip)!.Files[^1].Url!;
        LoopbackServer taken = Assert.Single((LoopbackServer[])[main, extra], server => server.Requests.Any(request => request.Path == "/demo/" + Wheel));
        Assert.Equal(taken.Root + "demo/" + Wheel, ours);
    }

    private static LoopbackServer Server(string status, string type) => LoopbackServer.Of(request => request.Path == "/demo/" + Wheel
        ? LoopbackServer.Reply("200 OK", Content, "Content-Type: application/octet-stream")
        : LoopbackServer.Reply(status, Page, type));
}
