using System.Text;
using Assay.Environments;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Environments;

/// <summary>Bad input gives one clear line, and the rest of the environment is still described.</summary>
public sealed class BadInputTests
{
    private const string Site = "/py/lib/python3.11/site-packages";

    [Fact]
    public void A_path_that_is_no_environment_is_told_in_one_line()
    {
        MemoryMachine machine = new();
        machine.AddDirectory("/empty");
        machine.AddFile("/notes.txt", "text");
        machine.AddFile("/script/python3", "#!/bin/sh\nexec python\n");
        machine.AddFile("/text/bin/python3", "this is text");
        machine.AddLink("/a", "b");
        machine.AddLink("/b", "a");
        machine.AddLink("/dangling", "/nowhere");
        machine.AddFile("/conda/conda-meta/history", "");
        machine.AddFile("/image/usr/bin/python3.11", MachineBuilder.LinuxPython());
        machine.AddLink("/image/usr/bin/python3", "/usr/bin/python3.11");
        Assert.Equal((EnvironmentProblemKind.NotFound, "/absent: does not exist"), Told(machine, "/absent"));
        Assert.Equal((EnvironmentProblemKind.NotFound, "/new\\nline: does not exist"), Told(machine, "/new\nline"));
        Assert.Equal((EnvironmentProblemKind.NotFound, "/dangling: is a link to /nowhere, which leads nowhere"), Told(machine, "/dangling"));
        Assert.Equal((EnvironmentProblemKind.LinkLoop, "/a: symbolic links lead round in a circle"), Told(machine, "/a"));
        Assert.Equal((EnvironmentProblemKind.LinkLoop, "/a/bin/python3: symbolic links lead round in a circle"), Told(machine, "/a/bin/python3"));
        Assert.Equal((EnvironmentProblemKind.NotAnEnvironment, "/empty: is no Python environment: no pyvenv.cfg, no bin/python3, no python.exe and no installed distributions in it"), Told(machine, "/empty"));
        Assert.Equal((EnvironmentProblemKind.NotAnEnvironment, "/notes.txt: is a file; expected an environment directory or a Python interpreter"), Told(machine, "/notes.txt"));
        Assert.Equal((EnvironmentProblemKind.NotAnEnvironment, "/script/python3: is a script; expected an environment directory or a Python interpreter"), Told(machine, "/script/python3"));
        Assert.Equal((EnvironmentProblemKind.NotAnEnvironment, "/text/bin/python3: is no ELF, Mach-O or PE program; expected a Python interpreter"), Told(machine, "/text"));
        Assert.Equal((EnvironmentProblemKind.NotAnEnvironment, "/conda: is a conda prefix without Python"), Told(machine, "/conda"));
        Assert.Equal((EnvironmentProblemKind.NotAnEnvironment, "/image: is the root of another system; name it as the root to look inside it"), Told(machine, "/image"));
        Assert.True(EnvironmentDiscovery.Find(new RootedMachine(machine, "/image"), "/usr").IsFound);
    }

