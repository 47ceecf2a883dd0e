using Assay.Binaries;
using Assay.Binaries.Description;
using Assay.Binaries.MachO;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Binaries.MachO;

/// <summary>Descriptions become real Mach-O files and real Mach-O files descriptions, without loss either way.</summary>
public sealed class MachODescriptionTests
{
    private const string Bundle = """
        macho arm64 bundle
        platform macos 11.0 sdk 14.2 tool ld 1053.12
        uuid 5EC4D7A4-0E4B-3A25-8F7B-0B4F5D2C9A11
        needs @rpath/libfoo.dylib current 3.2.1 compatible 1.0
        needs /usr/lib/libSystem.B.dylib current 1345.0 compatible 1.0
        needs weak /usr/lib/libz.1.dylib
        rpath @loader_path/..
        rpath @loader_path/../.dylibs
        signature ad-hoc by-linker
        wants _PyLong_FromLong flat
        wants _cblas_dgemm$NEWLAPACK from 1
        wants weak _malloc from 2
        wants __Znwm coalesced
        offers _PyInit_x
        offers weak __ZTS1x

        """;

    [Fact]
    public void A_described_bundle_is_read_as_described()
    {
        MachOImage image = Assemble(Bundle);
        Assert.Empty(image.Faults);
        Assert.Equal(BinaryKind.Bundle, image.Kind);
        Assert.Equal(Architecture.Arm64, image.Architecture);
        Assert.Equal(OperatingSystemKind.MacOs, image.Platform);
        Assert.Equal(new PackedVersion(11), image.MinimumOs);
        Assert.Equal(new PackedVersion(14, 2), image.Build!.Sdk);
        Assert.True(image.IsTwoLevel);
        Assert.Equal(["@rpath/libfoo.dylib", "/usr/lib/libSystem.B.dylib", "/usr/lib/libz.1.dylib"], image.Needs.Select(need => need.Name));
        Assert.Equal(NeedFlags.Weak, image.Needs[2].Flags);
        Assert.Equal(new PackedVersion(3, 2, 1), image.Needs[0].CurrentVersion);
        Assert.Equal(["@loader_path/..", "@loader_path/../.dylibs"], image.SearchPaths.Select(path => path.Path));
        Assert.Equal(
            [("_PyLong_FromLong", -2, null), ("_cblas_dgemm$NEWLAPACK", 1, "@rpath/libfoo.dylib"), ("_malloc", 2, "/usr/lib/libSystem.B.dylib"), ("__Znwm", -3, null)],
            image.WantedSymbols.Select(symbol => (symbol.Name, symbol.Ordinal!.Value, symbol.Library)));
        Assert.Equal([false, false, true, false], image.WantedSymbols.Select(symbol => symbol.IsWeak));
        Assert.Equal(["_PyInit_x", "__ZTS1x"], image.Offers.All.Select(symbol => symbol.Name));
        Assert.True(Assert.Single(image.Offers.Find("__ZTS1x")).IsWeak);
        Assert.Empty(image.Offers.Find("_PyInit_"));
    }

    [Theory]
    [InlineData("opcodes")]
    [InlineData("chained")]
    [InlineData("chained-2")]
    [InlineData("chained-3")]
    [InlineData("classic")]
    public void Every_kind_of_fixups_tells_the_same_symbols(string fixups)
    {
        MachOImage plain = Assemble(Bundle);
        MachOImage image = Assemble(Bundle + $"fixups {fixups}\n");
        Assert.Empty(image.Faults);

        // The symbol table has no ordinal for coalesced symbols.
        IEnumerable<(string, int?)> Told(MachOImage of) => of.WantedSymbols.Where(symbol => symbol.Name != "__Znwm").Select(symbol => (symbol.Name, symbol.Ordinal));
        Assert.Equal(Told(plain), Told(image));
        Assert.Equal(plain.Offers.All.Select(offer => offer.Name), image.Offers.All.Select(offer => offer.Name));
        Assert.Equal(fixups.StartsWith("chained", StringComparison.Ordinal), image.ChainedFixups is not null);
        Assert.Equal(fixups == "opcodes", image.DyldInfo is not null);
        Assert.Equal(image.WantedSymbols.Select(symbol => symbol.Name), image.ExternalSymbols.Where(symbol => symbol.IsUndefined).Select(symbol => symbol.Name));
    }

    [Fact]
    public void The_signature_of_a_described_file_holds_and_breaks_with_one_byte()
    {
        Assert.Empty(Assert.Single(Assemble(Bundle).CodeSignature!.CodeDirectories).FindBadPages());
        MachOImage patched = Assemble(Bundle + "patch 0x1010 00\npatch 0x3000 ff\n");
        Assert.Equal([3], Assert.Single(patched.CodeSignature!.CodeDirectories).FindBadPages());
        Assert.Equal(8u, Assemble(Bundle + "signature ad-hoc runtime team ABCDE12345\n").CodeSignature!.CmsLength);
        Assert.Null(Assemble(Bundle + "signature none\n").CodeSignature);
        Assert.Null(Assemble("macho x86_64 bundle").CodeSignatureRange);
    }

