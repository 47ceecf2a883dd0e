using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Environments;

/// <summary>Real interpreters of systems that cannot run here.</summary>
[Trait("speed", "slow")]
public sealed class CorpusInterpreterTests
{
    [Theory]
    [InlineData("cpython-3.11.3-macos-x86_64", "3.11.3", Architecture.X86_64, ".cpython-311-darwin.so", 31, "_tokenize")]
    [InlineData("cpython-3.13.0-macos-arm64", "3.13.0", Architecture.Arm64, ".cpython-313-darwin.so", 33, "_sysconfig")]
    public void Macos(string name, string version, Architecture architecture, string suffix, int builtins, string oneOfThem)
    {
        string minor = version[..4];
        PythonEnvironment found = Unpacked(name, "bin/python", "bin/python3", $"bin/python{minor}", $"lib/libpython{minor}.dylib", $"lib/python{minor}/os.py", $"lib/python{minor}/site.py", $"lib/python{minor}/lib-dynload/_asyncio{suffix}");
        Assert.Equal((version, OperatingSystemKind.MacOs, $"/{name}/lib/libpython{minor}.dylib"), (found.Version.ToString(), found.Os, found.SharedLibrary));
        Assert.Equal([architecture], found.Architectures);
        Assert.Equal([suffix, ".abi3.so", ".so"], found.ExtensionSuffixes);
        Assert.Equal(builtins, found.BuiltinModules.Count);
        Assert.Contains(oneOfThem, found.BuiltinModules);
        Assert.Empty(found.Problems);
    }

    [Fact]
    public void Windows()
    {
        PythonEnvironment found = Unpacked("cpython-3.11.3-windows-x86_64", "python.exe", "python311.dll", "Lib/os.py", "Lib/site.py", "DLLs/_asyncio.pyd");
        Assert.Equal(("3.11.3", OperatingSystemKind.Windows, "/cpython-3.11.3-windows-x86_64/python311.dll"), (found.Version.ToString(), found.Os, found.SharedLibrary));
        Assert.Equal([".cp311-win_amd64.pyd", ".pyd"], found.ExtensionSuffixes);
        Assert.Equal(67, found.BuiltinModules.Count);
        Assert.Contains("winreg", found.BuiltinModules);
        Assert.Contains("_winapi", found.BuiltinModules);
    }

    private static PythonEnvironment Unpacked(string name, params string[] members)
    {
        MemoryMachine machine = new();
        foreach ((string path, byte[] content) in Corpus.Members(name + ".tar.xz", members.Select(member => $"{name}/{member}").ToHashSet()))
            machine.AddProgram("/" + path, content);
        string prefix = "/" + name;
        if (machine.IsFile($"{prefix}/bin/python3.11")) machine.AddLink($"{prefix}/bin/python3", "python3.11");
        if (machine.IsFile($"{prefix}/bin/python3.13")) machine.AddLink($"{prefix}/bin/python3", "python3.13");
        return machine.Found(prefix);
    }
}
