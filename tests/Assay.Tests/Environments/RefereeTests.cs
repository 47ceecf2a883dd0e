using Assay.Environments;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Environments;

/// <summary>Reality is the referee: every fact of an environment equals what its own interpreter says.</summary>
public sealed class RefereeTests
{
    [Fact]
    public void Debian_system_python()
    {
        PythonEnvironment found = RealPython.AssertAgrees(Needs.DebianPython());
        Assert.Equal(EnvironmentKind.Debian, found.Kind);
        Assert.Equal("/usr", found.Path);
    }

    [Fact]
    public void Debian_prefix_directory() => Assert.Equal("/usr/bin/python3", RealPython.AssertAgrees(Path.GetDirectoryName(Path.GetDirectoryName(Needs.DebianPython()))!).Executable);

    [Fact]
    public void Venv_of_debian_python()
    {
        using TemporaryDirectory scratch = new();
        string venv = Venv(Needs.DebianPython(), scratch, "plain");
        PythonEnvironment found = RealPython.AssertAgrees(venv);
        Assert.Equal(EnvironmentKind.VirtualEnvironment, found.Kind);
        Assert.Null(found.UserSite);
    }

    [Fact]
    public void Venv_with_system_packages()
    {
        using TemporaryDirectory scratch = new();
        string venv = Venv(Needs.DebianPython(), scratch, "system", "--system-site-packages");
        string home = scratch.Folder("home/.local/lib/python3.11/site-packages")[..^"/.local/lib/python3.11/site-packages".Length];
        PythonEnvironment found = RealPython.AssertAgrees(venv, new() { ["HOME"] = home });
        Assert.NotNull(found.UserSite);
    }

    [Theory]
    [InlineData("--copies")]
    [InlineData("--symlinks")]
    public void Venv_made_with(string option)
    {
        using TemporaryDirectory scratch = new();
        RealPython.AssertAgrees(Venv(Needs.DebianPython(), scratch, "env", option));
    }

    private static string Venv(string python, TemporaryDirectory scratch, string name, params string[] options)
    {
        string path = Path.Combine(scratch.Path, name);
        (int exit, _, string error) = ChildProcess.Run(python, ["-m", "venv", "--without-pip", .. options, path]);
        Assert.True(exit == 0, error);
        return path;
    }
}