    [Theory]
    [InlineData(Bundle)]
    [InlineData("macho x86_64 dylib\nid @rpath/libfoo.1.dylib current 1.2 compatible 1.0\nplatform macos 10.9 sdk none legacy\nuuid none\nfixups classic\nwants _a flat\noffers _b\n")]
    [InlineData("macho i386 dylib\nflags NOUNDEFS DYLDLINK\nuuid none\nwants _a flat\noffers _b\n")]
    [InlineData("macho ppc bundle\nuuid none\nneeds /usr/lib/libSystem.B.dylib\nwants _a from 1\noffers _b\n")]
    [InlineData("macho arm64 executable\nplatform macos 11.0 sdk 11.0\nplatform mac-catalyst 14.0 sdk 14.0\nuuid none\nneeds reexport upward /usr/lib/libSystem.B.dylib\nsignature ad-hoc runtime flags 0x200\nwants _a from 1\n")]
    [InlineData("macho arm64e dylib\nuuid none\nneeds reexport /usr/lib/libc++abi.dylib\nsignature none\noffers absolute _a\noffers _b from 1\noffers _c from 1 as _d\n")]
    [InlineData("macho arm64 bundle\nuuid none\ncommand 0x80000099 0102030405060708\nsegment __TEXT rwx r-x\nsegment __DATA_CONST rw- rw-\nsection __DATA __mod_init_func initializers size 0x10\nsection __DATA __thread_vars thread-variables size 0x18\nsection __DATA __thread_bss thread-zerofill size 0x8 offset 0x4018\nstring-pool remainder 4\nsignature ad-hoc by-linker\n")]
    [InlineData("macho 0x1000099-0x3 type-17\nflags bit-29\nuuid none\n")]
    [InlineData("macho fat\nslice x86_64 bundle\nuuid none\nwants _a flat\nslice arm64 bundle\nuuid none\nsignature ad-hoc by-linker\nwants _b flat\n")]
    [InlineData("macho fat64\nslice x86_64h bundle\nuuid none\nslice arm64 bundle hidden\nuuid none\nsignature none\n")]
    public void A_description_survives_the_way_through_bytes(string text)
    {
        byte[] bytes = BinaryAssembler.Assemble(text);
        Assert.Equal(text, Description.Facts(bytes), ignoreLineEndingDifferences: true);
        Assert.DoesNotContain("fault", Description.Of(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_hidden_arm64_slice_is_found_behind_the_counted_ones()
    {
        byte[] bytes = BinaryAssembler.Assemble("macho fat\nslice x86_64 dylib\nslice arm64 dylib hidden\n");
        Assert.Equal(1, bytes[7]);
        using BinaryFile file = BinaryFiles.Read(new MemoryByteSource(bytes));
        Assert.Equal([(Architecture.X86_64, false), (Architecture.Arm64, true)], file.Images.Cast<MachOImage>().Select(image => (image.Architecture, image.FatEntry!.IsHidden)));
        Assert.Empty(file.Faults);
    }

    [Fact]
    public void Thread_local_sections_and_initializers_are_counted()
    {
        MachOImage image = Assemble(
            "macho arm64 bundle\nsection __DATA __mod_init_func initializers size 24\nsection __TEXT __init_offsets initializer-offsets size 8\n"
            + "section __DATA __thread_data thread-data size 32\nsection __DATA __thread_bss thread-zerofill size 8 offset 5\n");
        Assert.Equal(5, image.InitializerCount);
        Assert.Equal(new ThreadLocalBlock(32, 40, 16), image.ThreadLocal);
        Assert.Equal("__thread_bss", Assert.Single(image.ZeroFillSectionsWithOffset).Name);
        Assert.Null(Assemble(Bundle).ThreadLocal);
    }

    [Fact]
    public void Repeated_paths_and_libraries_are_told()
    {
        MachOImage image = Assemble("macho arm64 bundle\nneeds a.dylib\nneeds b.dylib\nneeds a.dylib\nrpath @loader_path\nrpath @loader_path/\nrpath @loader_path\n");
        Assert.Equal("a.dylib", Assert.Single(image.DuplicateNeeds).Name);
        Assert.Equal("@loader_path", Assert.Single(image.DuplicateSearchPaths).Path);
        Assert.Empty(Assemble(Bundle).DuplicateNeeds);
        Assert.Empty(Assemble(Bundle).DuplicateSearchPaths);
    }

    [Theory]
    [InlineData("macho arm65 bundle", "arm65")]
    [InlineData("macho arm64 bundel", "bundel")]
    [InlineData("macho arm64 bundle\nneed x", "no such line")]
    [InlineData("macho arm64 bundle\nwants _x from the-moon", "a library ordinal must be a number")]
    [InlineData("macho arm64 bundle\nplatform macos eleven", "eleven")]
    [InlineData("macho i386 bundle\nfixups chained", "64-bit")]
    [InlineData("macho fat\nneeds x", "slice ARCH KIND")]
    public void A_mistake_in_a_description_is_named(string text, string expected) =>
        Assert.Contains(expected, Assert.Throws<DescriptionException>(() => BinaryAssembler.Assemble(text)).Message, StringComparison.Ordinal);

    private static MachOImage Assemble(string text) =>
        Assert.IsType<MachOImage>(Assert.Single(BinaryFiles.Read(new MemoryByteSource(BinaryAssembler.Assemble(text))).Images));
}
