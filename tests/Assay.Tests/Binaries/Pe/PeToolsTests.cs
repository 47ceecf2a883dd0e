using Assay.Binaries;
using Assay.Binaries.Pe;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Binaries.Pe;

/// <summary>LLVM's readobj accepts what we assemble, and we read what the MinGW compiler makes.</summary>
public sealed class PeToolsTests : IDisposable
{
    private readonly TemporaryDirectory directory = new();

    [Theory]
    [InlineData("x86_64", "COFF-x86-64", "0x8664")]
    [InlineData("x86", "COFF-i386", "0x14C")]
    [InlineData("arm64", "COFF-ARM64", "0xAA64")]
    public void Llvm_reads_what_we_assemble(string machine, string format, string number)
    {
        string readobj = Needs.Program("llvm-readobj");
        string path = Path.Combine(directory.Path, "x.pyd");
        File.WriteAllBytes(path, BinaryAssembler.Assemble($"""
            pe {machine} dll
            tls size 16 align 8
            load-config size 192 guard 0x100
            version 1.2.3.4
            manifest 2 "<assembly/>"
            pdb x.pdb
            needs KERNEL32.dll
            wants Sleep from KERNEL32.dll
            wants ordinal 12 from KERNEL32.dll
            delay-needs USER32.dll
            wants MessageBoxW from USER32.dll
            name x.pyd
            offers PyInit_x
            offers Other to NTDLL.RtlOther
            """));
        string text = Run(
            readobj, "--file-headers", "--coff-imports", "--coff-exports", "--coff-load-config", "--coff-resources", "--coff-tls-directory", "--coff-debug-directory", path);
        Assert.Contains($"Format: {format}", text, StringComparison.Ordinal);
        Assert.Contains($"({number})", text, StringComparison.Ordinal);
        Assert.Contains("Name: KERNEL32.dll", text, StringComparison.Ordinal);
        Assert.Contains("Symbol: Sleep (0)", text, StringComparison.Ordinal);
        Assert.Contains("Symbol:  (12)", text, StringComparison.Ordinal);
        Assert.Matches(@"DelayImport \{\s+Name: USER32.dll", text);
        Assert.Contains("Symbol: MessageBoxW (0)", text, StringComparison.Ordinal);
        Assert.Matches(@"Export \{\s+Ordinal: 1\s+Name: PyInit_x\s+RVA: 0x1000", text);
        Assert.Contains("Other (forwarded to NTDLL.RtlOther)", Run(Needs.Program("llvm-objdump"), "-p", path), StringComparison.Ordinal);
        Assert.Matches(@"GuardFlags[:=] ?\[? ?\(?0x100", text);
        Assert.Contains("PDBFileName: x.pdb", text, StringComparison.Ordinal);
        Assert.Contains("Type: MANIFEST (ID 24)", text, StringComparison.Ordinal);
    }

    [Fact]
    public void We_read_what_mingw_makes()
    {
        string gcc = Needs.Program("x86_64-w64-mingw32-gcc");
        string source = directory.File("x.c", """
            #include <windows.h>
            static __thread int counter = 1;
            __declspec(dllexport) void *PyInit_x(void) { Sleep((DWORD)counter++); return 0; }
            """);
        string result = Path.Combine(directory.Path, "x.pyd");
        Run(gcc, "-shared", "-nostartfiles", "-Wl,-e,0", "-o", result, source);
        PeImage image = Read(result);
        Assert.True(image.Header.Is64Bit);
        Assert.Contains(image.WantedSymbols, symbol => symbol is { Name: "Sleep", Library: "KERNEL32.dll" });
        Assert.Equal("x.pyd", image.Name);
        Assert.Equal("PyInit_x", Assert.Single(image.Offers.All).Name);
    }

    [Theory]
    [InlineData("i386-pc-windows-msvc", Architecture.X86)]
    [InlineData("x86_64-pc-windows-msvc", Architecture.X86_64)]
    [InlineData("aarch64-pc-windows-msvc", Architecture.Arm64)]
    public void We_read_what_clang_and_lld_make(string target, Architecture architecture)
    {
        string clang = Needs.Program("clang"), linker = Needs.Program("lld-link");
        string source = directory.File("x.c", "int _fltused; void *PyInit_x(void) { return 0; }\n");
        string objectFile = Path.Combine(directory.Path, "x.obj"), result = Path.Combine(directory.Path, "x.pyd");
        Run(clang, "-target", target, "-c", source, "-o", objectFile);
        Run(linker, "/dll", "/noentry", "/export:PyInit_x", "/export:Other=NTDLL.RtlOther", "/export:Quiet=PyInit_x,@9,NONAME", "/subsystem:windows,6.1", $"/out:{result}", objectFile);
        PeImage image = Read(result);
        Assert.Equal(architecture, image.Architecture);
        Assert.Equal(architecture != Architecture.X86, image.Header.Is64Bit);
        Assert.Equal(new PackedVersion(6, 1), image.MinimumOs);
        Assert.Equal("x.pyd", image.Name);
        Assert.Equal([("#9", null), ("Other", "NTDLL.RtlOther"), ("PyInit_x", null)], image.Exports.Select(export => (export.Label, export.Forwarder)).Order());
        Assert.Empty(image.Needs);
    }

    private static PeImage Read(string path)
    {
        PeImage image = (PeImage)Assert.Single(BinaryFiles.Read(new MemoryByteSource(File.ReadAllBytes(path))).Images);
        Assert.Equal(BinaryKind.SharedLibrary, image.Kind);
        Assert.Empty(image.Faults);
        return image;
    }

    public void Dispose() => directory.Dispose();

    private static string Run(string program, params string[] arguments)
    {
        (int exitCode, string output, string error) = ChildProcess.Run(program, arguments);
        Assert.True(exitCode == 0 && error.Length == 0, $"{program} {string.Join(' ', arguments)}: {exitCode} {error}");
        return output;
    }
}
