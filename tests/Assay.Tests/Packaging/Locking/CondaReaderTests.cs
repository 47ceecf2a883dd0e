using System.Text;
using Assay.Packaging.Choosing;
using Assay.Packaging.Locking;

namespace Assay.Tests.Packaging.Locking;

/// <summary>What the formats of the conda world say, from small files of our own.</summary>
public sealed class CondaReaderTests
{
    private static readonly string Hash = new('a', 64);

    [Fact]
    public void Conda_lock_has_a_section_for_each_platform_and_wheels_among_them()
    {
        LockReading reading = Read(LockKind.CondaLock, $$"""
            version: 1
            metadata:
              channels: [{url: conda-forge, used_env_vars: []}]
              platforms: [linux-64, osx-arm64]
            package:
            - name: Python_Thing
              version: 1.10
              manager: conda
              platform: linux-64
              dependencies: {__glibc: '>=2.17', zlib: ''}
              url: https://c.example/forge/linux-64/Python_Thing-1.10-h1_0.conda
              hash: {md5: x, sha256: {{Hash}}}
              category: main
              optional: false
            - name: Demo
              version: '2.0'
              manager: pip
              platform: osx-arm64
              dependencies: {}
              url: https://f.example/demo-2.0-py3-none-any.whl
              hash: {sha256: {{Hash}}}
            """);
        Assert.Empty(reading.Problems);
        Assert.Equal(["linux-64", "osx-arm64"], reading.Platforms);
        LockedPackage conda = reading.Packages[0], pip = reading.Packages[1];
        Assert.Equal(("Python_Thing", "1.10", "linux-64", 6), (conda.Name, conda.Version, conda.Platform, conda.Line));
        Assert.Equal(new LockSource(LockSourceKind.Conda, "https://c.example/forge") { Build = "h1_0" }, conda.Source);
        Assert.Equal(["__glibc >=2.17", "zlib"], conda.CondaNeeds);
        Assert.Equal(Hash, Assert.Single(conda.Files).Sha256);
        Assert.Equal(("demo", LockSourceKind.Url), (pip.Name, pip.Source.Kind));
        Assert.Equal(new IndexFile("demo-2.0-py3-none-any.whl") { Url = "https://f.example/demo-2.0-py3-none-any.whl", Sha256 = Hash }, Assert.Single(pip.Files));
    }

    [Theory]
    [InlineData("6", "- conda: https://c.example/f/linux-64/lib-a-1.2-h0_3.conda\n  sha256: S\n  size: 7\n  depends: [__glibc >=2.17, libc]\n- pypi: https://f.example/demo-1.0-cp312-cp312-win_amd64.whl\n  name: demo\n  version: '1.0'\n")]
    [InlineData("5", "- kind: conda\n  name: lib-a\n  version: '1.2'\n  build: h0_3\n  url: https://c.example/f/linux-64/lib-a-1.2-h0_3.conda\n  sha256: S\n  size: 7\n  depends:\n  - __glibc >=2.17\n  - libc\n- kind: pypi\n  name: demo\n  version: '1.0'\n  url: https://f.example/demo-1.0-cp312-cp312-win_amd64.whl\n")]
    public void Pixi_lists_addresses_and_describes_them_once(string version, string packages)
    {
        LockReading reading = Read(LockKind.Pixi, $"version: {version}\nenvironments:\n  other: {{packages: {{win-64: []}}}}\n  default:\n    channels: [{{url: 'https://c.example/f/'}}]\n    packages:\n      linux-64:\n      - conda: https://c.example/f/linux-64/lib-a-1.2-h0_3.conda\n      - pypi: https://f.example/demo-1.0-cp312-cp312-win_amd64.whl\n      - what: x\npackages:\n{packages.Replace("S", Hash, StringComparison.Ordinal)}");
        Assert.Equal("linux-64", Assert.Single(reading.Platforms));
        LockedPackage library = reading.Packages[0];
        Assert.Equal(("lib-a", "1.2", "h0_3"), (library.Name, library.Version, library.Source.Build));
        Assert.Equal(["__glibc >=2.17", "libc"], library.CondaNeeds);
        Assert.Equal((Hash, 7L), (library.Files[0].Sha256, library.Files[0].Size));
        Assert.Equal(("demo", "1.0", "demo-1.0-cp312-cp312-win_amd64.whl"), (reading.Packages[1].Name, reading.Packages[1].Version, reading.Packages[1].Files[0].Filename));
        Assert.Equal("line 10: expected `conda` or `pypi` with an address", Assert.Single(reading.Problems));
    }

