using Assay.Diagnostics;
using Assay.Imports;

namespace Assay.Tests.Imports.Walking;

/// <summary>What Python code sees on macOS.</summary>
public sealed class MacOsTests
{
    [Theory]
    [InlineData("platform.processor() == 'arm'", "a b", "a c")]
    [InlineData("posix.uname().machine == 'arm64'", "a b", "a c")]
    [InlineData("platform.mac_ver()[2] == 'x86_64'", "a c", "a b")]
    [InlineData("'Linux' in platform.platform()", "a c", "a c")]
    [InlineData("'Clang' in sys.version", "a b", "a b")]
    [InlineData("'MSC' in sys.version", "a c", "a c")]
    [InlineData("sys._framework", "a c", "a c")]
    [InlineData("hasattr(posix, 'sched_getaffinity')", "a c", "a c")]
    [InlineData("hasattr(posix, 'waitid')", "a c", "a c")]
    [InlineData("hasattr(posix, 'fork')", "a b", "a b")]
    [InlineData("hasattr(select, 'epoll')", "a c", "a c")]
    public void Conditions(string condition, string onArm64, string onX8664)
    {
        string files = $"-- a.py\nimport sys, posix, platform, select\nif {condition}:\n    import b\nelse:\n    import c\n-- b.py\n-- c.py";
        Assert.Equal((onArm64, onX8664), (Scene(files, "macos-15-arm64").Import("a"), Scene(files, "macos-15-x86_64").Import("a")));
    }

    [Fact]
    public void Names_of_other_systems_are_missing_and_own_ones_are_not()
    {
        const string Files = "-- a.py\ntry:\n    from select import {0}\nexcept ImportError:\n    import b\n-- b.py";
        Assert.Equal("a b", Scene(Files.Replace("{0}", "epoll", StringComparison.Ordinal), "macos-15-arm64").Import("a"));
        Assert.Equal("a", Scene(Files.Replace("{0}", "kqueue", StringComparison.Ordinal), "macos-15-arm64").Import("a"));
        Assert.Equal("a b", Scene(Files.Replace("{0}", "kqueue", StringComparison.Ordinal), "linux-glibc2.36-x86_64").Import("a"));
        Assert.Equal("a", Scene(Files.Replace("{0}", "epoll", StringComparison.Ordinal), "linux-glibc2.36-x86_64").Import("a"));
    }

    [Theory]
    [InlineData("a file of the machine", "/usr/local/lib/libx.dylib", null, "/usr/local/lib/libx.dylib")]
    [InlineData("a library of the system", null, true, "/usr/lib/libx.dylib")]
    [InlineData("that is not known", null, null)]
    public void Ctypes_finds_libraries_as_dyld_would(string what, string? file, bool? isSystem, params string[] asked)
    {
        WalkScene scene = Scene("-- a.py\nimport ctypes, ctypes.util\nctypes.CDLL(ctypes.util.find_library('x'))", "macos-15-arm64");
        scene.SystemHas = path => path == "/usr/lib/libx.dylib" ? isSystem : false;
        if (file is not null) scene.Add(file);
        string seen = scene.Import("a");
        Assert.True(seen == "a", $"{what}: {seen}");
        Assert.Equal(asked, scene.Asked);
    }

    [Fact]
    public void A_library_that_is_nowhere_is_not_found()
    {
        const string Files = "-- a.py\nimport ctypes.util\nif ctypes.util.find_library('x') is None:\n    import b\n-- b.py";
        WalkScene scene = Scene(Files, "macos-15-arm64");
        scene.SystemHas = _ => false;
        Assert.Equal("a b", scene.Import("a"));
        Assert.Equal("a b?", Scene(Files, "linux-glibc2.36-x86_64").Import("a"));
    }

    [Fact]
    public void The_mode_of_ctypes_is_told_in_the_numbers_of_macOS()
    {
        WalkScene scene = Scene("-- a.py\nimport ctypes\nctypes.CDLL('x.dylib', 8)\nctypes.CDLL('y.dylib', 0x100)", "macos-15-arm64");
        Assert.Equal("a", scene.Import("a"));
        Assert.Equal(["x.dylib global", "y.dylib"], scene.Asked);
    }

    [Fact]
    public void A_text_that_lists_a_directory_may_vary()
    {
        const string Files = "-- a/__init__.py\nimport posix\ntry:\n    import a.x\nexcept ImportError as e:\n    raise ImportError(str(e) + ': ' + ' '.join(posix.listdir('/site/a')))\n-- a/x.so\n-- a/__pycache__/x";
        ExtensionOutcome.Raises raises = new(new PythonException("ImportError", "refused"));
        ImportWalkResult result = Scene(Files, "macos-15-arm64").With("a.x", raises).Walk("a");
        Assert.Equal((VerdictKind.Fails, Certainty.TextMayVary), (result.Outcome, result.Certainty));
        Assert.StartsWith("refused: ", result.Exception!.Message, StringComparison.Ordinal);
        result = Scene(Files.Replace(" + ': ' + ' '.join(posix.listdir('/site/a'))", "", StringComparison.Ordinal), "macos-15-arm64").With("a.x", raises).Walk("a");
        Assert.Equal((VerdictKind.Fails, Certainty.Certain), (result.Outcome, result.Certainty));
    }

    private static WalkScene Scene(string files, string target) => new(files) { Target = target };
}
