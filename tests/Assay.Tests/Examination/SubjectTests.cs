using Assay.Diagnostics;
using Assay.Examination;
using Assay.Primitives;

namespace Assay.Tests.Examination;

public sealed class SubjectTests
{
    [Theory]
    [InlineData("/nowhere", SubjectFaultKind.NotFound)]
    [InlineData("/home/ada/loop", SubjectFaultKind.Unreadable)]
    [InlineData("/home/ada", SubjectFaultKind.NotAnEnvironment)]
    [InlineData("/etc/os-release", SubjectFaultKind.NotAnEnvironment)]
    [InlineData("/home/ada/numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl", SubjectFaultKind.NotAnEnvironment)]
    [InlineData("/home/ada/requirements-dev.txt", SubjectFaultKind.NotSupported)]
    public void What_is_no_environment_gets_one_line_with_its_path(string path, SubjectFaultKind kind)
    {
        MemoryMachine machine = Machines.Debian();
        machine.AddLink("/home/ada/loop", "/home/ada/loop");
        machine.AddFile("/home/ada/numpy-2.4.6-cp311-cp311-manylinux_2_27_x86_64.whl", "PK");
        machine.AddFile("/home/ada/requirements-dev.txt", "numpy\n");
        ExaminationResult result = Machines.Examine(machine, path);
        Assert.Equal(kind, result.Fault?.Kind);
        Assert.Contains(path, result.Fault!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Fault.Message);
        Assert.False(result.Fault.Message.EndsWith('.'), result.Fault.Message);
        Assert.Empty(result.Targets);
    }

    [Fact]
    public void A_folder_of_packages_by_itself_is_no_reason_for_an_alarm()
    {
        MemoryMachine machine = Machines.Debian();
        machine.AddFile("/layer/demo/__init__.py", "import os\nimport json\nimport elsewhere\nNAME = os.path.join('a', 'b')\n");
        machine.AddFile("/layer/demo-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n");
        machine.AddFile("/layer/demo-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nTag: cp311-cp311-macosx_11_0_arm64\n");
        machine.AddFile("/layer/demo-1.0.dist-info/RECORD", "demo/__init__.py,,\n");
        TargetExamination examined = Machines.Examine(machine, "/layer").Targets[0];
        Verdict verdict = Assert.Single(examined.Imports).Verdict;
        Assert.Equal((VerdictKind.Unknown, "only a folder of packages was given, without an interpreter; nothing in it speaks against the import"), (verdict.Kind, verdict.Message));
        Assert.Empty(examined.Findings);

        // What its own loader refuses is known all the same.
        machine.AddFile("/layer/demo/__init__.py", "from . import _demo\n");
        machine.AddFile("/layer/demo/_demo.cpython-311-darwin.so", Assay.Binaries.BinaryAssembler.Assemble("macho x86_64 bundle\nplatform macos 11.0 sdk 14.0\noffers _PyInit__demo"));
        Assert.Equal(VerdictKind.Fails, Machines.Examine(machine, "/layer").Targets[0].Imports[0].Verdict.Kind);
    }

    [Fact]
    public void Without_a_subject_the_python_on_the_path_is_meant()
    {
        MemoryMachine machine = Machines.Debian();
        Assert.Equal("/usr/bin/python3", Machines.Examine(machine, null).Subject?.Executable);
        machine.SetVariable("VIRTUAL_ENV", Machines.Venv);
        Assert.Equal(Machines.Venv, Machines.Examine(machine, null).Subject?.Path);
    }

    [Fact]
    public void With_nothing_named_and_nothing_found_it_says_so() =>
        Assert.Equal(SubjectFaultKind.NothingFound, Machines.Examine(new MemoryMachine(), null).Fault?.Kind);

    [Fact]
    public void A_root_that_is_no_directory_is_refused()
    {
        ExaminationResult result = Examiner.Run(new ExaminationRequest { Root = "/etc/os-release" }, Machines.Debian());
        Assert.Equal(SubjectFaultKind.NotFound, result.Fault?.Kind);
    }

    [Fact]
    public void Under_a_root_the_systems_python_is_meant_and_the_links_stay_inside()
    {
        MemoryMachine machine = new();
        Copy(Machines.Debian(), "/", machine, "/srv/root");
        ExaminationResult result = Examiner.Run(new ExaminationRequest { Root = "/srv/root" }, machine);
        Assert.Equal("/usr/bin/python3", result.Subject?.Executable);
        Assert.Equal("linux-glibc2.36-x86_64", result.Targets[0].Target.Name);
    }

    [Fact]
    public void A_variable_that_is_asked_for_is_seen_and_an_unset_one_is_not()
    {
        MemoryMachine machine = Machines.Debian();
        machine.SetVariable("PYTHONPATH", "/opt/inherited");
        machine.AddDirectory("/opt/inherited");
        machine.AddDirectory("/opt/asked");
        ExaminationRequest request = new() { Subject = Machines.Venv, Variables = new ExaminationRequest().Variables.SetItem("PYTHONPATH", null).SetItem("VIRTUAL_ENV", "/opt/asked") };
        OverlaidMachine seen = new(machine, request.Variables, inherits: true);
        Assert.Equal((null, "/opt/asked", "/home/ada"), (seen.EnvironmentVariable("PYTHONPATH"), seen.EnvironmentVariable("VIRTUAL_ENV"), seen.EnvironmentVariable("HOME")));
        Assert.Null(new OverlaidMachine(machine, request.Variables, inherits: false).EnvironmentVariable("HOME"));
    }

    [Fact]
    public void An_environment_whose_python_is_gone_fails_with_its_cause_and_a_way_out()
    {
        MemoryMachine machine = Machines.Debian();
        machine.Install("demo", "1.0", null, "demo");
        machine.Remove("/usr/bin/python3.11");
        TargetExamination target = Assert.Single(Machines.Examine(machine).Targets);
        ImportExamination import = Assert.Single(target.Imports);
        Assert.Equal((VerdictKind.Fails, "A503"), (import.Verdict.Kind, Assert.Single(import.Verdict.Findings)));
        Finding finding = Assert.Single(target.Findings);
        Assert.Contains("/usr/bin/python3.11", finding.Title, StringComparison.Ordinal);
        Assert.Contains(finding.Fixes, fix => fix.Commands.Any(command => command.Contains("-m venv", StringComparison.Ordinal)));
    }

    private static void Copy(MemoryMachine from, string path, MemoryMachine to, string prefix)
    {
        foreach (DirectoryEntry entry in from.List(path)!)
        {
            string child = PosixPath.Join(path, entry.Name);
            if (entry.Kind == FileKind.Link) to.AddLink(prefix + child, from.ReadLink(child)!);
            else if (entry.Kind == FileKind.File) to.AddFile(prefix + child, from.ReadWhole(child));
            else Copy(from, child, to, prefix);
            if (entry.Kind == FileKind.Directory) to.AddDirectory(prefix + child);
        }
    }
}
