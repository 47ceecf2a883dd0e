using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Primitives;

public sealed class HostMachineTests
{
    [Fact]
    public void Lists_names_with_their_kinds()
    {
        using TemporaryDirectory scratch = new();
        scratch.File("file", "x");
        scratch.File(".hidden", "x");
        scratch.File("l\u00edne\nbreak", "x");
        scratch.Folder("folder");
        File.CreateSymbolicLink(Path.Combine(scratch.Path, "link"), "folder");
        File.CreateSymbolicLink(Path.Combine(scratch.Path, "dangling"), "nowhere");
        Assert.Equal(
            [(".hidden", FileKind.File), ("dangling", FileKind.Link), ("file", FileKind.File), ("folder", FileKind.Directory), ("link", FileKind.Link), ("l\u00edne\nbreak", FileKind.File)],
            new HostMachine().List(scratch.Path)!.Select(entry => (entry.Name, entry.Kind)).OrderBy(entry => entry.Name, StringComparer.Ordinal));
        Assert.Null(new HostMachine().List(scratch.Path + "/file"));
        Assert.Null(new HostMachine().List(scratch.Path + "/absent"));
        Assert.Null(new HostMachine().List(scratch.Path + "/fol\0der"));
        Assert.Empty(new HostMachine().List(scratch.Path + "/link")!);
    }

    [Fact]
    public void Opens_files_and_nothing_else()
    {
        using TemporaryDirectory scratch = new();
        scratch.File("file", "0123456789");
        scratch.Folder("folder");
        File.CreateSymbolicLink(Path.Combine(scratch.Path, "link"), "file");
        File.CreateSymbolicLink(Path.Combine(scratch.Path, "loop"), "loop");
        HostMachine machine = new();
        using (ByteSource source = machine.Open(scratch.Path + "/link", out AccessOutcome found)!)
        {
            Assert.Equal((AccessOutcome.Found, 10L), (found, source.Length));
            Assert.Equal("567"u8.ToArray(), source.ReadUpTo(5, 3));
            Assert.Equal("89"u8.ToArray(), source.ReadUpTo(8, 100));
            Assert.Empty(source.ReadUpTo(10, 1));
        }

        Assert.Equal(AccessOutcome.IsADirectory, Outcome(machine, scratch.Path + "/folder"));
        Assert.Equal(AccessOutcome.Missing, Outcome(machine, scratch.Path + "/absent"));
        Assert.Equal(AccessOutcome.NotADirectory, Outcome(machine, scratch.Path + "/file/below"));
        Assert.Equal(AccessOutcome.LinkLoop, Outcome(machine, scratch.Path + "/loop"));
        Assert.Equal(AccessOutcome.Missing, Outcome(machine, scratch.Path + "/fi\0le"));
        if (OperatingSystem.IsLinux()) Assert.Equal(AccessOutcome.Failed, Outcome(machine, "/dev/null"));
    }

    [Fact]
    public void Reads_links_as_they_are_stored()
    {
        using TemporaryDirectory scratch = new();
        scratch.File("file", "x");
        File.CreateSymbolicLink(Path.Combine(scratch.Path, "link"), "../somewhere/else");
        HostMachine machine = new();
        Assert.Equal("../somewhere/else", machine.ReadLink(scratch.Path + "/link"));
        Assert.Null(machine.ReadLink(scratch.Path + "/file"));
        Assert.Null(machine.ReadLink(scratch.Path + "/absent"));
        Assert.Null(machine.ReadLink("/li\0nk"));
    }

    [Fact]
    public void Reads_extended_attributes_by_the_names_of_macos()
    {
        using TemporaryDirectory scratch = new();
        string file = scratch.File("x.so", "x"), longer = scratch.File("y.so", "y");
        const string script = "import os, sys\nos.setxattr(sys.argv[1], 'user.com.apple.quarantine', b'0081;x')\nos.setxattr(sys.argv[2], 'user.com.apple.quarantine', b'7' * 1000)";
        Needs.Require(ChildProcess.Run(Needs.Program("python3"), ["-I", "-S", "-c", script, file, longer]).ExitCode == 0, "extended attributes on this file system");
        HostMachine machine = new();
        Assert.Equal("0081;x"u8.ToArray(), machine.ExtendedAttribute(file, "com.apple.quarantine"));
        Assert.Equal(1000, machine.ExtendedAttribute(longer, "com.apple.quarantine")?.Length);
        Assert.Equal("0081;x"u8.ToArray(), new RootedMachine(machine, scratch.Path).ExtendedAttribute("/x.so", "com.apple.quarantine"));
        Assert.Null(machine.ExtendedAttribute(file, "com.apple.other"));
        Assert.Null(machine.ExtendedAttribute(scratch.Path + "/absent", "com.apple.quarantine"));
        Assert.Null(machine.ExtendedAttribute("/x\0y", "com.apple.quarantine"));
    }

    private static AccessOutcome Outcome(HostMachine machine, string path)
    {
        Assert.Null(machine.Open(path, out AccessOutcome outcome));
        return outcome;
    }
}
