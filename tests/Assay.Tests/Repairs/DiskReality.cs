using System.Text.Json.Nodes;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Repairs;

/// <summary>Disks that are full and directories that cannot be written: one line, and the environment as it was.</summary>
[Trait("speed", "slow")]
public sealed class DiskReality
{
    [Theory]
    [InlineData(40)]
    [InlineData(120)]
    [InlineData(700)]
    [InlineData(1500)]
    public void A_full_disk_is_one_line_and_nothing_is_left_on_it(int kilobytes)
    {
        using TemporaryDirectory directory = new();
        using Mount mount = Mount.Small(directory.Folder("disk"), "size=6m");
        using SmallEnvironment small = new(mount.Path);
        small.Write("large", "1.0", $"text = '{new string('x', 2 << 20)}'\n");

        // What is left: from too little for the journal to too little for what is unpacked.
        File.WriteAllBytes(mount.Path + "/filler", new byte[Math.Max(0, new DriveInfo(mount.Path).AvailableFreeSpace - (kilobytes << 10))]);
        JsonObject order = small.Order();
        order["requirements"] = new JsonArray("tiny==2.0", "large==1.0");
        DrillAnswer answer = Drill.Run(order);
        Assert.Contains(answer.End, new[] { "Failed", "Refused" });
        Assert.Contains("pace", answer.Message, StringComparison.Ordinal);
        small.AssertUntouched();

        // With room it goes.
        File.Delete(mount.Path + "/filler");
        answer = Drill.Run(small.Order());
        Assert.Equal("Repaired", answer.End);
        Assert.Equal("2.0", small.Imports());
    }

    [Fact]
    public void A_folder_that_cannot_be_written_is_one_line()
    {
        using TemporaryDirectory directory = new();
        using Mount mount = Mount.Small(directory.Folder("disk"), "size=20m");
        using SmallEnvironment small = new(mount.Path);
        mount.MakeReadOnly();
        DrillAnswer answer = Drill.Run(small.Order());
        Assert.Equal("Refused", answer.End);
        Assert.Contains($"{mount.Path}: nothing can be written there", answer.Message, StringComparison.Ordinal);
        small.AssertUntouched();
        Assert.False(Directory.Exists(small.Holder));
    }

    [Fact]
    public void What_is_mounted_or_belongs_to_somebody_else_is_refused()
    {
        using TemporaryDirectory directory = new();
        using (Mount mount = Mount.Small(directory.Folder("mounted"), "size=1m"))
        {
            File.WriteAllText(mount.Path + "/pyvenv.cfg", "home = /usr/bin\n");
            using SmallEnvironment small = new();
            JsonObject order = small.Order();
            order["prefix"] = mount.Path;
            DrillAnswer answer = Drill.Run(order);
            Assert.Equal("Refused", answer.End);
            Assert.Contains("a file system is mounted right there", answer.Message, StringComparison.Ordinal);
        }

        using SmallEnvironment theirs = new();
        Assert.Equal(0, ChildProcess.Run("/bin/chown", ["12345", theirs.Prefix]).ExitCode);
        DrillAnswer refused = Drill.Run(theirs.Order());
        Assert.Equal("Refused", refused.End);
        Assert.Contains("belongs to the user with the number 12345", refused.Message, StringComparison.Ordinal);
    }

    private sealed class Mount : IDisposable
    {
        private Mount(string path) => Path = path;

        public string Path { get; }

        public static Mount Small(string path, string options)
        {
            Needs.Require(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "no right to mount");
            (int status, _, string error) = ChildProcess.Run("/bin/mount", ["-t", "tmpfs", "-o", options, "none", path]);
            Needs.Require(status == 0, "no right to mount: " + error);
            return new Mount(path);
        }

        public void MakeReadOnly() => Assert.Equal(0, ChildProcess.Run("/bin/mount", ["-o", "remount,ro", Path]).ExitCode);

        public void Dispose() => ChildProcess.Run("/bin/umount", ["-l", Path]);
    }
}
