using System.Buffers.Binary;
using Assay.Binaries;
using Assay.Environments;
using Assay.Primitives;

namespace Assay.Tests.Environments;

/// <summary>Builds small machines with Pythons on them.</summary>
internal static class MachineBuilder
{
    /// <summary>A program for Linux whose interpreter is in it.</summary>
    public static byte[] LinuxPython(string machine = "x86_64", string loader = "/lib64/ld-linux-x86-64.so.2") =>
        BinaryAssembler.Assemble($"elf {machine} pie\ninterp {loader}\nneeds libc.so.6\noffers PyInit_gc\noffers PyInit_posix\noffers PyInit_math\noffers Py_Main");

    /// <summary>A thin program that hands over to a library.</summary>
    public static byte[] ThinLinuxPython(string library) => BinaryAssembler.Assemble($"elf x86_64 pie\ninterp /lib64/ld-linux-x86-64.so.2\nneeds {library}\nrunpath $ORIGIN/../lib");

    /// <summary>A thin program for macOS.</summary>
    public static byte[] MacPython(string architecture, string library) => BinaryAssembler.Assemble($"macho {architecture} executable\nplatform macos 11.0 sdk 14.0\nneeds {library}\n");

    /// <summary>The library of a Python for macOS.</summary>
    public static byte[] MacLibrary(string architecture) => BinaryAssembler.Assemble($"macho {architecture} dylib\nplatform macos 11.0 sdk 14.0\noffers _PyInit_gc\noffers _PyInit_posix\n");

    /// <summary>The smallest PE program: headers for a machine, no sections, no imports.</summary>
    public static byte[] WindowsPython(ushort machine = 0x8664)
    {
        byte[] file = new byte[0x400];
        "MZ"u8.CopyTo(file);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(0x3c), 0x80);
        "PE\0\0"u8.CopyTo(file.AsSpan(0x80));
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x84), machine);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x94), 240); // SizeOfOptionalHeader
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x96), 0x22); // executable, large addresses
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(0x98), 0x20b); // PE32+
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(0x98 + 108), 16); // NumberOfRvaAndSizes
        return file;
    }

    /// <summary>Adds a standard library of a few files.</summary>
    public static void AddLibrary(this MemoryMachine machine, string directory, string suffix, string? site = null)
    {
        machine.AddFile(directory + "/os.py", "");
        machine.AddFile(directory + "/site.py", site ?? "UF_HIDDEN\nutf-8-sig\n");
        if (suffix.EndsWith(".so", StringComparison.Ordinal)) machine.AddFile(directory + "/lib-dynload/_ssl" + suffix, "");
    }

    /// <summary>Adds an installed distribution.</summary>
    public static void AddDistribution(this MemoryMachine machine, string site, string name, string version, string record = "", string wheel = "", string metadata = "")
    {
        string directory = $"{site}/{name}-{version}.dist-info";
        machine.AddFile(directory + "/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{metadata}\nA long description.\n");
        machine.AddFile(directory + "/INSTALLER", "pip\n");
        if (record.Length > 0) machine.AddFile(directory + "/RECORD", record);
        if (wheel.Length > 0) machine.AddFile(directory + "/WHEEL", wheel);
    }

    /// <summary>The environment at a path; fails when there is none.</summary>
    public static PythonEnvironment Found(this IMachine machine, string path, string? workingDirectory = null)
    {
        EnvironmentSearchResult result = EnvironmentDiscovery.Find(machine, path, workingDirectory);
        Assert.True(result.IsFound, result.Problem?.Message);
        return result.Environment;
    }

    /// <summary>The problem with a path; fails when there is an environment.</summary>
    public static EnvironmentProblem Refused(this IMachine machine, string path)
    {
        EnvironmentSearchResult result = EnvironmentDiscovery.Find(machine, path);
        Assert.False(result.IsFound, path);
        Assert.DoesNotContain('\n', result.Problem.Message);
        return result.Problem;
    }
}
