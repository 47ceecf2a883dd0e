using Assay.Loading;

namespace Assay.Tests.Loading;

/// <summary>Every field of the ELF header that ld.so looks at, broken in a library and in the extension itself.</summary>
[Trait("speed", "slow")]
public sealed class HeaderReality
{
    private const string Use = "extern int f(void); int use(void) { return f(); }";

    /// <summary>Offset, value, and what is said: of a library that a later directory has in good order.</summary>
    public static TheoryData<string, int, byte, string> Fields => new()
    {
        { "magic", 0, 0x7e, "ImportError: ROOT/one/libf.so: invalid ELF header" },
        { "class 32", 4, 1, "imports" },
        { "class none", 4, 0, "imports" },
        { "class 7", 4, 7, "imports" },
        { "data big", 5, 2, "ImportError: ROOT/one/libf.so: ELF file data encoding not little-endian" },
        { "data none", 5, 0, "ImportError: ROOT/one/libf.so: ELF file data encoding not little-endian" },
        { "ident version", 6, 2, "ImportError: ROOT/one/libf.so: ELF file version ident does not match current one" },
        { "abi FreeBSD", 7, 9, "ImportError: ROOT/one/libf.so: ELF file OS ABI invalid" },
        { "abi GNU", 7, 3, "imports" },
        { "abi version", 8, 1, "ImportError: ROOT/one/libf.so: ELF file ABI version invalid" },
        { "padding", 9, 1, "ImportError: ROOT/one/libf.so: nonzero padding in e_ident" },
        { "last padding", 15, 1, "ImportError: ROOT/one/libf.so: nonzero padding in e_ident" },
        { "type rel", 16, 1, "ImportError: ROOT/one/libf.so: only ET_DYN and ET_EXEC can be loaded" },
        { "type core", 16, 4, "ImportError: ROOT/one/libf.so: only ET_DYN and ET_EXEC can be loaded" },
        { "type exec", 16, 2, "ImportError: libf.so: cannot dynamically load executable" },
        { "machine aarch64", 18, 183, "imports" },
        { "machine 0", 18, 0, "imports" },
        { "version", 20, 2, "ImportError: ROOT/one/libf.so: ELF file version does not match current one" },
        { "phoff beyond", 34, 1, "ImportError: ROOT/one/libf.so: cannot read file data" },
        { "phoff negative", 39, 0x80, "ImportError: ROOT/one/libf.so: cannot read file data: Invalid argument" },
        { "phentsize", 54, 32, "ImportError: ROOT/one/libf.so: ELF file's phentsize not the expected size" },
        { "phnum none", 56, 0, "ImportError: libf.so: object file has no loadable segments" },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public void A_field_of_a_library(string name, int offset, byte value, string expected)
    {
        _ = name;
        using LoaderScenario scenario = new();
        Libraries(scenario).Byte("one/libf.so", offset, value).Agrees(expected);
    }

    [Fact]
    public void Abi_version_of_a_gnu_file_may_be_up_to_three()
    {
        using LoaderScenario scenario = new();
        Libraries(scenario).Byte("one/libf.so", 7, 3).Byte("one/libf.so", 8, 3).Agrees("imports");
        scenario.Byte("one/libf.so", 8, 4).Agrees("ImportError: ROOT/one/libf.so: ELF file ABI version invalid");
    }

    [Theory]
    [InlineData("class", 4, 1, "ImportError: ROOT/x.so: wrong ELF class: ELFCLASS32")]
    [InlineData("machine", 18, 183, "ImportError: ROOT/x.so: cannot open shared object file: No such file or directory")]
    [InlineData("magic", 1, 0, "ImportError: ROOT/x.so: invalid ELF header")]
    [InlineData("type", 16, 2, "ImportError: ROOT/x.so: cannot dynamically load executable")]
    public void A_field_of_the_extension(string name, int offset, byte value, string expected)
    {
        _ = name;
        using LoaderScenario scenario = new();
        scenario.Extension().Byte("x.so", offset, value).Agrees(expected);
    }

    [Fact]
    public void A_library_of_another_machine_alone_is_reported_as_absent_and_as_the_culprit()
    {
        using LoaderScenario scenario = new();
        Libraries(scenario).Delete("two/libf.so").Byte("one/libf.so", 18, 183).Agrees("ImportError: libf.so: cannot open shared object file: No such file or directory");
        LoadFailure failure = scenario.Failure();
        Assert.Equal(LoadFailureKind.WrongArchitecture, failure.Kind);
        Assert.Equal(scenario.At("one/libf.so"), failure.Culprit);
        Assert.Equal(18, failure.Evidence[0].Offset);
    }

    [Fact]
    public void A_library_of_another_class_alone_is_named_by_its_class()
    {
        using LoaderScenario scenario = new();
        Libraries(scenario).Delete("two/libf.so").Byte("one/libf.so", 4, 1).Agrees("ImportError: libf.so: wrong ELF class: ELFCLASS32");
    }

    [Fact]
    public void A_real_library_of_another_processor_is_passed_over()
    {
        using LoaderScenario scenario = new();
        Libraries(scenario).Delete("one/libf.so").Text("f.c", "int f(void) { return 1; }");
        Fixtures.Needs.Program("clang");
        Fixtures.ChildProcess.Run("clang", ["-target", "aarch64-linux-gnu", "-shared", "-nostdlib", "-fuse-ld=lld", "-o", scenario.At("one/libf.so"), scenario.At("f.c")]);
        Assert.True(File.Exists(scenario.At("one/libf.so")));
        scenario.Agrees("imports");
    }

    [Fact]
    public void A_directory_in_place_of_a_library_ends_the_search()
    {
        using LoaderScenario scenario = new();
        Libraries(scenario).Delete("one/libf.so").Folder("one/libf.so").Agrees("ImportError: ROOT/one/libf.so: cannot read file data: Is a directory");
    }

    [Theory]
    [InlineData("", "file too short")]
    [InlineData("#!/bin/sh\n", "file too short")]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n", "invalid ELF header")]
    [InlineData("<!DOCTYPE html><html><head><title>404 Not Found</title></head><body>404 Not Found</body></html>", "invalid ELF header")]
    public void Text_in_place_of_the_extension(string text, string expected)
    {
        using LoaderScenario scenario = new();
        scenario.Text("x.so", text).Agrees("ImportError: ROOT/x.so: " + expected);
    }

    private static LoaderScenario Libraries(LoaderScenario scenario) => scenario
        .Library("one/libf.so", "int f(void) { return 1; }").Copy("one/libf.so", "two/libf.so")
        .Extension(Use, "-LROOT/one -lf -Wl,--enable-new-dtags,-rpath,$ORIGIN/one:$ORIGIN/two");
}
