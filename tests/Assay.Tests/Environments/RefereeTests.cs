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
        Assert.NotNull(found.LoaderPath);
    }

    [Fact]
    public void Debian_prefix_directory() => Assert.Equal("/usr/bin/python3", RealPython.AssertAgrees(Path.GetDirectoryName(Path.GetDirectoryName(Needs.DebianPython()))!).Executable);

    [Fact]
    public void Python_with_a_shared_library()
    {
        PythonEnvironment found = RealPython.AssertAgrees(PyenvPrefix());
        Assert.Equal(EnvironmentKind.Prefix, found.Kind);
        Assert.NotNull(found.SharedLibrary);
    }

    [Fact]
    public void Venv_of_python_with_a_shared_library()
    {
        using TemporaryDirectory scratch = new();
        RealPython.AssertAgrees(Venv(Path.Combine(PyenvPrefix(), "bin/python3"), scratch, "env", "--copies"));
    }

    [Fact]
    public void Venv_of_debian_python()
    {
        using TemporaryDirectory scratch = new();
        string venv = Venv(Needs.DebianPython(), scratch, "plain");
        PythonEnvironment found = RealPython.AssertAgrees(venv, new() { ["HOME"] = Home(scratch) });
        Assert.Equal(EnvironmentKind.VirtualEnvironment, found.Kind);
        Assert.Null(found.UserSite);
    }

    [Fact]
    public void Venv_with_system_packages()
    {
        using TemporaryDirectory scratch = new();
        PythonEnvironment found = RealPython.AssertAgrees(Venv(Needs.DebianPython(), scratch, "system", "--system-site-packages"), new() { ["HOME"] = Home(scratch) });
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

    [Fact]
    public void Venv_reached_through_a_link()
    {
        using TemporaryDirectory scratch = new();
        string link = Path.Combine(scratch.Path, "link");
        Directory.CreateSymbolicLink(link, Venv(Needs.DebianPython(), scratch, "env"));
        Assert.Equal(link, RealPython.AssertAgrees(link).Prefix);
    }

    [Theory]
    [InlineData("home = /usr/bin\n")]
    [InlineData("HOME=/usr/bin\nInclude-System-Site-Packages = TRUE\n")]
    [InlineData("home = /usr/bin\ninclude-system-site-packages = yes\n")]
    [InlineData("include-system-site-packages = false\n")]
    [InlineData("home = /usr/bin\nhome = /nowhere\ninclude-system-site-packages = false\nno equals sign\n")]
    public void Pyvenv_cfg(string text)
    {
        using TemporaryDirectory scratch = new();
        string venv = Venv(Needs.DebianPython(), scratch, "env");
        scratch.File("env/pyvenv.cfg", text);
        RealPython.AssertAgrees(venv, new() { ["HOME"] = Home(scratch) });
    }

    [Fact]
    public void Pyvenv_cfg_beside_the_interpreter()
    {
        using TemporaryDirectory scratch = new();
        string python = Path.Combine(scratch.Folder("flat"), "python3");
        File.CreateSymbolicLink(python, Needs.DebianPython());
        scratch.File("flat/pyvenv.cfg", "home = /usr/bin\n");
        scratch.Folder("lib/python3.11/site-packages");
        RealPython.AssertAgrees(python);
    }

    [Fact]
    public void Interpreter_reached_through_a_link_elsewhere()
    {
        using TemporaryDirectory scratch = new();
        string python = Path.Combine(scratch.Folder("bin"), "python");
        File.CreateSymbolicLink(python, Needs.DebianPython());
        RealPython.AssertAgrees(python);
    }

    [Theory]
    [InlineData("HOME", "{0}/home")]
    [InlineData("HOME", "{0}/home/")]
    [InlineData("HOME", "")]
    [InlineData("HOME", null)]
    [InlineData("HOME", "{0}/nowhere")]
    [InlineData("PYTHONUSERBASE", "{0}/home/.local")]
    [InlineData("PYTHONUSERBASE", "home/.local")]
    [InlineData("PYTHONUSERBASE", "~/.local")]
    [InlineData("PYTHONNOUSERSITE", "1")]
    [InlineData("PYTHONNOUSERSITE", "")]
    [InlineData("PYTHONPATH", "{0}/one:{0}/two:{0}/one")]
    [InlineData("PYTHONPATH", "{0}/one/::one:../x/./y:{0}/nowhere")]
    [InlineData("PYTHONPATH", ":")]
    [InlineData("PYTHONPATH", "/usr/lib/python3/dist-packages:{0}/home/.local/lib/python3.11/site-packages")]
    [InlineData("PYTHONPATH", "{0}/archive.zip")]
    [InlineData("PYTHONHOME", "/usr")]
    [InlineData("PYTHONHOME", "/usr:/usr")]
    public void Variable(string name, string? value)
    {
        using TemporaryDirectory scratch = new();
        Dictionary<string, string?> variables = new() { ["HOME"] = Home(scratch) };
        scratch.Folder("one");
        scratch.Folder("two");
        variables[name] = value is null ? null : string.Format(value, scratch.Path);
        RealPython.AssertAgrees(Needs.DebianPython(), variables, scratch.Path);
    }

    [Theory]
    [InlineData("home_in_venv", "PYTHONHOME", "/usr")]
    [InlineData("path_in_venv", "PYTHONPATH", "/usr/lib/python3/dist-packages")]
    public void Variable_in_a_venv(string folder, string name, string value)
    {
        using TemporaryDirectory scratch = new();
        RealPython.AssertAgrees(Venv(Needs.DebianPython(), scratch, folder), new() { [name] = value, ["HOME"] = Home(scratch) });
    }

    [Theory]
    [InlineData("a.pth", "sub\n# comment\n\n  \nnowhere\nsub\n")]
    [InlineData("a.pth", "sub   \t\nother")]
    [InlineData("a.pth", "sub\r\nother\r\n")]
    [InlineData("a.pth", "sub\rother\r")]
    [InlineData("a.pth", "./sub/../other\n/usr/lib/python3/dist-packages\n")]
    [InlineData("a.pth", " sub\n\tother\n")]
    [InlineData("a.pth", "\uFEFFsub\nother\n")]
    [InlineData("a.pth", "file.txt\narchive.zip\n")]
    [InlineData("a.pth", "import os\nimport\tsys\nsub\n")]
    [InlineData("a.pth", "importlike\nsub\n")]
    [InlineData(".hidden.pth", "sub\n")]
    [InlineData("a.PTH", "sub\n")]
    [InlineData("sub.pth/inner", "sub\n")]
    [InlineData("a.pth", "sub\0x\nother\n")]
    [InlineData("a.pth", "..\n.\n")]
    public void Path_file(string name, string content)
    {
        using TemporaryDirectory scratch = new();
        string venv = Venv(Needs.DebianPython(), scratch, "env");
        const string Site = "env/lib/python3.11/site-packages/";
        foreach (string folder in (string[])["sub", "other", "importlike"]) scratch.Folder(Site + folder);
        scratch.File(Site + "file.txt", "x");
        scratch.File(Site + "archive.zip", "x");
        scratch.File(Site + "b.pth", "other\n");
        scratch.File(Site + name, content);
        RealPython.AssertAgrees(venv);
    }

    [Fact]
    public void Path_file_beside_the_interpreter_replaces_everything()
    {
        using TemporaryDirectory scratch = new();
        string python = Path.Combine(scratch.Folder("embedded"), "python3.11");
        File.Copy("/usr/bin/python3.11", Needs.DebianPython() == "" ? "" : python);
        scratch.File("embedded/python3.11._pth", "/usr/lib/python3.11\n/usr/lib/python3.11/lib-dynload # extensions\n\nrelative\n");
        RealPython.AssertAgrees(python, new() { ["PYTHONPATH"] = "/nowhere", ["HOME"] = Home(scratch) });
    }

    [Theory]
    [InlineData("env/lib/python3.11/site-packages/a.pth", "sub\n\u00e9t\u00e9\n", null)]
    [InlineData("env/pyvenv.cfg", "home = /usr/bin\nowner = \u00e9\n", null)]
    [InlineData("env/harmless.txt", "x", "/nowhere")]
    public void What_ends_the_interpreter_while_it_starts(string file, string latin1, string? home)
    {
        using TemporaryDirectory scratch = new();
        string venv = Venv(Needs.DebianPython(), scratch, "env");
        File.WriteAllBytes(Path.Combine(scratch.Path, file), System.Text.Encoding.Latin1.GetBytes(latin1));
        Dictionary<string, string?> variables = new() { ["PYTHONHOME"] = home, ["LC_ALL"] = "C.UTF-8" };
        PythonEnvironment found = new Assay.Primitives.HostMachine(variables).Found(venv);
        Assert.NotNull(found.StartupFailure);
        Assert.Contains(found.StartupFailure, found.Problems);
        (int exit, _, string error) = ChildProcess.Run(Path.Combine(venv, "bin/python"), ["-c", "pass"], variables);
        Assert.NotEqual(0, exit);
        Assert.Contains("Fatal Python error", error, StringComparison.Ordinal);
    }

    private static string PyenvPrefix()
    {
        string versions = Path.Combine(Environment.GetEnvironmentVariable("PYENV_ROOT") ?? "/nowhere", "versions");
        return Directory.EnumerateDirectories(Needs.Existing(versions, "pyenv")).First();
    }

    private static string Home(TemporaryDirectory scratch)
    {
        scratch.Folder("home/.local/lib/python3.11/site-packages/user_path");
        scratch.File("home/.local/lib/python3.11/site-packages/user.pth", "user_path\n");
        scratch.File("home/.local/lib/python3.11/site-packages/userpkg-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: userpkg\nVersion: 1.0\n");
        return Path.Combine(scratch.Path, "home");
    }

    private static string Venv(string python, TemporaryDirectory scratch, string name, params string[] options)
    {
        string path = Path.Combine(scratch.Path, name);
        (int exit, _, string error) = ChildProcess.Run(python, ["-m", "venv", "--without-pip", .. options, path]);
        Assert.True(exit == 0, error);
        return path;
    }
}
