using Assay.Environments;

namespace Assay.Tests.Imports.Walking;

/// <summary>Conditions: decided for the target, or left open.</summary>
public sealed class ConditionTests
{
    [Theory]
    [InlineData("sys.platform == 'win32'", "windows-x86_64")]
    [InlineData("sys.platform.startswith('darwin')", "macos-14-arm64")]
    [InlineData("os.name == 'nt'", "windows-x86_64")]
    [InlineData("sys.platform != 'win32' and os.name == 'posix'", "linux-glibc2.36-x86_64", "macos-14-arm64", "linux-glibc2.36-aarch64")]
    [InlineData("sys.platform in ('linux', 'darwin')", "linux-glibc2.36-x86_64", "macos-14-arm64", "linux-glibc2.36-aarch64")]
    [InlineData("'MSC' in sys.version", "windows-x86_64")]
    public void Of_the_system(string condition, params string[] holdsOn)
    {
        foreach (string target in new[] { "linux-glibc2.36-x86_64", "linux-glibc2.36-aarch64", "macos-14-arm64", "windows-x86_64" })
        {
            if (condition.Contains("MSC", StringComparison.Ordinal) && target.StartsWith("windows", StringComparison.Ordinal)) continue;
            string seen = new WalkScene($"-- a.py\nimport sys, os\nif {condition}:\n    import b\nelse:\n    import c\n-- b.py\n-- c.py") { Target = target }.Import("a");
            Assert.True(seen == (holdsOn.Contains(target) ? "a b" : "a c"), $"{target}: {seen}");
        }
    }

    [Theory]
    [InlineData("sys.version_info >= (3, 12)", false, true)]
    [InlineData("sys.version_info[:2] == (3, 11)", true, false)]
    [InlineData("sys.version_info.minor < 12 <= 20", true, false)]
    [InlineData("sys.hexversion >= 0x030c0000", false, true)]
    [InlineData("sys.version_info[0] == 2", false, false)]
    [InlineData("hasattr(sys, 'frozen')", false, false)]
    [InlineData("__debug__ and not __name__ == '__main__'", true, true)]
    [InlineData("sys.maxsize > 2**32", true, true)]
    [InlineData("typing.TYPE_CHECKING", false, false)]
    [InlineData("'b' in sys.modules", false, false)]
    [InlineData("os.environ.get('ASSAY_NOT_SET') is None", true, true)]
    [InlineData("os.path.exists(os.path.join(os.path.dirname(__file__), 'b.py'))", true, true)]
    public void Of_the_interpreter(string condition, bool on311, bool on312)
    {
        string files = $"-- a.py\nimport sys, os, typing\nif {condition}:\n    import b\nelse:\n    import c\n-- b.py\n-- c.py";
        Assert.Equal(on311 ? "a b" : "a c", new WalkScene(files).Import("a"));
        Assert.Equal(on312 ? "a b" : "a c", new WalkScene(files) { Version = new PythonVersion(3, 12, 1) }.Import("a"));
    }

    [Theory]
    [InlineData("a branch is possible, what follows is certain", "-- a.py\nimport time\nif time.time(): import b\nimport c\n-- b.py\n-- c.py", "a b? c")]
    [InlineData("both branches are", "-- a.py\nimport time\nif time.time() > 5:\n    import b\nelse:\n    import c\n-- b.py\n-- c.py", "a b? c?")]
    [InlineData("what possible code imports is possible", "-- a.py\nimport time\nif time.time(): import b\n-- b.py\nimport c\n-- c.py", "a b? c?")]
    [InlineData("a later certain import makes it certain", "-- a.py\nimport time\nif time.time(): import b\nimport b\n-- b.py", "a b")]
    [InlineData("a guard of the code is taken not to fire", "-- a.py\nimport time\nif time.time() < 0: raise ImportError('clock')\nimport b\n-- b.py", "a b")]
    [InlineData("a missing module there is an open question", "-- a.py\nimport time\nif time.time(): import gone\n", "a ! unknown: ModuleNotFoundError under a condition that reading does not decide: No module named 'gone'")]
    [InlineData("unless it is caught", "-- a.py\nimport time\nif time.time():\n    try: import gone\n    except ImportError: import b\n-- b.py", "a b?")]
    [InlineData("after a possible return the rest is possible", "-- a.py\nimport time\ndef f():\n    if time.time(): return\n    import b\nf()\nimport c\n-- b.py\n-- c.py", "a b? c")]
    [InlineData("the else of a loop that may have ended", "-- a.py\nimport time\nfor i in (1, 2):\n    if time.time(): break\nelse:\n    raise ImportError('none')\nimport b\n-- b.py", "a b")]
    [InlineData("unknown and False is false", "-- a.py\nimport time\nif time.time() and False: import b\n-- b.py", "a")]
    public void That_reading_does_not_decide(string what, string files, string expected)
    {
        // `time` is compiled in, and what its functions give is not known.
        string seen = new WalkScene(files.Replace("import time\n", "import posix as time\n", StringComparison.Ordinal)).Import("a");
        Assert.True(seen == expected, $"{what}: {seen}");
    }

    [Fact]
    public void A_lookup_that_the_code_catches_is_decided_even_in_an_undecided_branch()
    {
        const string Files = """
            -- a.py
            import sys, posix
            def is_loaded(name):
                try:
                    sys.modules[name]
                except KeyError:
                    return False
                return True
            def choose():
                if posix.unknown() and is_loaded('cupy'):
                    import cupy
                return 1
            choose()
            """;
        Assert.Equal("a", new WalkScene(Files).Import("a"));
    }

    [Fact]
    public void A_reserved_name_that_the_code_reckons_to_be_missing_is_missing()
    {
        const string Files = "-- a.py\nimport posix\nglobals()[posix.unknown()] = 1\ntry:\n    __A_SETUP__\nexcept NameError:\n    __A_SETUP__ = False\nif not __A_SETUP__: import b\n-- b.py";
        Assert.Equal("a b", new WalkScene(Files).Import("a"));
    }

    [Theory]
    [InlineData("nothing requires it", "", "a")]
    [InlineData("what is required is there", "Requires-Dist: b", "a")]
    [InlineData("only an extra requires it", "Requires-Dist: gone; extra == 'all'", "a")]
    [InlineData("what is required is missing", "Requires-Dist: other-name", "a ! unknown: ModuleNotFoundError under a condition that reading does not decide: No module named 'gone'")]
    public void What_a_distribution_can_do_without(string what, string requirement, string expected)
    {
        string seen = new WalkScene($"""
            -- a.py
            import posix
            if posix.time(): import gone
            -- a-1.0.dist-info/METADATA
            Metadata-Version: 2.1
            Name: a
            Version: 1.0
            {requirement}
            -- a-1.0.dist-info/RECORD
            a.py,,
            -- b-1.0.dist-info/METADATA
            Metadata-Version: 2.1
            Name: b
            Version: 1.0
            """).Import("a");
        Assert.True(seen == expected, $"{what}: {seen}");
    }
}
