using Assay.Binaries;
using Assay.Binaries.Description;
using Assay.Binaries.Pe;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Binaries.Pe;

/// <summary>Descriptions become real PE files and real PE files descriptions, without loss either way.</summary>
public sealed class PeDescriptionTests
{
    private const string Dll = """
        pe x86_64 dll
        linker 14.44
        timestamp 0x6408a2b9
        tls size 0x18 file 0x10 align 8
        load-config size 320 guard 0x100 dependent 0x800
        version 14.40.33810.0 product 14.40.0.0
        manifest 2 "<assembly><dependency><dependentAssembly><assemblyIdentity name=\"Microsoft.VC90.CRT\" version=\"9.0.21022.8\"/></dependentAssembly></dependency></assembly>"
        pdb D:\a\x.pdb
        certificate 64
        needs KERNEL32.dll
        wants Sleep from KERNEL32.dll
        wants ordinal 12 from KERNEL32.dll
        needs python311.dll
        wants PyLong_FromLong from python311.dll
        delay-needs USER32.dll
        wants MessageBoxW from USER32.dll
        name x.pyd
        offers Alias to NTDLL.RtlZeroMemory
        offers PyInit_x
        offers Zebra ordinal 9
        offers ordinal 5

        """;

    [Fact]
    public void A_described_dll_is_read_as_described()
    {
        PeImage image = Assemble(Dll);
        Assert.Empty(image.Faults);
        Assert.Equal(BinaryKind.SharedLibrary, image.Kind);
        Assert.Equal(Architecture.X86_64, image.Architecture);
        Assert.Equal(OperatingSystemKind.Windows, image.Platform);
        Assert.Equal(new PackedVersion(6), image.MinimumOs);
        Assert.Equal("x.pyd", image.Name);
        Assert.Equal(
            [("KERNEL32.dll", NeedFlags.None), ("python311.dll", NeedFlags.None), ("USER32.dll", NeedFlags.Delayed)],
            image.Needs.Select(need => (need.Name, need.Flags)));
        Assert.Equal(
            [("Sleep", "KERNEL32.dll", false), ("#12", "KERNEL32.dll", false), ("PyLong_FromLong", "python311.dll", false), ("MessageBoxW", "USER32.dll", true)],
            image.WantedSymbols.Select(symbol => (symbol.Name, symbol.Library!, symbol.IsDelayed)));
        Assert.Equal(["Alias", "PyInit_x", "Zebra", "#5"], image.Offers.All.Select(symbol => symbol.Name));
        Assert.Equal("NTDLL.RtlZeroMemory", Assert.Single(image.Offers.Find("Alias")).Forward);
        Assert.Null(Assert.Single(image.Offers.Find("PyInit_x")).Forward);
        Assert.Single(image.Offers.Find("#5"));
        Assert.Empty(image.Offers.Find("#4"));
        Assert.Empty(image.Offers.Find("pyinit_x"));
        Assert.Equal(new ThreadLocalBlock(16, 24, 8), image.ThreadLocal);
        Assert.Equal(new LoadConfig(320, 0x800, 0x100, 0), image.LoadConfig);
        Assert.Equal(new Version(14, 40, 33810, 0), image.FileVersion!.FileVersion);
        Assert.Equal(new DependentAssembly("Microsoft.VC90.CRT", "9.0.21022.8", null), Assert.Single(Assert.Single(image.Manifests).Dependencies));
        Assert.Equal(["D:\\a\\x.pdb"], image.PdbPaths);
        Assert.Equal(64u, image.CertificateSize);
    }

    [Fact]
    public void What_is_not_described_is_not_there()
    {
        PeImage image = Assemble("pe arm64 exe");
        Assert.Empty(image.Faults);
        Assert.Equal(BinaryKind.Executable, image.Kind);
        Assert.Equal(Architecture.Arm64, image.Architecture);
        Assert.Null(image.Name);
        Assert.Empty(image.Needs);
        Assert.Empty(image.WantedSymbols);
        Assert.Empty(image.Offers.All);
        Assert.Null(image.ThreadLocal);
        Assert.Null(image.LoadConfig);
        Assert.Empty(image.Resources);
        Assert.Null(image.FileVersion);
        Assert.Empty(image.PdbPaths);
    }

