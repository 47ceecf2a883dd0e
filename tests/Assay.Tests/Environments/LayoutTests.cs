using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Environments;

/// <summary>The layouts that cannot run here, file by file.</summary>
public sealed class LayoutTests
{
    private const string Linux311 = ".cpython-311-x86_64-linux-gnu.so";

    [Fact]
    public void Conda_prefix()
    {
        MemoryMachine machine = new();
        machine.AddProgram("/opt/conda/bin/python3.12", MachineBuilder.LinuxPython());
        machine.AddLink("/opt/conda/bin/python", "python3.12");
        machine.AddLibrary("/opt/conda/lib/python3.12", ".cpython-312-x86_64-linux-gnu.so");
        machine.AddFile("/opt/conda/include/python3.12/patchlevel.h", "#define PY_MAJOR_VERSION 3\n#define PY_MICRO_VERSION       7\n");
        machine.AddDistribution("/opt/conda/lib/python3.12/site-packages", "numpy", "2.1.0");
        machine.AddFile("/opt/conda/conda-meta/numpy-2.1.0-py312h58c1407_0.json", """{"build":"py312h58c1407_0","channel":"https://conda.anaconda.org/conda-forge/linux-64","files":["lib/python3.12/site-packages/numpy/__init__.py"],"name":"numpy","subdir":"linux-64","link":{"type":1,"files":["x"]}}""");
        machine.AddFile("/opt/conda/conda-meta/openblas-ilp64-0.3.28-h1.json", "{ not json");
        machine.AddFile("/opt/conda/conda-meta/history", "");
        PythonEnvironment found = machine.Found("/opt/conda");
        Assert.Equal((EnvironmentKind.Conda, "3.12.7", "/opt/conda", LibcKind.Glibc), (found.Kind, found.Version.ToString(), found.Prefix, found.Libc));
        Assert.Equal([".cpython-312-x86_64-linux-gnu.so", ".abi3.so", ".so"], found.ExtensionSuffixes);
        Assert.Equal(["/opt/conda/lib/python312.zip", "/opt/conda/lib/python3.12", "/opt/conda/lib/python3.12/lib-dynload", "/opt/conda/lib/python3.12/site-packages"], found.ModulePath);
        Assert.Equal(["_imp", "_warnings", "builtins", "gc", "marshal", "math", "posix", "sys"], found.BuiltinModules.Order(StringComparer.Ordinal));
        Assert.Equal(["numpy", "openblas-ilp64"], found.CondaPackages.Select(package => package.Name));
        CondaPackage numpy = found.CondaPackages[0];
        Assert.Equal(("2.1.0", "py312h58c1407_0", "linux-64"), (numpy.Version, numpy.Build, numpy.Details.Value.Subdirectory));
        Assert.Equal(["lib/python3.12/site-packages/numpy/__init__.py"], numpy.Details.Value.Files);
        Assert.Null(numpy.Details.Value.Problem);
        Assert.Contains("openblas-ilp64-0.3.28-h1.json", found.CondaPackages[1].Details.Value.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Conda_prefix_without_its_interpreter()
    {
        MemoryMachine machine = new();
        machine.AddFile("/opt/conda/conda-meta/python-3.12.7-h1_0_cpython.json", """{"name":"python","version":"3.12.7","subdir":"osx-arm64","files":["bin/python3.12"]}""");
        machine.AddDistribution("/opt/conda/lib/python3.12/site-packages", "numpy", "2.1.0");
        PythonEnvironment found = machine.Found("/opt/conda");
        Assert.Equal((EnvironmentKind.Conda, "3.12.7", "/opt/conda", OperatingSystemKind.MacOs), (found.Kind, found.Version.ToString(), found.Prefix, found.Os));
        Assert.Equal((true, null, "numpy"), (found.IsFragment, found.Executable, Assert.Single(found.Distributions).Name));
        Assert.Equal([Architecture.Arm64], found.Architectures);
    }

    [Fact]
    public void Framework_of_python_org()
    {
        const string Version = "/Library/Frameworks/Python.framework/Versions/3.12";
        MemoryMachine machine = new();
        machine.AddFile(Version + "/bin/python3.12", MachineBuilder.MacPython("arm64", Version + "/Python"));
        machine.AddLink(Version + "/bin/python3", "python3.12");
        machine.AddLink("/Library/Frameworks/Python.framework/Versions/Current", "3.12");
        machine.AddFile(Version + "/Python", MachineBuilder.MacLibrary("arm64"));
        machine.AddLibrary(Version + "/lib/python3.12", ".cpython-312-darwin.so");
        machine.AddDirectory(Version + "/lib/python3.12/site-packages");
        machine.AddDirectory("/Users/me/Library/Python/3.12/lib/python/site-packages");
        machine.SetVariable("HOME", "/Users/me");
        PythonEnvironment found = machine.Found(Version);
        Assert.Equal((EnvironmentKind.Framework, OperatingSystemKind.MacOs, Version + "/Python"), (found.Kind, found.Os, found.SharedLibrary));
        Assert.Equal([".cpython-312-darwin.so", ".abi3.so", ".so"], found.ExtensionSuffixes);
        Assert.Equal(
            [Version + "/lib/python312.zip", Version + "/lib/python3.12", Version + "/lib/python3.12/lib-dynload", "/Users/me/Library/Python/3.12/lib/python/site-packages", Version + "/lib/python3.12/site-packages"],
            found.ModulePath);
        Assert.Equal([Architecture.Arm64], found.Architectures);
        Assert.Contains("posix", found.BuiltinModules);
        Assert.Equal("macos-arm64", EnvironmentTarget.Of(found).Name);
        Assert.Equal(found.ModulePath, machine.Found("/Library/Frameworks/Python.framework").ModulePath.Select(entry => entry.Replace("/Current/", "/3.12/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Homebrew_and_a_venv_of_it()
    {
        const string Cellar = "/opt/homebrew/Cellar/python@3.13/3.13.2";
        const string Framework = Cellar + "/Frameworks/Python.framework/Versions/3.13";
        MemoryMachine machine = new();
        machine.AddFile(Framework + "/bin/python3.13", MachineBuilder.MacPython("arm64", Framework + "/Python"));
        machine.AddFile(Framework + "/Python", MachineBuilder.MacLibrary("arm64"));
        machine.AddLibrary(Framework + "/lib/python3.13", ".cpython-313-darwin.so");
        machine.AddLink(Framework + "/lib/python3.13/site-packages", "../../../../../../../../../lib/python3.13/site-packages");
        machine.AddLink(Cellar + "/bin/python3.13", "../Frameworks/Python.framework/Versions/3.13/bin/python3.13");
        machine.AddLink("/opt/homebrew/opt/python@3.13", "../Cellar/python@3.13/3.13.2");
        machine.AddLink("/opt/homebrew/bin/python3", "../Cellar/python@3.13/3.13.2/bin/python3.13");
        machine.AddDistribution("/opt/homebrew/lib/python3.13/site-packages", "wheel", "0.45.1");
        PythonEnvironment found = machine.Found("/opt/homebrew/bin/python3");
        Assert.Equal(EnvironmentKind.Homebrew, found.Kind);
        Assert.Equal("/opt/homebrew/opt/python@3.13/Frameworks/Python.framework/Versions/3.13", found.BasePrefix);
        Assert.Equal(Framework + "/lib/python3.13/lib-dynload", found.ModulePath[2]);
        Assert.Equal("/opt/homebrew/lib/python3.13/site-packages", found.ModulePath[^1]);
        Assert.Equal("wheel", Assert.Single(found.Distributions).Name);

        machine.AddLink("/w/.venv/bin/python", "python3.13");
        machine.AddLink("/w/.venv/bin/python3.13", "/opt/homebrew/opt/python@3.13/bin/python3.13");
        machine.AddFile("/w/.venv/pyvenv.cfg", "home = /opt/homebrew/opt/python@3.13/bin\ninclude-system-site-packages = false\nversion = 3.13.2\n");
        machine.AddDirectory("/w/.venv/lib/python3.13/site-packages");
        PythonEnvironment venv = machine.Found("/w/.venv");
        Assert.Equal((EnvironmentKind.VirtualEnvironment, Framework + "/lib/python3.13"), (venv.Kind, venv.StandardLibrary));
        Assert.Equal("/w/.venv/lib/python3.13/site-packages", venv.ModulePath[^1]);
        Assert.Empty(venv.Problems);
    }

    [Fact]
    public void Python_of_the_command_line_tools()
    {
        const string Version = "/Library/Developer/CommandLineTools/Library/Frameworks/Python3.framework/Versions/3.9";
        MemoryMachine machine = new();
        machine.AddFile(Version + "/bin/python3.9", MachineBuilder.MacPython("arm64", Version + "/Python3"));
        machine.AddLink(Version + "/bin/python3", "python3.9");
        machine.AddFile(Version + "/Python3", MachineBuilder.MacLibrary("arm64"));
        machine.AddLibrary(Version + "/lib/python3.9", ".cpython-39-darwin.so");
        machine.AddDirectory(Version + "/lib/python3.9/site-packages");
        PythonEnvironment found = machine.Found(Version + "/bin/python3");
        Assert.Equal((EnvironmentKind.Framework, OperatingSystemKind.MacOs, "3.9", Version + "/Python3"), (found.Kind, found.Os, found.Version.Short, found.SharedLibrary));
        Assert.Equal(Version + "/lib/python3.9/site-packages", found.ModulePath[^1]);
    }

    [Fact]
    public void Homebrew_of_an_intel_mac()
    {
        const string Framework = "/usr/local/Cellar/python@3.12/3.12.9/Frameworks/Python.framework/Versions/3.12";
        MemoryMachine machine = new();
        machine.AddFile(Framework + "/bin/python3.12", MachineBuilder.MacPython("x86_64", Framework + "/Python"));
        machine.AddFile(Framework + "/Python", MachineBuilder.MacLibrary("x86_64"));
        machine.AddLibrary(Framework + "/lib/python3.12", ".cpython-312-darwin.so");
        machine.AddLink("/usr/local/bin/python3", Framework + "/bin/python3.12");
        PythonEnvironment found = machine.Found("/usr/local/bin/python3");
        Assert.Equal((EnvironmentKind.Homebrew, Framework + "/Python"), (found.Kind, found.SharedLibrary));
        Assert.Equal([Architecture.X86_64], found.Architectures);

        // On Apple Silicon that Python is translated.
        Assert.True(TargetName.TryParse("macos-15-arm64", out Target? target, out _));
        Assert.Equal("macos-15-x86_64-rosetta", EnvironmentTarget.Process(target!, found).Name);
    }

    [Fact]
    public void Windows_installation_and_a_venv_of_it()
    {
        MemoryMachine machine = new();
        machine.AddProgram("/C:/Python311/python.exe", MachineBuilder.WindowsPython());
        machine.AddFile("/C:/Python311/python311.dll", MachineBuilder.WindowsPython());
        machine.AddLibrary("/C:/Python311/Lib", "");
        machine.AddDirectory("/C:/Python311/DLLs");
        machine.AddDistribution("/C:/Python311/Lib/site-packages", "numpy", "1.26.4");
        machine.AddProgram("/C:/env/Scripts/python.exe", MachineBuilder.WindowsPython());
        machine.AddFile("/C:/env/pyvenv.cfg", "home = /C:/Python311\r\ninclude-system-site-packages = true\r\nversion = 3.11.3\r\n");
        machine.AddDirectory("/C:/env/Lib/site-packages");
        PythonEnvironment venv = machine.Found("/C:/env");
        Assert.Equal((OperatingSystemKind.Windows, "/C:/Python311/python.exe", "/C:/env/Scripts/python.exe"), (venv.Os, venv.RealExecutable, venv.Executable));
        Assert.Equal([".cp311-win_amd64.pyd", ".pyd"], venv.ExtensionSuffixes);
        Assert.Equal(
            ["/C:/Python311/python311.zip", "/C:/Python311/DLLs", "/C:/Python311/Lib", "/C:/Python311", "/C:/env", "/C:/env/Lib/site-packages", "/C:/Python311/Lib/site-packages"],
            venv.ModulePath);
    }

    [Fact]
    public void Free_threaded_build()
    {
        MemoryMachine machine = new();
        machine.AddProgram("/py/bin/python3.14t", MachineBuilder.LinuxPython());
        machine.AddLink("/py/bin/python3", "python3.14t");
        machine.AddLibrary("/py/lib/python3.14t", ".cpython-314t-x86_64-linux-gnu.so");
        machine.AddDirectory("/py/lib/python3.14t/site-packages");
        PythonEnvironment found = machine.Found("/py");
        Assert.Equal(("t", "3.14"), (found.AbiFlags, found.Version.ToString()));
        Assert.Equal([".cpython-314t-x86_64-linux-gnu.so", ".abi3.so", ".so"], found.ExtensionSuffixes);
        Assert.Equal(["/py/lib/python314t.zip", "/py/lib/python3.14t", "/py/lib/python3.14t/lib-dynload", "/py/lib/python3.14t/site-packages"], found.ModulePath);
    }

    [Theory]
    [InlineData("3.15", "", ".cpython-315-x86_64-linux-gnu.so", ".abi3-x86_64-linux-gnu.so", ".abi3.so", ".abi3t-x86_64-linux-gnu.so", ".abi3t.so", ".so")]
    [InlineData("3.15", "t", ".cpython-315t-x86_64-linux-gnu.so", ".abi3t-x86_64-linux-gnu.so", ".abi3t.so", ".so")]
    [InlineData("3.14", "d", ".cpython-314d-x86_64-linux-gnu.so", ".cpython-314-x86_64-linux-gnu.so", ".abi3.so", ".so")]
    [InlineData("3.7", "m", ".cpython-37m-x86_64-linux-gnu.so", ".abi3.so", ".so")]
    public void Suffixes_of_other_builds(string version, string flags, params string[] suffixes)
    {
        MemoryMachine machine = new();
        machine.AddProgram($"/py/bin/python{version}{flags}", MachineBuilder.LinuxPython());
        machine.AddLibrary($"/py/lib/python{version}{(flags == "t" ? "t" : "")}", suffixes[0]);
        Assert.Equal(suffixes, machine.Found("/py").ExtensionSuffixes);
    }

    [Fact]
    public void Library_directory_of_fedora_and_the_loader_of_alpine()
    {
        MemoryMachine machine = new();
        machine.AddProgram("/usr/bin/python3.12", MachineBuilder.ThinLinuxPython("libpython3.12.so.1.0"));
        machine.AddLink("/usr/bin/python3", "python3.12");
        machine.AddFile("/usr/lib64/libpython3.12.so.1.0", MachineBuilder.LinuxPython());
        machine.AddLibrary("/usr/lib64/python3.12", ".cpython-312-x86_64-linux-gnu.so");
        machine.AddDirectory("/usr/lib64/python3.12/site-packages");
        machine.AddDirectory("/usr/lib/python3.12/site-packages");
        PythonEnvironment fedora = machine.Found("/usr");
        Assert.Equal("/usr/lib64/libpython3.12.so.1.0", fedora.SharedLibrary);
        Assert.Equal(["/usr/lib64/python312.zip", "/usr/lib64/python3.12", "/usr/lib64/python3.12/lib-dynload", "/usr/lib64/python3.12/site-packages", "/usr/lib/python3.12/site-packages"], fedora.ModulePath);

        MemoryMachine alpine = new();
        alpine.AddProgram("/usr/bin/python3.12", MachineBuilder.LinuxPython("aarch64", "/lib/ld-musl-aarch64.so.1"));
        alpine.AddFile("/lib/ld-musl-aarch64.so.1", "...\u00001.2\u0000x1.2.5\u0000y\u00001.2.4\u0000");
        alpine.AddLibrary("/usr/lib/python3.12", "");
        PythonEnvironment found = alpine.Found("/usr");
        Assert.Equal(LibcKind.Musl, found.Libc);
        Assert.Equal(".cpython-312-aarch64-linux-musl.so", found.ExtensionSuffixes[0]);
        Assert.Equal("linux-musl1.2.4-aarch64", EnvironmentTarget.Of(found).Name);
    }

    [Fact]
    public void Dangling_venv_is_found_and_described()
    {
        MemoryMachine machine = new();
        machine.AddLink("/w/env/bin/python", "/opt/homebrew/opt/python@3.11/bin/python3.11");
        machine.AddFile("/w/env/pyvenv.cfg", "home = /opt/homebrew/opt/python@3.11/bin\nversion = 3.11.6\n");
        machine.AddDistribution("/w/env/lib/python3.11/site-packages", "numpy", "1.26.4");
        PythonEnvironment found = machine.Found("/w/env");
        Assert.Equal((EnvironmentKind.VirtualEnvironment, null, "3.11.6", OperatingSystemKind.MacOs), (found.Kind, found.RealExecutable, found.Version.ToString(), found.Os));
        Assert.Contains("/w/env/lib/python3.11/site-packages", found.ModulePath);
        Assert.Single(found.Distributions);
        string problem = Assert.Single(found.Problems);
        Assert.Equal("/w/env/bin/python: is a link to /opt/homebrew/opt/python@3.11/bin/python3.11, which leads nowhere; /w/env/pyvenv.cfg says home = /opt/homebrew/opt/python@3.11/bin, which is gone; expected a Python interpreter", problem);
        Assert.Equal(found.ModulePath, machine.Found("/w/env/bin/python").ModulePath);
    }

    [Fact]
    public void Folder_of_packages_without_an_interpreter()
    {
        MemoryMachine machine = new();
        machine.AddDistribution("/layer", "numpy", "2.4.6", wheel: "Wheel-Version: 1.0\nTag: cp311-cp311-manylinux_2_28_aarch64\n", record: "numpy/__init__.py,,\nnumpy/core/x.so,,\nnumpy.libs/liba.so,,\n../bin/f2py,,\n");
        machine.AddDistribution("/layer", "six", "1.17.0", wheel: "Wheel-Version: 1.0\nTag: py2-none-any\nTag: py3-none-any\n", record: "six.py,,\n__pycache__/six.cpython-311.pyc,,\n");
        PythonEnvironment found = machine.Found("/layer");
        Assert.Equal((EnvironmentKind.BareSitePackages, "3.11", OperatingSystemKind.Linux), (found.Kind, found.Version.ToString(), found.Os));
        Assert.Equal([Architecture.Arm64], found.Architectures);
        Assert.Equal([".cpython-311-aarch64-linux-gnu.so", ".abi3.so", ".so"], found.ExtensionSuffixes);
        Assert.Equal([["numpy"], ["six"]], found.Distributions.Select(distribution => distribution.TopLevelModules.ToArray()));
        Assert.Empty(found.Problems);
    }

    [Fact]
    public void Site_packages_of_an_environment_leads_to_the_environment()
    {
        MemoryMachine machine = Plain();
        machine.AddDistribution("/py/lib/python3.11/site-packages", "six", "1.17.0");
        Assert.Equal(EnvironmentKind.Prefix, machine.Found("/py/lib/python3.11/site-packages").Kind);
        Assert.Equal("/py/bin/python3", machine.Found("/py/bin").Executable);
    }

    [Fact]
    public void Default_is_what_is_activated_then_what_lies_here_then_what_is_on_path()
    {
        MemoryMachine machine = Plain();
        machine.AddFile("/w/.venv/pyvenv.cfg", "home = /py/bin\n");
        machine.AddLink("/w/.venv/bin/python", "/py/bin/python3");
        machine.SetVariable("PATH", "/nowhere:/py/bin");
        Assert.Equal("/py", EnvironmentDiscovery.FindDefault(machine).Environment?.Path);
        Assert.Equal("/w/.venv", EnvironmentDiscovery.FindDefault(machine, "/w").Environment?.Path);
        machine.AddFile("/conda/conda-meta/x", "");
        machine.AddLink("/conda/bin/python3", "/py/bin/python3");
        machine.SetVariable("CONDA_PREFIX", "/conda");
        machine.SetVariable("VIRTUAL_ENV", "/deleted");
        Assert.Equal("/conda", EnvironmentDiscovery.FindDefault(machine, "/w").Environment?.Path);
        machine.SetVariable("VIRTUAL_ENV", "/w/.venv");
        Assert.Equal("/w/.venv", EnvironmentDiscovery.FindDefault(machine).Environment?.Path);
        Assert.Equal(EnvironmentProblemKind.NothingFound, EnvironmentDiscovery.FindDefault(new MemoryMachine()).Problem?.Kind);
    }

    [Theory]
    [InlineData("3.11.7", null, null, "/pyenv/versions/3.11.7")]
    [InlineData("3.11", null, null, "/pyenv/versions/3.11.10")]
    [InlineData("system", null, null, "/py")]
    [InlineData("3.11.7", "3.11.10\n", null, "/pyenv/versions/3.11.10")]
    [InlineData("3.11.7", "# comment\n3.9.1 3.11.10\n", null, "/pyenv/versions/3.11.10")]
    [InlineData("3.11.7", "3.11.10\n", "system:3.11.7", "/py")]
    [InlineData("9.9.9", null, null, "/py")]
    public void Shims_of_pyenv_are_followed(string chosen, string? local, string? variable, string expected)
    {
        MemoryMachine machine = Plain();
        foreach (string version in (string[])["3.11.7", "3.11.10"])
        {
            machine.AddProgram($"/pyenv/versions/{version}/bin/python3", MachineBuilder.ThinLinuxPython("libpython3.11.so.1.0"));
            machine.AddFile($"/pyenv/versions/{version}/lib/libpython3.11.so.1.0", MachineBuilder.LinuxPython());
            machine.AddLibrary($"/pyenv/versions/{version}/lib/python3.11", Linux311);
        }

        machine.AddProgram("/pyenv/shims/python3", "#!/usr/bin/env bash\nexec \"/pyenv/bin/pyenv\" exec \"$program\" \"$@\"\n"u8.ToArray());
        machine.AddFile("/pyenv/version", chosen + "\n");
        if (local is not null) machine.AddFile("/w/.python-version", local);
        if (variable is not null) machine.SetVariable("PYENV_VERSION", variable);
        machine.SetVariable("PATH", "/pyenv/shims:/py/bin");
        machine.AddDirectory("/w/deeper");
        Assert.Equal(expected, EnvironmentDiscovery.FindDefault(machine, "/w/deeper").Environment?.Path);
    }

    private static MemoryMachine Plain()
    {
        MemoryMachine machine = new();
        machine.AddProgram("/py/bin/python3.11", MachineBuilder.LinuxPython());
        machine.AddLink("/py/bin/python3", "python3.11");
        machine.AddLibrary("/py/lib/python3.11", Linux311);
        machine.AddDirectory("/py/lib/python3.11/site-packages");
        return machine;
    }
}
