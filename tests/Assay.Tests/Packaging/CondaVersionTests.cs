using Assay.Packaging.Conda;

namespace Assay.Tests.Packaging;

/// <summary>Versions and conditions as conda's own documentation orders and reads them (conda/models/version.py).</summary>
public sealed class CondaVersionTests
{
    private static readonly string[] Ordered =
    [
        "0.4", "0.4.1.rc", "0.4.1", "0.5a1", "0.5b3", "0.5C1", "0.5", "0.9.6", "0.960923", "1.0", "1.1dev1", "1.1a1", "1.1.0dev1", "1.1.a1", "1.1.0rc1", "1.1.0", "1.1.0post1", "1.1post1",
        "1996.07.12", "1!0.4.1", "1!3.1.1.6", "2!0.4.1",
    ];

    [Fact]
    public void Versions_come_in_condas_order()
    {
        CondaVersion[] versions = [.. Ordered.Select(Read)];
        for (int left = 0; left < versions.Length; left++)
            for (int right = 0; right < versions.Length; right++)
                Assert.Equal(Math.Sign(left - right), Math.Sign(versions[left].CompareTo(versions[right])));
    }

    [Theory]
    [InlineData("0.4", "0.4.0")]
    [InlineData("0.4.1.rc", "0.4.1.RC")]
    [InlineData("1.1.0dev1", "1.1.dev1")]
    [InlineData("1.1.0post1", "1.1.post1")]
    [InlineData("1.2-3", "1.2_3")]
    public void Some_spellings_are_one_version(string left, string right) => Assert.Equal(0, Read(left).CompareTo(Read(right)));

    [Theory]
    [InlineData("")]
    [InlineData("1..2")]
    [InlineData("1.2_")]
    [InlineData("a!1")]
    [InlineData("1!2!3")]
    [InlineData("1+2+3")]
    [InlineData("1.2 3")]
    public void Others_are_none(string text) => Assert.False(CondaVersion.TryParse(text, out _));

    [Theory]
    [InlineData(">=1.23.5,<2.0a0", "1.26.4", true)]
    [InlineData(">=1.23.5,<2.0a0", "2.0.0rc1", false)]
    [InlineData(">=1.23.5,<2.0a0", "2.1.0", false)]
    [InlineData("1.26.*", "1.26.4", true)]
    [InlineData("1.26.*", "1.2.6", false)]
    [InlineData("3.11.*", "3.11", true)]
    [InlineData("=1.2", "1.2.9", true)]
    [InlineData("1.2", "1.2.0", true)]
    [InlineData("1.2", "1.2.1", false)]
    [InlineData("1.1.1*", "1.1.1w", true)]
    [InlineData("!=1.5.*", "1.5.2", false)]
    [InlineData("<2|>3,<4", "3.5", true)]
    [InlineData("<2|>3,<4", "2.5", false)]
    [InlineData("~=1.4.2", "1.4.9", true)]
    [InlineData("~=1.4.2", "1.5", false)]
    [InlineData("*", "7", true)]
    [InlineData("^1.*$", "1.2", null)]
    [InlineData(">=x y", "1.2", null)]
    public void Conditions_hold_or_not(string range, string version, bool? holds) => Assert.Equal(holds, CondaRange.Contains(range, version));

    [Theory]
    [InlineData("python_abi 3.11.* *_cp311", "3.11", "5_cp311", true)]
    [InlineData("python_abi 3.11.* *_cp311", "3.11", "5_cp311t", false)]
    [InlineData("libblas 3.9.0 20_linux64_openblas", "3.9.0", "20_linux64_mkl", false)]
    [InlineData("blas * openblas", "2.1", "openblas", true)]
    [InlineData("numpy", "1.0", "0", true)]
    [InlineData("numpy>=2", "1.0", "0", false)]
    public void Dependencies_are_met_or_not(string text, string version, string build, bool met)
    {
        Assert.True(CondaDependency.TryParse(text, out CondaDependency? dependency));
        Assert.Equal(met, dependency.IsMetBy(version, build));
    }

    [Theory]
    [InlineData("conda-forge::numpy")]
    [InlineData("numpy[version='>=1']")]
    [InlineData("")]
    public void Other_forms_are_not_read(string text) => Assert.False(CondaDependency.TryParse(text, out _));

    private static CondaVersion Read(string text) => CondaVersion.TryParse(text, out CondaVersion? version) ? version : throw new FormatException(text);
}
