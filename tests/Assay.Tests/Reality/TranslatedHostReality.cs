using System.Text.Json;
using Assay.Targets;
using Assay.Targets.Cpu;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Reality;

/// <summary>Assay itself run by qemu, whose <c>/proc/cpuinfo</c> is that of this machine: it has to see the processor that is imitated.</summary>
[Trait("speed", "slow")]
public sealed class TranslatedHostReality
{
    [Theory]
    [InlineData("Nehalem", "nehalem")]
    [InlineData("Westmere", "westmere")]
    [InlineData("Haswell", "haswell")]
    public void The_processor_is_the_one_that_is_imitated(string model, string row)
    {
        string program = Needs.Existing(Path.Combine(Path.GetDirectoryName(typeof(HostTarget).Assembly.Location)!, "Assay.Cli"), "program beside the tests");
        (int status, string output, string error) = ChildProcess.Run(Needs.Program("qemu-x86_64-static"), ["-cpu", model, program, "explain", "cpu", "--json"]);
        Assert.True(status == 0, error);
        using JsonDocument document = JsonDocument.Parse(output);
        JsonElement root = document.RootElement;
        Assert.Equal(CpuFeatureNames.Of(NamedCpus.Find(row)!.Features), root.GetProperty("features").EnumerateArray().Select(each => each.GetString()!));
        Assert.True(root.GetProperty("translated").GetBoolean());
        Assert.EndsWith("-qemu", root.GetProperty("target").GetString(), StringComparison.Ordinal);
    }
}
