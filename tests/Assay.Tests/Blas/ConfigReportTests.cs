using Assay.Blas;

namespace Assay.Tests.Blas;

/// <summary>What show_config() would print is read from the three shapes of <c>__config__.py</c>.</summary>
public sealed class ConfigReportTests
{
    [Fact]
    public void Meson_wheels_name_their_library_with_its_configuration()
    {
        ConfigReport? report = ConfigReport.Read("numpy", """
            "Build Dependencies": {
                "blas": {
                    "name": "scipy-openblas",
                    "found": bool("True".lower().replace('false', '')),
                    "version": "0.3.31.188.0",
                    "openblas configuration": r"OpenBLAS 0.3.31.188.0  USE64BITINT DYNAMIC_ARCH NO_AFFINITY Haswell MAX_THREADS=64",
                },
                "lapack": { "name": "other", "version": "1" },
            """);
        Assert.Equal(new ConfigReport("numpy", "scipy-openblas", "0.3.31.188.0", "OpenBLAS 0.3.31.188.0  USE64BITINT DYNAMIC_ARCH NO_AFFINITY Haswell MAX_THREADS=64"), report);
    }

    [Fact]
    public void A_conda_build_names_the_reference_whatever_is_installed() =>
        Assert.Equal(new ConfigReport("numpy", "blas", "3.9.0", null), ConfigReport.Read("numpy", """
            "blas": { "name": "blas", "version": "3.9.0", "openblas configuration": r"unknown" },
            """));

    [Fact]
    public void Older_builds_list_libraries() =>
        Assert.Equal(new ConfigReport("numpy", "blas", null, null), ConfigReport.Read("numpy", "openblas_info={}\nblas_info={'libraries': ['blas', 'blas'], 'language': 'c'}\n"));

    [Theory]
    [InlineData("")]
    [InlineData("blas_info={}\n")]
    [InlineData("\"blas\": ")]
    [InlineData("# \"lapack\": { \"name\": \"x\" }")]
    public void Other_texts_say_nothing(string text) => Assert.Null(ConfigReport.Read("numpy", text));
}
