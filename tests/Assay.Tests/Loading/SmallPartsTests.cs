using Assay.Loading;
using Assay.Loading.Glibc;
using Assay.Primitives;

namespace Assay.Tests.Loading;

/// <summary>The small parts of the loader, each alone.</summary>
public sealed class SmallPartsTests
{
    [Theory]
    [InlineData("$ORIGIN/../lib", "/o/../lib")]
    [InlineData("${ORIGIN}/lib", "/o/lib")]
    [InlineData("/x/$LIB/$PLATFORM", "/x/lib64/x86_64")]
    [InlineData("$ORIGINAL", "$ORIGINAL")]
    [InlineData("${ORIGIN", "${ORIGIN")]
    [InlineData("$ORIGIN_x", "$ORIGIN_x")]
    [InlineData("$ORIGIN$LIB", "/olib64")]
    [InlineData("a$", "a$")]
    [InlineData("plain", "plain")]
    public void Tokens_are_replaced(string text, string expected) => Assert.Equal(expected, DynamicStringTokens.Expand(text, "/o", "lib64", "x86_64"));

    [Fact]
    public void A_token_without_a_value_drops_the_path() => Assert.Null(DynamicStringTokens.Expand("/x/$PLATFORM/y", "/o", "lib64", null));

    [Theory]
    [InlineData("a.b._x", "PyInit__x")]
    [InlineData("exté", "PyInitU_ext_dma")]
    [InlineData("模块", "PyInitU_gfs105b")]
    [InlineData("a日b本c", "PyInitU_abc_t08fm0d")]
    [InlineData("ünï_ß", "PyInitU_n__hia6d1c")]
    public void Init_functions_are_named_as_cpython_names_them(string module, string expected) => Assert.Equal(expected, InitFunction.NameOf(module));

    [Fact]
    public void A_very_long_name_is_clipped() => Assert.Equal("PyInit_" + new string('a', 200), InitFunction.NameOf(new string('a', 300)));

    [Fact]
    public void Combinations_of_legacy_names_stand_in_the_order_of_2_36() =>
        Assert.Equal(["tls/x86_64/x86_64/", "tls/x86_64/", "tls/x86_64/", "tls/", "x86_64/x86_64/", "x86_64/", "x86_64/"], LibrarySearch.LegacyCombinations(["x86_64", "x86_64", "tls"]));

    [Fact]
    public void A_dynamic_linker_tells_its_directories_and_version()
    {
        MemoryMachine machine = new();
        machine.AddFile("/ld.so", "\0/lib/\0\0/lib64/\0/usr/lib64/\0text\0/etc/other\0/opt/etc/ld.so.cache\0GNU C Library (X 2.39-1) stable release version 2.39.\n\0");
        DynamicLinker linker = DynamicLinker.Read(machine, "/ld.so")!;
        Assert.Equal(["/lib64/", "/usr/lib64/"], linker.DefaultDirectories);
        Assert.Equal("/opt/etc/ld.so.cache", linker.CachePath);
        Assert.Equal(new PackedVersion(2, 39), linker.Version);
        Assert.Equal("lib64", linker.Lib);
    }

    [Fact]
    public void A_file_without_directories_is_no_dynamic_linker()
    {
        MemoryMachine machine = new();
        machine.AddFile("/ld.so", "just text");
        Assert.Null(DynamicLinker.Read(machine, "/ld.so"));
        Assert.Null(DynamicLinker.Read(machine, "/absent"));
    }

    [Theory]
    [InlineData("libgfortran-040039e1.so.5.0.0", true)]
    [InlineData("libscipy_openblas64_-32a4b2a6.so", true)]
    [InlineData("libopenblas.so.0", false)]
    [InlineData("libfoo-12345678x.so", false)]
    [InlineData("-12345678.so", false)]
    public void Names_with_a_wheels_hash_are_told_from_others(string name, bool expected) => Assert.Equal(expected, SystemLibraryNames.IsVendored(name));
}
