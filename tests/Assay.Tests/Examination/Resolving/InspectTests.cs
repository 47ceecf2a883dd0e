using System.Text;
using Assay.Primitives;
using Assay.Tests.Cli;
using Assay.Tests.House;
using Assay.Tests.Indexes;
using Assay.Tests.Reporting;

namespace Assay.Tests.Examination.Resolving;

/// <summary><c>resolve --inspect</c> over a server on loopback: page, ranges and judgement in one run.</summary>
public sealed class InspectTests
{
    private const ushort X86 = 62, Arm = 183;
    private const string Wheel = "demo-1.0-cp311-cp311-manylinux_2_28_x86_64.whl";

    [Fact]
    public async Task A_wheel_that_keeps_its_tag_has_nothing_against_it()
    {
        CliOutcome run = await Run(X86);
        Assert.True(run.Status == 0, run.Output + run.Error);
        Assert.Contains("of 204,800 bytes read, 1 native file; nothing", Unwrapped(run.Output), StringComparison.Ordinal);
        Assert.DoesNotContain("A507", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wheel_that_lies_about_its_architecture_ends_with_1()
    {
        CliOutcome run = await Run(Arm);
        Assert.True(run.Status == 1, run.Output + run.Error);
        Assert.Contains("error[A507]", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(X86)]
    [InlineData(Arm)]
    public async Task Its_json_fits_the_schema(ushort machine) => Assert.Empty(SchemaValidator.Validate(Repository.Read("docs/schema/resolve-1.json"), (await Run(machine, "--json")).Output));

    private static async Task<CliOutcome> Run(ushort machine, params string[] more)
    {
        byte[] wheel = RemoteWheelTests.Large(machine);
        byte[] page = Encoding.UTF8.GetBytes($"<!DOCTYPE html><a href=\"/files/{Wheel}\">{Wheel}</a>");
        await using LoopbackServer server = new((request, stream, cancellation) => request.Path == "/demo/"
            ? stream.WriteAsync(LoopbackServer.Reply("200 OK", page, "Content-Type: text/html"), cancellation).AsTask()
            : RangeServer.AnswerAsync(request.Path == "/files/" + Wheel ? wheel : null, request, stream, RangeManner.Honest, "ETag: \"1\"", cancellation));
        string[] words = ["resolve", "demo", "--inspect", "--python", "3.11", "--for", "linux-glibc2.36-x86_64", "--retries", "0", "--index", server.Root, .. more];
        return await Task.Run(() => InProcess.Run(words, new MemoryMachine()));
    }

    private static string Unwrapped(string text) => string.Join(' ', text.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
}
