using Assay.Binaries;
using Assay.Binaries.MachO;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Binaries.MachO;

/// <summary>LLVM's tools accept what we assemble, and we read what LLVM's compiler and linker make.</summary>
public sealed class MachOToolsTests : IDisposable
{
    private const string Text = """
        macho arm64 bundle
        platform macos 11.0 sdk 14.2
        needs @rpath/libfoo.dylib current 3.2.1 compatible 1.0
        needs weak /usr/lib/libSystem.B.dylib
        rpath @loader_path/..
        wants _PyLong_FromLong flat
        wants weak _malloc from 2
        offers _PyInit_x
        offers _PyInit_xyz
        """;

    private readonly TemporaryDirectory directory = new();

    [Theory]
    [InlineData("opcodes")]
    [InlineData("classic")]
    [InlineData("chained")]
    public void Llvm_reads_what_we_assemble(string fixups)
    {
        string objdump = Needs.Program("llvm-objdump");
        string path = Write("x.so", BinaryAssembler.Assemble($"{Text}\nfixups {fixups}"));
        string headers = Run(objdump, "--macho", "--private-headers", path);
        Assert.Contains("ARM64        ALL", headers, StringComparison.Ordinal);
        Assert.Contains("name @rpath/libfoo.dylib", headers, StringComparison.Ordinal);
        Assert.Contains("current version 3.2.1", headers, StringComparison.Ordinal);
        Assert.Contains("path @loader_path/..", headers, StringComparison.Ordinal);
        Assert.Contains("LC_CODE_SIGNATURE", headers, StringComparison.Ordinal);
        string symbols = Run(Needs.Program("llvm-nm"), "-m", path);
        Assert.Contains("(undefined) external _PyLong_FromLong (dynamically looked up)", symbols, StringComparison.Ordinal);
        Assert.Contains("(undefined) weak external _malloc (from libSystem)", symbols, StringComparison.Ordinal);
        Assert.Contains("external _PyInit_xyz", symbols, StringComparison.Ordinal);
        if (fixups != "opcodes") return;
        string binds = Run(objdump, "--macho", "--bind", "--exports-trie", path);
        Assert.Matches(@"__DATA\s+__data\s+0x\w+\s+pointer\s+0\s+flat-namespace\s+_PyLong_FromLong", binds);
        Assert.Matches(@"libSystem\s+_malloc \(weak_import\)", binds);
        Assert.Contains("_PyInit_xyz", binds, StringComparison.Ordinal);
    }

    [Fact]
    public void Llvm_reads_the_slices_of_a_fat_file_we_assemble()
    {
        string path = Write("fat.so", BinaryAssembler.Assemble("macho fat\nslice x86_64 dylib\nid a\nslice arm64 dylib\nid b\n"));
        string headers = Run(Needs.Program("llvm-objdump"), "--macho", "--universal-headers", path);
        Assert.Contains("nfat_arch 2", headers, StringComparison.Ordinal);
        Assert.Contains("architecture x86_64", headers, StringComparison.Ordinal);
        Assert.Contains("architecture arm64", headers, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arm64-apple-macos11", "arm64", "arm64")]
    [InlineData("x86_64-apple-macos10.9", "x86_64", "x86_64")]
    public void We_read_what_clang_and_lld_make(string target, string architecture, string name)
    {
        MachOImage image = Link(target, architecture);
        Assert.Empty(image.Faults);
        Assert.Equal(BinaryKind.Bundle, image.Kind);
        Assert.Equal(name, image.ArchitectureName);
        Assert.Equal(new PackedVersion(14, 2), image.Build!.Sdk);
        Assert.Equal(["/usr/lib/libSystem.B.dylib"], image.Needs.Select(need => need.Name));
        Assert.Equal(["@loader_path/../lib"], image.SearchPaths.Select(path => path.Path));
        Assert.Equal([("_PyLong_FromLong", -2), ("__tlv_bootstrap", 1), ("_malloc", 1), ("dyld_stub_binder", 1)], image.WantedSymbols.Select(symbol => (symbol.Name, symbol.Ordinal!.Value)).OrderBy(symbol => symbol.Name, StringComparer.Ordinal));
        Assert.Equal(["_PyInit_x"], image.Offers.All.Select(symbol => symbol.Name));
        Assert.Equal(name == "arm64", image.CodeSignature is not null);
        Assert.All(image.CodeSignature?.CodeDirectories ?? [], code => Assert.Empty(code.FindBadPages()));
        Assert.Equal(new ThreadLocalBlock(4, 4, 4), image.ThreadLocal);
    }

    public void Dispose() => directory.Dispose();

    private MachOImage Link(string target, string architecture)
    {
        string clang = Needs.Program("clang");
        string linker = Directory.GetFiles("/usr/lib", "ld64.lld", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 3 }).FirstOrDefault() ?? Needs.Program("ld64.lld");
        string source = directory.File("x.c", """
            extern void *malloc(unsigned long);
            extern void *PyLong_FromLong(long);
            static __thread int counter = 1;
            void *PyInit_x(void) { counter++; return malloc((unsigned long)counter) ? PyLong_FromLong(counter) : 0; }
            """);
        string stub = directory.File("libSystem.tbd", """
            --- !tapi-tbd
            tbd-version: 4
            targets: [ x86_64-macos, arm64-macos ]
            install-name: '/usr/lib/libSystem.B.dylib'
            exports:
              - targets: [ x86_64-macos, arm64-macos ]
                symbols: [ _malloc, dyld_stub_binder, __tlv_bootstrap ]
            ...

            """);
        string objectFile = Path.Combine(directory.Path, "x.o"), result = Path.Combine(directory.Path, "x.so");
        Run(clang, "-target", target, "-c", source, "-o", objectFile);
        Run(linker,
            ["-arch", architecture, "-platform_version", "macos", "11.0", "14.2", "-bundle", "-rpath", "@loader_path/../lib", "-U", "_PyLong_FromLong", "-o", result, objectFile, stub]);
        return (MachOImage)Assert.Single(BinaryFiles.Read(new MemoryByteSource(File.ReadAllBytes(result))).Images);
    }

    private static string Run(string program, params string[] arguments)
    {
        (int exitCode, string output, string error) = ChildProcess.Run(program, arguments);
        Assert.True(exitCode == 0 && error.Length == 0, $"{program} {string.Join(' ', arguments)}: {exitCode} {error}");
        return output;
    }

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(directory.Path, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