    [Theory]
    [InlineData(Dll)]
    [InlineData("pe x86 dll\nneeds MSVCR90.dll\nwants malloc from MSVCR90.dll\nname a.pyd\noffers PyInit_a\n")]
    [InlineData("pe arm64 dll\nload-config size 320 chpe 0x180002000\nname a.pyd\noffers ordinal\n")]
    [InlineData("pe x86_64 dll\nneeds a.dll\nwants f from a.dll\nneeds a.dll\nwants g from a.dll\n")]
    [InlineData("pe machine-4660 exe\nmagic 0x10b\ncharacteristics 0x3\nlinker 2.40\nos-version 4.0\nsubsystem-version 5.2\nsubsystem 10\nimage-base 0x10000\ndll-characteristics 0x0\nchecksum 0x1234\n")]
    public void A_description_survives_the_way_through_bytes(string text)
    {
        text = text.Replace("offers ordinal\n", "offers ordinal 3\n", StringComparison.Ordinal);
        byte[] bytes = BinaryAssembler.Assemble(text);
        Assert.Equal(text, Description.Facts(bytes), ignoreLineEndingDifferences: true);
        Assert.DoesNotContain("fault", Description.Of(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_symbol_without_a_line_for_its_dll_brings_the_dll_along()
    {
        PeImage image = Assemble("pe x86_64 dll\nwants Sleep from KERNEL32.dll\nwants Beep from kernel32.dll");
        Assert.Equal("KERNEL32.dll", Assert.Single(image.Needs).Name);
        Assert.Equal(["Sleep", "Beep"], image.WantedSymbols.Select(symbol => symbol.Name));
    }

    [Fact]
    public void Arm_code_inside_an_x64_file_is_told()
    {
        Assert.True(Assemble("pe x86_64 dll\nload-config size 320 chpe 0x180002000").IsArm64EmulationCompatible);
        PeImage hybrid = Assemble("pe arm64 dll\nload-config size 320 chpe 0x180002000");
        Assert.False(hybrid.IsArm64EmulationCompatible);
        Assert.True(hybrid.IsArm64Hybrid);
        Assert.False(Assemble("pe arm64 dll\nload-config size 320").IsArm64Hybrid);
        Assert.False(Assemble("pe x86_64 dll\nload-config size 148 chpe 0x180002000").IsArm64EmulationCompatible);
    }

    [Theory]
    [InlineData("<assembly/>", 0)]
    [InlineData("<dependentAssembly><!-- <assemblyIdentity name='A'/> --></dependentAssembly>", 0)]
    [InlineData("<assemblyIdentity name='self'/><asmv3:dependentAssembly>\n<asmv1:assemblyIdentity type='win32' name = 'B' processorArchitecture='*'></asmv1:assemblyIdentity></asmv3:dependentAssembly>", 1)]
    [InlineData("<dependentAssembly/><assemblyIdentity name='self'/>", 0)]
    [InlineData("<dependentAssembly><assemblyIdentity filename='x' name='unclosed", 0)]
    public void Assemblies_are_found_only_where_something_depends_on_them(string manifest, int count) =>
        Assert.Equal(count, new PeManifest(2, manifest).Dependencies.Length);

    [Theory]
    [InlineData("pe vax dll", "vax")]
    [InlineData("pe x86_64 dll\nneed x", "no such line")]
    [InlineData("pe x86_64 dll\nwants Sleep", "from a DLL")]
    [InlineData("pe x86_64 dll\nversion 1.2", "four numbers")]
    [InlineData("pe x86_64 dll\noffers ordinal 70000", "16 bits")]
    public void A_mistake_in_a_description_is_named(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<DescriptionException>(() => BinaryAssembler.Assemble(text)).Message, StringComparison.Ordinal);

    private static PeImage Assemble(string text) =>
        Assert.IsType<PeImage>(Assert.Single(BinaryFiles.Read(new MemoryByteSource(BinaryAssembler.Assemble(text))).Images));
}
