using System.Diagnostics;
using Assay.Tests.Fixtures;
using Assay.Verification;

namespace Assay.Tests.Verification;

/// <summary>What a child says and does is not to be relied on: every trial ends, in time and with a value.</summary>
public sealed class ChildMannersTests
{
    private static readonly BlasTrialRequest Request = new() { Blas = new TrialLibrary("/lib/libany.so"), Threads = [1], Sizes = [], Budget = 0.1, Patience = 1 };

    [Theory]
    [Trait("speed", "slow")]
    [InlineData("exec yes", TrialEndingKind.Hung)] // lines without end
    [InlineData("exec tr '\\0' x < /dev/zero", TrialEndingKind.Hung)] // a line without end
    [InlineData("exec cat /dev/zero >&2", TrialEndingKind.Hung)] // talk without end
    [InlineData("exec >&-; exec sleep 100", TrialEndingKind.Hung)] // closes its end and stays
    [InlineData("trap '' TERM; sleep 100", TrialEndingKind.Hung)]
    [InlineData("while :; do echo '{\"Step\":\"Checks\"}'; sleep 0.2; done", TrialEndingKind.Hung)] // goes on for ever
    [InlineData("echo nonsense", TrialEndingKind.NotStarted)]
    [InlineData("exit 3", TrialEndingKind.NotStarted)]
    [InlineData("echo '{\"Step\":\"Closing\"}'; sleep 100 &", TrialEndingKind.Finished)] // what it started holds the pipe
    [InlineData("echo '{\"Step\":\"Closing\"}'; kill -SEGV $$", TrialEndingKind.Crashed)]
    [InlineData("echo '{\"Step\":\"Probes\"}'; exit 5", TrialEndingKind.Exited)]
    [InlineData("echo '{\"Refused\":\"no\"}'; sleep 100", TrialEndingKind.NotOpened)]
    public void A_child_without_manners_is_ended(string script, TrialEndingKind expected)
    {
        Needs.Require(File.Exists("/bin/sh"), "no /bin/sh");
        long started = Stopwatch.GetTimestamp();
        BlasTrialResult result = BlasTrial.Run(Request, ["/bin/sh", "-c", script]);
        Assert.Equal([expected], result.Endings.Select(ending => ending.Kind));
        Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(60));
        Assert.True(result.Talk.Length <= 2000);
    }

    [Fact]
    public void A_program_that_is_not_there_is_said()
    {
        BlasTrialResult result = BlasTrial.Run(Request, ["/nowhere/assay", "blas-child"]);
        Assert.Equal(TrialEndingKind.NotStarted, result.Endings.Single().Kind);
        Assert.Contains("/nowhere/assay", result.Endings.Single().Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Timing":{"Routine":"dgemm","Threads":1,"Size":512,"Runs":3,"Seconds":-1}}""")]
    [InlineData("""{"Timing":{"Routine":"dgemm","Threads":1,"Size":512,"Runs":3,"Seconds":"NaN"}}""")]
    [InlineData("""{"Timing":{"Routine":"rm","Threads":1,"Size":512,"Runs":3,"Seconds":1}}""")]
    [InlineData("""{"Peak":{"Threads":1,"Instructions":"SSE","Double":0,"Single":1}}""")]
    [InlineData("""{"Peak":{"Threads":1,"Instructions":null,"Double":1,"Single":1}}""")]
    [InlineData("""{"Width":{"Interface":"BLAS","Claimed":"Lp64","Proved":99,"By":"x"}}""")]
    [InlineData("""{"Check":{"Routine":null,"Threads":1,"Cases":1,"Error":0}}""")]
    [InlineData("""{"Fact":{"Name":"core"}}""")]
    [InlineData("""{"Example":{}}""")]
    [InlineData("""{"Step":"Dancing"}""")]
    [InlineData("""[1,2""")]
    [InlineData("""null""")]
    public void A_line_that_makes_no_sense_is_passed_over(string line)
    {
        TrialCollector collector = new(Request);
        collector.Begin(1);
        Assert.Null(collector.Take(System.Text.Encoding.UTF8.GetBytes(line)));
        Assert.Equal(new BlasTrialResult(Request), collector.Result);
        Assert.Equal(TrialStep.Starting, collector.Step);
    }

    [Fact]
    public void Steps_only_go_forward()
    {
        TrialCollector collector = new(Request);
        foreach (string step in new[] { "Opening", "Closing", "Opening" }) Assert.Null(collector.Take(System.Text.Encoding.UTF8.GetBytes($$"""{"Step":"{{step}}"}""")));
        Assert.Equal(TrialStep.Closing, collector.Step);
    }

    [Fact]
    public void The_hidden_command_is_not_listed_and_refuses_what_is_no_order()
    {
        Assert.DoesNotContain(BlasTrial.ChildCommand, Cli.InProcess.Run(["--help"]).Output, StringComparison.Ordinal);
        using MemoryStream none = new();
        Assert.False(BlasChild.Run(new MemoryStream("what?\n"u8.ToArray()), none));
        Assert.Equal(0, none.Length);
    }
}