    [Fact]
    public void Explicit_lists_are_recognised_whatever_their_name()
    {
        LockReading reading = Read(LockKind.Requirements, $"# This file may be used\n# platform: osx-arm64\n@EXPLICIT\nhttps://c.example/f/noarch/tz-data-2024a-h0_0.conda#{new string('b', 32)}\nhttps://c.example/f/osx-arm64/zlib-1.3-h1_1.tar.bz2#sha256:{Hash}\nnonsense\n");
        Assert.Equal(LockKind.CondaExplicit, reading.Kind);
        Assert.Equal("osx-arm64", Assert.Single(reading.Platforms));
        Assert.Equal(["tz-data", "zlib"], reading.Packages.Select(package => package.Name));
        Assert.Equal([null, Hash], reading.Packages.Select(package => package.Files[0].Sha256));
        Assert.Equal("line 6: expected the address of a conda package, found `nonsense`", Assert.Single(reading.Problems));
    }

    [Fact]
    public void An_environment_asks_conda_and_pip()
    {
        LockReading reading = Read(LockKind.CondaEnvironment, "name: x\nchannels: [conda-forge]\ndependencies:\n- python=3.11\n- numpy>=1.22\n- pip:\n  - demo[fast]==1.0 ; python_version > '3'\n  - -e .\n  - '==='\n- 3: 4\n");
        Assert.Equal(["python=3.11", "numpy>=1.22", "demo[fast]==1.0 ; python_version > '3'", "."], reading.Requirements.Select(line => line.Text));
        Assert.Equal([true, true, false, false], reading.Requirements.Select(line => line.IsConda));
        Assert.Equal((7, "demo"), (reading.Requirements[2].Line, reading.Requirements[2].Requirement?.Name));
        Assert.Equal(["line 9: expected a requirement, found `===`", "line 10: expected a match specification, or a list `pip`"], reading.Problems);
    }

    [Theory]
    [InlineData("a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nc: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b]\nd: &d [*c, *c, *c, *c, *c, *c, *c, *c, *c]\ne: &e [*d, *d, *d, *d, *d, *d, *d, *d, *d]\nf: &f [*e, *e, *e, *e, *e, *e, *e, *e, *e]\ng: &g [*f, *f, *f, *f, *f, *f, *f, *f, *f]\nh: [*g, *g, *g, *g, *g, *g, *g, *g, *g]\n", "aliases that stand for at most")]
    [InlineData("a: [1\nb: 2", "expected YAML, found a fault")]
    [InlineData("a: *b", "expected a scalar, a list or a table")]
    [InlineData("- 1", "expected a table")]
    [InlineData("version: 7", "expected version 4, 5 or 6, found 7")]
    public void What_is_no_lock_file_is_refused(string text, string problem)
    {
        LockReading reading = Read(LockKind.Pixi, text);
        Assert.True(reading.IsRefused);
        Assert.Contains(problem, Assert.Single(reading.Problems), StringComparison.Ordinal);
        Assert.StartsWith("line ", reading.Problems[0], StringComparison.Ordinal);
    }

    private static LockReading Read(LockKind kind, string text) => LockReader.Read(kind, "file", Encoding.UTF8.GetBytes(text));
}