    [Fact]
    public void Metadata_that_is_not_utf8_is_read_all_the_same()
    {
        MemoryMachine machine = Plain();
        machine.AddFile(Site + "/latin-1.0.dist-info/METADATA", Encoding.Latin1.GetBytes("Metadata-Version: 2.1\nName: latin\nVersion: 1.0\nAuthor: Jos\u00e9\nRequires-Dist: numpy\n\nd\u00e9scription"));
        machine.AddDistribution(Site, "fine", "2.0", metadata: "Author: Jos\u00e9\n");
        PythonEnvironment found = machine.Found("/py");
        Assert.Equal(["fine 2.0", "latin 1.0"], found.Distributions.Select(distribution => $"{distribution.Name} {distribution.Version}"));
        Assert.Empty(found.Distributions[0].Problems);
        Assert.Equal([Site + "/latin-1.0.dist-info/METADATA: is not UTF-8; read as Latin-1"], found.Distributions[1].Problems);
        Assert.Equal(["numpy"], found.Distributions[1].Requirements);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\u0001\u0002ELF")]
    [InlineData("no header at all")]
    [InlineData("\n\nName: late\n")]
    public void Metadata_of_garbage_leaves_the_name_of_the_directory(string metadata)
    {
        MemoryMachine machine = Plain();
        machine.AddFile(Site + "/Some_Thing-1.5.dist-info/METADATA", metadata);
        InstalledDistribution found = Assert.Single(machine.Found("/py").Distributions);
        Assert.Equal(("Some_Thing", "some-thing", "1.5"), (found.Name, found.NormalizedName, found.Version));
        Assert.NotEmpty(found.Problems);
    }

    [Fact]
    public void Distribution_without_metadata_is_half_gone()
    {
        MemoryMachine machine = Plain();
        machine.AddFile(Site + "/numpy-1.26.4.dist-info/direct_url.json", "{}");
        InstalledDistribution found = Assert.Single(machine.Found("/py").Distributions);
        Assert.Equal([Site + "/numpy-1.26.4.dist-info/METADATA: is missing"], found.Problems);
    }

    [Fact]
    public void Record_of_garbage_is_told_and_what_is_readable_is_kept()
    {
        MemoryMachine machine = Plain();
        machine.AddDistribution(Site, "x", "1", record: "x/__init__.py,sha256=abc,10\n\u0000\u0001,,\na,b,c,d\nx/\"odd.py,,\n\"x/with, comma.py\",,3\n\"x/new\nline.py\",,\nx/size.py,,notanumber\n,,\n\"never closed,,\nx/lost.py,,\n");
        InstalledDistribution found = Assert.Single(machine.Found("/py").Distributions);
        Assert.Equal(["x/__init__.py", "x/\"odd.py", "x/with, comma.py", "x/new\nline.py"], found.RecordedFiles.Value.Take(4));
        Assert.Contains("lines are no RECORD entries", Assert.Single(found.RecordProblems.Value), StringComparison.Ordinal);
        Assert.Equal(["x"], found.TopLevelModules);
    }

    [Fact]
    public void Record_names_that_lead_elsewhere_are_not_looked_for()
    {
        MemoryMachine machine = Plain();
        machine.AddDistribution(Site, "x", "1", record: "../../../bin/x,,\n/etc/shadow,,\nC:\\x.py,,\nx/../../../../etc/passwd,,\nx/__pycache__/x.pyc,,\nx/here.py,,\nx/gone.py,,\nx.libs/libgone.so.1,,\nx.libs/deep/er/lib.so,,\nx/README,,\n");
        machine.AddFile(Site + "/x/here.py", "");
        RecordCheck check = RecordCheck.Of(machine, Assert.Single(machine.Found("/py").Distributions));
        Assert.Equal(["x/gone.py", "x.libs/libgone.so.1", "x.libs/deep/er/lib.so", "x/README"], check.MissingFiles);
        Assert.Equal(["x/gone.py", "x.libs/libgone.so.1", "x.libs/deep/er/lib.so"], check.MissingCode);
        Assert.Equal(["x.libs"], check.MissingDirectories);
        Assert.Equal(5, check.CheckedFiles);
    }

    [Fact]
    public void Interrupted_installation_is_listed()
    {
        MemoryMachine machine = Plain();
        machine.AddFile(Site + "/~umpy/__init__.py", "");
        machine.AddFile(Site + "/~umpy-1.26.4.dist-info/METADATA", "Name: numpy\nVersion: 1.26.4\n");
        machine.AddFile(Site + "/~lock", "");
        PythonEnvironment found = machine.Found("/py");
        Assert.Equal([Site + "/~umpy", Site + "/~umpy-1.26.4.dist-info"], found.InterruptedInstallations.Order(StringComparer.Ordinal));
        Assert.Empty(found.Distributions);
    }

    [Fact]
    public void File_names_with_line_breaks_are_ordinary_names()
    {
        using TemporaryDirectory scratch = new();
        scratch.File("layer/od\nd-1.0.dist-info/METADATA", "Name: odd\nVersion: 1.0\n");
        scratch.File("layer/od\nd.pth", "nowhere\n");
        PythonEnvironment found = new HostMachine().Found(Path.Combine(scratch.Path, "layer"));
        Assert.Equal("odd", Assert.Single(found.Distributions).Name);
    }

    [Fact]
    public void Link_loops_inside_an_environment_do_not_stop_it()
    {
        MemoryMachine machine = Plain();
        machine.AddLink(Site + "/loop", "loop");
        machine.AddLink(Site + "/loop-1.0.dist-info", "loop-1.0.dist-info");
        machine.AddLink(Site + "/loop.pth", "loop.pth");
        machine.AddDistribution(Site, "fine", "1.0");
        PythonEnvironment found = machine.Found("/py");
        Assert.Equal(["fine", "loop"], found.Distributions.Select(distribution => distribution.Name));
        Assert.Equal([Site + "/loop.pth: cannot be read"], found.Problems);
        Assert.NotEmpty(found.Distributions[1].Problems);
    }

    [Fact]
    public void Odd_names_of_metadata_directories()
    {
        MemoryMachine machine = Plain();
        machine.AddDirectory(Site + "/.dist-info");
        machine.AddDirectory(Site + "/-.dist-info");
        machine.AddDirectory(Site + "/a-b-c.dist-info");
        machine.AddFile(Site + "/file-1.0-py3.11.egg-info", "Metadata-Version: 1.0\nName: file\nVersion: 1.0\n");
        machine.AddFile(Site + "/note.dist-info", "a file, not a directory");
        Assert.Equal(5, machine.Found("/py").Distributions.Length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MAPPING = ")]
    [InlineData("MAPPING = {'a': ")]
    [InlineData("MAPPING = {'a': 'b', 'c'}")]
    [InlineData("MAPPING = {'a': open('x')}")]
    [InlineData("MAPPING = {'a\\")]
    public void Editable_finder_that_cannot_be_read_is_an_executable_line(string finder)
    {
        MemoryMachine machine = Plain();
        machine.AddFile(Site + "/__editable__.demo-1.0.pth", "import __editable___demo_1_0_finder; __editable___demo_1_0_finder.install()");
        machine.AddFile(Site + "/__editable___demo_1_0_finder.py", finder);
        Assert.Equal([Site + "/__editable__.demo-1.0.pth:1: import __editable___demo_1_0_finder; __editable___demo_1_0_finder.install()"], machine.Found("/py").ExecutablePathLines);
    }

    [Fact]
    public void Editable_finder_is_read_and_other_code_is_kept_for_the_reader()
    {
        MemoryMachine machine = Plain();
        machine.AddFile(Site + "/__editable__.demo-1.0.pth", "import __editable___demo_1_0_finder; __editable___demo_1_0_finder.install()");
        machine.AddFile(Site + "/__editable___demo_1_0_finder.py", "from __future__ import annotations\nMAPPING: dict[str, str] = {'demo': '/src/de\\'mo', \"other\": '/src/other.py'}\nNAMESPACES = {}\n");
        machine.AddFile(Site + "/distutils-precedence.pth", "import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os.environ.get(var, 'local') == 'local'; enabled and __import__('_distutils_hack').add_shim(); \n");
        machine.AddFile(Site + "/_virtualenv.pth", "import _virtualenv");
        machine.AddFile(Site + "/zzz.pth", "# comment\nimport sys; sys.path.insert(0, '/elsewhere')\n");
        PythonEnvironment found = machine.Found("/py");
        Assert.Equal(["demo=/src/de'mo", "other=/src/other.py"], found.EditableModules.Select(pair => $"{pair.Key}={pair.Value}").Order(StringComparer.Ordinal));
        Assert.Equal([Site + "/zzz.pth:2: import sys; sys.path.insert(0, '/elsewhere')"], found.ExecutablePathLines);
    }

    private static (EnvironmentProblemKind Kind, string Message) Told(IMachine machine, string path)
    {
        EnvironmentProblem problem = machine.Refused(path);
        return (problem.Kind, problem.Message);
    }

    private static MemoryMachine Plain()
    {
        MemoryMachine machine = new();
        machine.AddProgram("/py/bin/python3.11", MachineBuilder.LinuxPython());
        machine.AddLink("/py/bin/python3", "python3.11");
        machine.AddLibrary("/py/lib/python3.11", ".cpython-311-x86_64-linux-gnu.so");
        machine.AddDirectory(Site);
        return machine;
    }
}
