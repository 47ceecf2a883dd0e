using Assay.Examination;
using Assay.Examination.Verifying;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Examination.Verifying;

/// <summary>How an interpreter of another root or another processor is started.</summary>
public sealed class RunnerChoiceTests
{
    private static readonly Target Here = HostTarget.Detect(new HostMachine());

    [Fact]
    public void An_interpreter_of_this_machine_is_started_as_it_is() => Assert.Equal(["/usr/bin/python3"], Choose(Here).Command);

    [Fact]
    public void Words_that_were_given_come_first()
    {
        Assert.Equal(["nice", "-n", "5", "/usr/bin/python3"], Choose(Here, runner: "nice -n 5").Command);
        Assert.Equal(["qemu-aarch64", "-L", "/image", "/image/usr/bin/python3.11"], Choose(Here, runner: "qemu-aarch64 -L /image", root: "/image").Command);
        Assert.True(Choose(Here, runner: "qemu-aarch64 -L /image", root: "/image").IsEmulated);
        Assert.Equal(["enter", "/image", "/usr/bin/python3", "-u"], Choose(Here, runner: "enter /image {python} -u", root: "/image").Command);
    }

    [Fact]
    public void A_foreign_root_without_an_emulator_in_it_says_what_is_not_as_there()
    {
        RunnerChoice choice = Choose(Foreign, root: "/image");
        Assert.Equal([$"/opt/bin/qemu-{Word}-static", "-L", "/image", "-cpu", "some", "-0", "/usr/bin/python3", "/image/usr/bin/python3.11"], Choose(Foreign, root: "/image", cpu: "some").Command);
        Assert.True(choice.IsEmulated);
        Assert.Contains("is looked for on this machine", choice.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void A_foreign_root_with_a_place_for_it_gets_the_emulator_for_a_visit()
    {
        RunnerChoice choice = Choose(Foreign, root: "/image", cpu: "some", change: machine => machine.AddDirectory("/image/tmp"));
        Assert.Equal("/opt/bin/unshare", choice.Command[0]);
        Assert.Equal(["/image", $"/opt/bin/qemu-{Word}-static", "-cpu", "some", "/usr/bin/python3"], choice.Command.TakeLast(5));
        Assert.Null(choice.Note);
    }

    [Fact]
    public void A_foreign_root_with_its_emulator_is_entered()
    {
        RunnerChoice choice = Choose(Foreign, root: "/image", change: machine => machine.AddFile($"/image/usr/bin/qemu-{Word}-static", "x"));
        Assert.Equal([$"/usr/bin/qemu-{Word}-static", "/usr/bin/python3"], choice.Command.TakeLast(2));
        Assert.Contains(choice.Command, word => word.EndsWith("/image", StringComparison.Ordinal));
        Assert.Null(choice.Note);
    }

    [Fact]
    public void What_cannot_be_run_is_refused_with_the_reason()
    {
        Assert.Contains($"there is no qemu-{Word}-static on PATH", Problem(Foreign, path: "/nowhere"), StringComparison.Ordinal);
        Assert.Contains("cannot be run on", Problem(new Target { Os = OperatingSystemKind.Windows, Architecture = Architecture.X86_64 }, path: "/opt/bin"), StringComparison.Ordinal);
    }

    private static Target Foreign => Here with { Architecture = Here.Architecture == Architecture.Arm64 ? Architecture.X86_64 : Architecture.Arm64 };

    private static string Word => TargetName.ArchitectureName(Foreign.Architecture, OperatingSystemKind.Linux);

    private static RunnerChoice Choose(Target target, string runner = "", string? root = null, string? cpu = null, Action<MemoryMachine>? change = null)
    {
        RunnerChoice? choice = RunnerChoice.Of(Request(runner, root), "/usr/bin/python3", target, cpu, Machine("/opt/bin", change), Here, out string? problem);
        Assert.True(choice is not null, problem);
        return choice;
    }

    private static string Problem(Target target, string path)
    {
        Assert.Null(RunnerChoice.Of(Request("", null), "/usr/bin/python3", target, null, Machine(path, null), Here, out string? problem));
        return problem!;
    }

    private static VerificationRequest Request(string runner, string? root) => new(new ExaminationRequest { Root = root }) { Runner = [.. runner.Split(' ', StringSplitOptions.RemoveEmptyEntries)] };

    private static MemoryMachine Machine(string path, Action<MemoryMachine>? change)
    {
        MemoryMachine machine = new();
        foreach (string program in new[] { "chroot", "unshare", "qemu-x86_64-static", "qemu-aarch64-static" }) machine.AddFile("/opt/bin/" + program, "x");
        machine.AddFile("/image/usr/bin/python3.11", "x");
        machine.AddLink("/image/usr/bin/python3", "/usr/bin/python3.11");
        machine.SetVariable("PATH", path);
        change?.Invoke(machine);
        return machine;
    }
}
