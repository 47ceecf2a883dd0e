using Assay.Primitives;

namespace Assay.Tests.Primitives;

/// <summary>A foreign root is walked as the kernel walks a changed root.</summary>
public sealed class RootedMachineTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("assay-root-").FullName;

    public RootedMachineTests()
    {
        Directory.CreateDirectory(Path.Combine(root, "opt/a"));
        Directory.CreateDirectory(Path.Combine(root, "opt/b"));
        File.WriteAllText(Path.Combine(root, "opt/a/library"), "here");
    }

    [Theory]
    [InlineData("/opt/a/library", true)]
    [InlineData("/opt/b/../a/library", true)]
    [InlineData("/../opt/a/library", true)]
    [InlineData("/opt/absent/../a/library", false)]
    [InlineData("/opt/a/library/../library", false)]
    [InlineData("/opt/..a/library", false)]
    public void A_step_up_needs_a_directory_to_step_out_of(string path, bool isThere)
    {
        RootedMachine machine = new(new HostMachine(), root);
        Assert.Equal(isThere, machine.Look(path, out AccessOutcome outcome) is not null);
        Assert.Equal(isThere ? AccessOutcome.Found : AccessOutcome.Missing, outcome);
        using ByteSource? source = machine.Open(path, out _);
        Assert.Equal(isThere, source is not null);
    }

    public void Dispose() => Directory.Delete(root, recursive: true);
}
