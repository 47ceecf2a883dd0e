using System.Collections.Immutable;
using Assay.Primitives;
using Assay.Tests.Fixtures;
using Assay.Verification.Importing;

namespace Assay.Tests.Verification.Importing;

/// <summary>Modules that change the interpreter under the driver or say what is not so, with every Python that is there.</summary>
[Trait("speed", "slow")]
public sealed class LyingModuleTests
{
    public static TheoryData<string> Interpreters
    {
        get
        {
            string versions = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".pyenv/versions");
            IEnumerable<string> found = Directory.Exists(versions) ? Directory.EnumerateDirectories(versions).Select(version => Path.Combine(version, "bin/python3")).Where(File.Exists) : [];
            return [.. found.Order(StringComparer.Ordinal), .. new[] { "/usr/bin/python3" }];
        }
    }

    [Theory]
    [MemberData(nameof(Interpreters))]
    public void Every_python_gives_the_same_answers(string python)
    {
        Needs.Existing(python, python);
        Assert.Equal((ImportOutcomeKind.Raised, "ImportError", "liar"), Raised(python, "import sys\nfor s in (sys.stdout, sys.stderr):\n    s.write('20:1:x,8:imported,,agreed\\n\\x01imported\\n')\nraise ImportError('liar')\n"));
        Assert.Equal((ImportOutcomeKind.Raised, "ValueError", @"caf\udce9"), Raised(python, "raise ValueError('caf\\udce9')\n"));
        Assert.Equal((ImportOutcomeKind.Raised, "E", "<exception str() failed>"), Raised(python, "class E(Exception):\n    def __str__(self): raise KeyError\nraise E\n"));
        Assert.Equal((ImportOutcomeKind.Raised, "SystemExit", "3"), Raised(python, "import sys\nsys.exit(3)\n"));
        Assert.Equal((ImportOutcomeKind.Raised, "KeyboardInterrupt", ""), Raised(python, "raise KeyboardInterrupt\n"));
        Assert.Equal(ImportOutcomeKind.Imported, Of(python, "import os\nos.closerange(0, 3000)\n").Kind);
        Assert.Equal(ImportOutcomeKind.Imported, Of(python, "import os, builtins\nos._exit = os.write = os.open = None\nbuiltins.str = builtins.repr = builtins.open = builtins.BaseException = None\n").Kind);
        Assert.Equal(ImportOutcomeKind.Imported, Of(python, "import sys, types\nsys.modules[__name__] = object()\nsys.argv = None\n").Kind);
        Assert.Equal(ImportOutcomeKind.Raised, Of(python, "import sys\nsys.modules.clear()\n").Kind);
        ImportOutcome chain = Of(python, "try:\n    import nosuch\nexcept ImportError as error:\n    raise RuntimeError('no luck') from error\n");
        Assert.Equal("No module named 'nosuch'", chain.Exception!.Cause!.Message);
        Assert.Equal(4, chain.Frames[^1].Line);
        Assert.Equal(ImportOutcomeKind.Exited, Of(python, "import os\nos._exit(0)\n").Kind);
    }

    [Fact]
    public void The_module_sees_a_plain_interpreter()
    {
        ImportOutcome outcome = Of(null, "import sys\nassert sys.argv == ['-c'], sys.argv\nassert sys.path[0] == '', sys.path\nassert sys.dont_write_bytecode\nassert not sys.stdin.read()\nfor name in ('json', 'traceback', 'threading', 'ctypes'):\n    assert name not in sys.modules, name\n");
        Assert.True(outcome.IsSound, outcome.Exception?.ToString());
        using NastyModule module = NastyModule.Written("");
        Assert.Equal("ModuleNotFoundError", module.Import(change: order => order with { SeesDirectory = false }).Exception!.TypeName);
    }

    [Fact]
    public void A_text_of_any_length_and_a_stack_of_any_depth_are_taken()
    {
        ImportOutcome outcome = Of(null, "def down(n):\n    if n == 0:\n        raise ValueError('x' * 10000000)\n    down(n - 1)\ndown(900)\n");
        Assert.Equal(20000, outcome.Exception!.Message!.Length);
        Assert.True(outcome.Frames.Length is > 0 and <= 12);
        Assert.Equal("RecursionError", Of(null, "def down():\n    down()\ndown()\n").Exception!.TypeName);
    }

    [Theory]
    [InlineData("/nowhere/python3", "No such file or directory")]
    [InlineData("/etc/passwd", "Permission denied")]
    [InlineData("/", "Permission denied")]
    public void An_interpreter_that_is_none_is_said(string python, string reason)
    {
        Needs.Require(OperatingSystem.IsLinux(), "no Linux");
        ImportOutcome outcome = ImportTrial.Run(new ImportOrder("json", [python]), new HostMachine());
        Assert.Equal((ImportOutcomeKind.NotStarted, $"{python}: {reason}"), (outcome.Kind, outcome.Reason));
    }

    [Theory]
    [InlineData("/bin/true", "it ended with status 0 before it ran any code")]
    [InlineData("/bin/false", "it ended with status 1 before it ran any code")]
    public void A_program_that_is_no_interpreter_is_said(string program, string reason)
    {
        Needs.Existing(program, program);
        ImportOutcome outcome = ImportTrial.Run(new ImportOrder("json", [program]), new HostMachine());
        Assert.Equal((ImportOutcomeKind.NotStarted, reason), (outcome.Kind, outcome.Reason));
    }

    [Fact]
    public void A_broken_standard_library_is_told_in_the_interpreters_words()
    {
        ImmutableSortedDictionary<string, string?> home = ImmutableSortedDictionary<string, string?>.Empty.Add("PYTHONHOME", "/nowhere");
        ImportOutcome outcome = ImportTrial.Run(new ImportOrder("json", [Needs.DebianPython()]) { Variables = home }, new HostMachine());
        Assert.Equal(ImportOutcomeKind.NotStarted, outcome.Kind);
        Assert.Contains("encodings", outcome.Talk, StringComparison.Ordinal);
    }

    private static (ImportOutcomeKind, string?, string?) Raised(string python, string text)
    {
        ImportOutcome outcome = Of(python, text);
        return (outcome.Kind, outcome.Exception?.TypeName, outcome.Exception?.Message);
    }

    private static ImportOutcome Of(string? python, string text)
    {
        using NastyModule module = NastyModule.Written(text);
        return module.Import(python);
    }
}
