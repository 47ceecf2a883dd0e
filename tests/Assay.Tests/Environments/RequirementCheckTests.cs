using Assay.Environments;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Environments;

public sealed class RequirementCheckTests
{
    [Fact]
    public void Same_answers_as_pip_check_on_debian()
    {
        string python = Needs.DebianPython();
        Dictionary<string, string?> variables = new() { ["PYTHONNOUSERSITE"] = "1", ["PYTHONPATH"] = null, ["PYTHONHOME"] = null };
        (int exit, string output, _) = ChildProcess.Run(python, ["-m", "pip", "check", "--disable-pip-version-check"], variables);
        if (output.Length == 0) Assert.Skip("skipped: no pip");
        PythonEnvironment environment = new HostMachine(variables).Found(python);
        string[] theirs = exit == 0 ? [] : [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(' ', line.Split(' ')[..2])).Order(StringComparer.Ordinal)];
        RequirementCheck check = RequirementCheck.Of(environment);
        Assert.Equal(theirs, check.Unmet.Select(unmet => $"{unmet.Distribution.NormalizedName} {unmet.Distribution.Version}").Order(StringComparer.Ordinal));
        Assert.Empty(check.Unreadable);
    }

    [Fact]
    public void Missing_conflicting_and_conditional_requirements()
    {
        const string Site = "/py/lib/python3.11/site-packages";
        MemoryMachine machine = new();
        machine.AddProgram("/py/bin/python3.11", MachineBuilder.LinuxPython());
        machine.AddLibrary("/py/lib/python3.11", ".cpython-311-x86_64-linux-gnu.so");
        machine.AddDirectory(Site);
        machine.AddDistribution(Site, "app", "1", metadata: """
            Requires-Dist: numpy<2
            Requires-Dist: Absent_Thing>=1
            Requires-Dist: tomli; python_version < "3.11"
            Requires-Dist: pytest; extra == "test"
            Requires-Dist: winreg-thing; sys_platform == "win32"
            Requires-Dist: six>=1.0
            Requires-Dist: not a requirement
            Requires-Dist: kernel; platform_release > "6"

            """);
        machine.AddDistribution(Site, "numpy", "2.1.0rc1");
        machine.AddDistribution(Site, "six", "1.17.0");
        machine.AddFile(Site + "/old-0.1.egg-info/PKG-INFO", "Name: old\nVersion: 0.1\n");
        machine.AddFile(Site + "/old-0.1.egg-info/requires.txt", "six\n\n[:python_version > '3']\ngone\n\n[docs]\nsphinx\n");
        RequirementCheck check = RequirementCheck.Of(machine.Found("/py"));
        Assert.Equal(["app numpy<2 2.1.0rc1", "app Absent_Thing>=1 ", "old gone; python_version > '3' "], check.Unmet.Select(unmet => $"{unmet.Distribution.Name} {unmet.Requirement} {unmet.Found?.Version}"));
        Assert.Equal(["not a requirement", "kernel; platform_release > \"6\""], check.Unreadable.Select(pair => pair.Requirement));
    }

    [Fact]
    public void The_first_of_two_distributions_of_one_name_counts()
    {
        MemoryMachine machine = new();
        machine.AddProgram("/py/bin/python3.11", MachineBuilder.LinuxPython());
        machine.AddLibrary("/py/lib/python3.11", ".cpython-311-x86_64-linux-gnu.so");
        machine.AddDistribution("/py/lib/python3.11/site-packages", "numpy", "1.24.0");
        machine.AddDistribution("/py/lib/python3.11/site-packages", "app", "1", metadata: "Requires-Dist: numpy<2\n");
        machine.AddDistribution("/extra", "NumPy", "2.0.0");
        machine.SetVariable("PYTHONPATH", "/extra");
        PythonEnvironment found = machine.Found("/py");
        Assert.Equal(["2.0.0", "1.24.0"], found.Distributions.Where(distribution => distribution.NormalizedName == "numpy").Select(distribution => distribution.Version));
        Assert.Equal("2.0.0", Assert.Single(RequirementCheck.Of(found).Unmet).Found?.Version);
    }
}
