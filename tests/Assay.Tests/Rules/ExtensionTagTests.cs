using Assay.Rules;

namespace Assay.Tests.Rules;

/// <summary>What the suffixes of extension modules say.</summary>
public sealed class ExtensionTagTests
{
    [Theory]
    [InlineData("core.cpython-311-x86_64-linux-gnu.so", "CPython 3.11", "x86_64 Linux")]
    [InlineData("core.cpython-313t-darwin.so", "free-threaded CPython 3.13", "macOS")]
    [InlineData("core.cp311-win_amd64.pyd", "CPython 3.11", "x86_64 Windows")]
    [InlineData("core.abi3.so", "any Python", "any system")]
    public void A_file_says_what_it_is_for(string file, string python, string platform)
    {
        ExtensionTag tag = ExtensionTag.Of(file)!;
        Assert.Equal((python, platform), (tag.PythonWord, tag.PlatformWord));
    }

    [Fact]
    public void A_debug_build_of_windows_asks_for_names_of_its_own() =>
        Assert.Equal(("debug CPython 3.11", "x86_64 Windows"), (ExtensionTag.First(["_d.cp311-win_amd64.pyd", "_d.pyd"])!.PythonWord, ExtensionTag.First(["_d.cp311-win_amd64.pyd"])!.PlatformWord));
}
