using System.Text.Json;
using Assay.Cli.Samples;
using Assay.Primitives;
using Assay.Tests.Fixtures;
using Assay.Tests.House;
using Assay.Tests.Pages;
using Assay.Tests.Reporting;

namespace Assay.Tests.Cli;

/// <summary><c>check</c> on machines in memory: what is asked reaches the examination, and its answer reaches the user.</summary>
public sealed class CheckTests
{
    private static readonly IMachine Debian = SampleReader.Read(Sample.Healthy).Machine;

    [Theory]
    [InlineData(0, "macos-14-arm64")]
    [InlineData(1, "macos-14-x86_64")]
    [InlineData(1, "macos-14-arm64", "--import", "demo")]
    [InlineData(0, "macos-14-x86_64", "--fail-on", "never")]
    public void A_wheel_is_judged_for_each_target_and_its_findings_decide_the_status(int status, string target, params string[] more)
    {
        MemoryMachine content = new();
        content.AddFile(WheelPacker.Folder + "/demo/__init__.py", "import os\n");
        content.AddFile(WheelPacker.Folder + "/demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n");
        MemoryMachine machine = new();
        machine.AddFile("/home/ada/demo-1.0-cp313-cp313-macosx_13_0_arm64.whl", WheelPacker.Pack(content));
        CliOutcome run = InProcess.Run(["check", "demo-1.0-cp313-cp313-macosx_13_0_arm64.whl", "--for", target, .. more], machine, "/home/ada");
        Assert.Equal(status, run.Status);
        Assert.StartsWith($"/home/ada/demo-1.0-cp313-cp313-macosx_13_0_arm64.whl (wheel, judged with CPython 3.13)\non {target}", run.Output, StringComparison.Ordinal);
        CliOutcome json = InProcess.Run(["check", "demo-1.0-cp313-cp313-macosx_13_0_arm64.whl", "--for", target, "--for", "macos-15-arm64", "--json"], machine, "/home/ada");
        using JsonDocument document = JsonDocument.Parse(json.Output);
        Assert.Equal(("wheel", 2), (document.RootElement.GetProperty("subject").GetProperty("kind").GetString(), document.RootElement.GetProperty("targets").GetArrayLength()));
        Assert.Empty(SchemaValidator.Validate(File.ReadAllText(Path.Combine(Repository.Root, "docs", "schema", "check-1.json")), json.Output));
    }

    [Fact]
    public void Without_any_Python_the_built_in_sample_is_shown_and_said_to_be_one()
    {
        CliOutcome run = InProcess.Run([], new MemoryMachine());
        Assert.Contains("this is the built-in sample `healthy-arm64`", run.Error, StringComparison.Ordinal);
        Assert.StartsWith("CPython 3.11.2 for aarch64 at /usr (Debian's system Python)\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_Python_a_question_about_a_module_is_not_answered_from_the_sample()
    {
        CliOutcome run = InProcess.Run(["--import", "sklearn"], new MemoryMachine());
        Assert.Equal((2, ""), (run.Status, run.Output));
        Assert.Equal(1, run.Error.Count(character => character == '\n'));
        CliOutcome json = InProcess.Run(["--json"], new MemoryMachine());
        Assert.Equal(2, json.Status);
        using JsonDocument document = JsonDocument.Parse(json.Output);
        Assert.Equal("nothing-found", document.RootElement.GetProperty("fault").GetProperty("kind").GetString());
    }

    [Fact]
    public void Asked_modules_are_answered_in_the_order_asked_and_once()
    {
        CliOutcome run = InProcess.Run(["check", "/usr", "--import", "scipy", "--import", "numpy", "--import", "scipy", "--json"], Debian);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal(["scipy", "numpy"], document.RootElement.GetProperty("verdicts").EnumerateArray().Select(verdict => verdict.GetProperty("import").GetString()));
    }

    [Fact]
    public void Without_a_module_every_installed_one_is_judged()
    {
        CliOutcome run = InProcess.Run(["check", "/usr", "--json"], Debian);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal(["numpy", "scipy", "sklearn"], document.RootElement.GetProperty("verdicts").EnumerateArray().Select(verdict => verdict.GetProperty("import").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal("aarch64", document.RootElement.GetProperty("subject").GetProperty("architecture").GetString());
        Assert.Equal("linux-glibc2.36-aarch64", document.RootElement.GetProperty("target").GetProperty("name").GetString());
    }

    [Fact]
    public void Several_targets_are_judged_one_after_another()
    {
        CliOutcome run = InProcess.Run(["check", "/usr", "--import", "numpy", "--for", "linux-glibc2.36-aarch64", "--for", "linux-glibc2.28-aarch64,cpu=cortex-a72"], Debian);
        Assert.Contains("on linux-glibc2.36-aarch64\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("on linux-glibc2.28-aarch64, cortex-a72\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_subject_is_found_from_the_directory_one_stands_in()
    {
        Assert.Contains(" at /usr (", InProcess.Run(["check", "../usr", "--import", "numpy"], Debian, directory: "/etc").Output, StringComparison.Ordinal);
        Assert.Contains(" at /usr (", InProcess.Run(["check", "usr/bin/python3", "--import", "numpy"], Debian).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/usr")]
    [InlineData("usr")]
    [InlineData("ROOT/usr")]
    public void A_subject_under_a_foreign_root_is_named_from_inside_or_outside(string subject)
    {
        MemoryMachine machine = new();
        Copy(Debian, machine, "/", "/mnt/image");
        CliOutcome run = InProcess.Run(["--root", "/mnt/image", subject.Replace("ROOT", "/mnt/image", StringComparison.Ordinal), "--import", "numpy"], machine);
        Assert.Contains(" at /usr (Debian's system Python)\n", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("/mnt/image", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_root_that_is_no_directory_and_a_circle_of_links_are_one_line_each()
    {
        using TemporaryDirectory directory = new();
        File.CreateSymbolicLink(Path.Combine(directory.Path, "one"), "two");
        File.CreateSymbolicLink(Path.Combine(directory.Path, "two"), "one");
        foreach (string[] arguments in new[] { ["--root", directory.Path + "/none"], new[] { "check", directory.Path + "/one" } })
        {
            CliOutcome run = InProcess.Run(arguments);
            Assert.Equal((2, ""), (run.Status, run.Output));
            Assert.Equal(1, run.Error.Count(character => character == '\n'));
        }
    }

    private static void Copy(IMachine from, MemoryMachine to, string directory, string root)
    {
        foreach (DirectoryEntry entry in from.List(directory)!)
        {
            string path = PosixPath.Join(directory, entry.Name);
            if (entry.Kind == FileKind.Link) to.AddLink(root + path, from.ReadLink(path)!);
            else if (entry.Kind == FileKind.Directory) Copy(from, to, path, root);
            else if (path.Contains("/bin/", StringComparison.Ordinal)) to.AddProgram(root + path, from.ReadWhole(path));
            else to.AddFile(root + path, from.ReadWhole(path));
        }
    }
}
