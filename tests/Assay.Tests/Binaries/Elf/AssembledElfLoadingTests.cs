using System.Runtime.InteropServices;
using Assay.Binaries;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Binaries.Elf;

/// <summary>Assembled files are real: the loader of this machine takes the healthy ones and refuses the broken ones for the reason the description gives.</summary>
[Trait("speed", "slow")]
public sealed class AssembledElfLoadingTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Theory]
    [InlineData("elf x86_64 shared\noffers answer")]
    [InlineData("elf x86_64 shared\nsoname libx.so.1\nneeds libc.so.6\ninit\ninit-array 2\nwants func strlen GLIBC_2.2.5\nwants memcpy GLIBC_2.14\nwants weak nobody_has_this\noffers answer VERS_2\noffers answer VERS_1 old\noffers data table VERS_1")]
    [InlineData("elf x86_64 shared\nhash both\nstack rw\nneeds libm.so.6\nwants cos GLIBC_2.2.5 from libm.so.6\noffers ifunc chosen\noffers answer")]
    [InlineData("elf x86_64 shared\nhash sysv\nisa-needed x86-64-baseline\nbuild-id 0123456789abcdef\noffers answer")]
    [InlineData("elf x86_64 shared\ntls size 0x88 file 0x10 align 16 initial-exec 3\noffers tls counter\noffers answer")]
    [InlineData("elf x86_64 shared\nneeds libc.so.6\nrelr\nversions libc.so.6 GLIBC_ABI_DT_RELR GLIBC_2.2.5\noffers answer")]
    [InlineData("elf x86_64 shared\nwants unused nobody_has_this_either\noffers answer")]
    [InlineData("elf x86_64 shared\nload align 0x200000\noffers answer")]
    [InlineData("elf x86_64 shared\nsegment rw offset 0x2000 address 0x40000 file 0 memory 0x1000 align 0x1000\noffers answer")]
    public void A_healthy_file_loads_and_its_functions_run(string description) => Assert.Equal("0", Load(description));

    [Theory]
    [InlineData("needs libabsent.so.7", "libabsent.so.7: cannot open shared object file: No such file or directory")]
    [InlineData("wants first_missing\nwants second_missing", "PATH: undefined symbol: first_missing")]
    [InlineData("needs libc.so.6\nwants strlen GLIBC_2.2.5\nwants memcpy GLIBC_2.2.5\nwants gone GLIBC_2.2.5", "PATH: undefined symbol: gone, version GLIBC_2.2.5")]
    [InlineData("needs libc.so.6\nwants strlen GLIBC_9.99", "/lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_9.99' not found (required by PATH)")]
    [InlineData("tls size 0x10000 align 8 initial-exec", "PATH: cannot allocate memory in static TLS block")]
    [InlineData("isa-needed 0x80000000", "PATH: CPU ISA level is lower than required")]
    [InlineData("segment rw offset 0x27a9a0 address 0x484000 file 0 memory 0 align 0x1000", "PATH: ELF load command address/offset not page-aligned")]
    [InlineData("load congruent 0x10", "PATH: ELF load command address/offset not page-aligned")]
    [InlineData("load absent", "PATH: object file has no loadable segments")]
    [InlineData("flags1 PIE", "PATH: cannot dynamically load position-independent executable")]
    [InlineData("flags1 NOOPEN", "PATH: shared object cannot be dlopen()ed")]
    [InlineData("osabi 9", "PATH: ELF file OS ABI invalid")]
    [InlineData("truncate 40", "PATH: file too short")]
    [InlineData("truncate 100", "PATH: cannot read file data")]
    [InlineData("patch 0 23212f62696e", "PATH: invalid ELF header")]
    [InlineData("patch 4 01", "PATH: wrong ELF class: ELFCLASS32")]
    [InlineData("patch 18 b700", "PATH: cannot open shared object file: No such file or directory")]
    [InlineData("needs libc.so.6\nwants strlen GLIBC_2.2.5\nrelr", "PATH: DT_RELR without GLIBC_ABI_DT_RELR dependency")]
    public void A_broken_file_is_refused_as_described(string broken, string message) => Assert.Equal(message, Load("elf x86_64 shared\noffers answer\n" + broken));

    [Theory]
    [InlineData("/lib/x86_64-linux-gnu/libgomp.so.1")]
    [InlineData("/lib/x86_64-linux-gnu/libstdc++.so.6")]
    [InlineData("/usr/lib/x86_64-linux-gnu/liblapack.so.3")]
    public void The_twin_of_a_real_library_loads_in_its_place(string library)
    {
        string text = Description.Facts(File.ReadAllBytes(Needs.Existing(library, library)));
        Assert.Equal("loaded", Load(text, call: false));
    }

    /// <inheritdoc/>
    public void Dispose() => directory.Dispose();

    private string Load(string description, bool call = true)
    {
        Needs.Require(OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64, "no Linux on x86-64");
        string path = Path.Combine(directory.Path, "libassembled.so");
        File.WriteAllBytes(path, BinaryAssembler.Assemble(description));
        string script = $"""
            import ctypes, os
            try:
                library = ctypes.CDLL({Quote(path)}, os.RTLD_NOW)
                print(library.answer() if {(call ? "True" : "False")} else "loaded")
            except OSError as error:
                print(str(error).replace({Quote(path)}, "PATH"))
            """;
        (int exitCode, string output, string error) = ChildProcess.Run(Needs.Program("python3"), ["-I", "-S", "-c", script]);
        return exitCode == 0 ? (output + error).Trim() : $"exit {exitCode}: {output}{error}";
    }

    private static string Quote(string text) => "'" + text + "'";
}
