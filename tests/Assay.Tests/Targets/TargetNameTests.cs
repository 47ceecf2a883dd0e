using Assay.Primitives;
using Assay.Targets;

namespace Assay.Tests.Targets;

public sealed class TargetNameTests
{
    [Theory]
    [InlineData("linux-glibc2.36-x86_64")]
    [InlineData("linux-glibc2.28-aarch64")]
    [InlineData("linux-musl1.2-aarch64")]
    [InlineData("linux-glibc-riscv64")]
    [InlineData("linux-x86_64")]
    [InlineData("macos-14-arm64")]
    [InlineData("macos-13.3-x86_64")]
    [InlineData("macos-15-x86_64-rosetta")]
    [InlineData("windows-11-arm64")]
    public void A_name_survives_reading_and_writing(string name)
    {
        Assert.True(TargetName.TryParse(name, out Target? target, out string? problem), problem);
        Assert.Equal(name, TargetName.Format(target!));
    }

    [Fact]
    public void Facts_follow_after_commas()
    {
        Assert.True(TargetName.TryParse("linux-glibc2.31-aarch64,cpu=cortex-a72,page-size=65536", out Target? target, out _));
        Assert.Equal("cortex-a72", target!.Cpu);
        Assert.Equal(65536, target.PageSize);
        Assert.Equal(new PackedVersion(2, 31), target.LibcVersion);
    }

    [Theory]
    [InlineData("macos-14-arm64", 16384)]
    [InlineData("macos-15-x86_64-rosetta", 16384)]
    [InlineData("macos-14-x86_64", 4096)]
    [InlineData("linux-glibc2.36-aarch64", 4096)]
    public void Apple_Silicon_has_large_pages(string name, int expected)
    {
        Assert.True(TargetName.TryParse(name, out Target? target, out _));
        Assert.Equal(expected, target!.PageSize);
    }

    [Theory]
    [InlineData("", "begins with linux")]
    [InlineData("solaris-11-x86_64", "not `solaris`")]
    [InlineData("macos", "ends with an architecture")]
    [InlineData("macos-14-m1", "not `m1`")]
    [InlineData("macos-sonoma-arm64", "`sonoma` is no version of macos")]
    [InlineData("linux-2.36-x86_64", "`2.36` is no version of linux")]
    [InlineData("linux-glibc2.x-x86_64", "`glibc2.x` is no version of linux")]
    [InlineData("macos-14-arm64,m1", "not `m1`")]
    [InlineData("linux-x86_64,page-size=1", "not `1`")]
    public void A_name_that_cannot_be_read_says_what_was_expected(string name, string part)
    {
        Assert.False(TargetName.TryParse(name, out Target? target, out string? problem));
        Assert.Null(target);
        Assert.Contains(part, problem, StringComparison.Ordinal);
    }
}
