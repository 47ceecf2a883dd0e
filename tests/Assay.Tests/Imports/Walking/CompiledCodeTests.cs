using Assay.Diagnostics;
using Assay.Imports;

namespace Assay.Tests.Imports.Walking;

/// <summary>Where the walk reaches compiled code.</summary>
public sealed class CompiledCodeTests
{
    [Theory]
    [InlineData("an extension comes before the source of the same name", "-- a.py\nimport x\n-- x.py\nimport gone\n-- x" + WalkScene.Tag, "a x", "/site/x" + WalkScene.Tag)]
    [InlineData("the full tag before the stable one, that before the bare one", "-- a.py\nimport x\n-- x.so\n-- x.abi3.so\n-- x" + WalkScene.Tag, "a x", "/site/x" + WalkScene.Tag)]
    [InlineData("the stable one before the bare one", "-- a.py\nimport x\n-- x.so\n-- x.abi3.so", "a x", "/site/x.abi3.so")]
    [InlineData("a package before an extension", "-- a.py\nimport x\n-- x/__init__.py\n-- x.so", "a x")]
    [InlineData("an extension in a package", "-- a.py\nfrom p import _x\n-- p/__init__.py\n-- p/_x.so", "a p p._x", "/site/p/_x.so")]
    [InlineData("a foreign tag is not looked at", "-- a.py\nimport x\n-- x.cpython-310-x86_64-linux-gnu.so", "a ! ModuleNotFoundError: No module named 'x'")]
    [InlineData("ctypes hands libraries over", "-- a.py\nimport ctypes, os\nctypes.CDLL(os.path.join(os.path.dirname(__file__), 'libx.so'))\nctypes.CDLL('libm.so.6', ctypes.RTLD_GLOBAL)", "a", "/site/libx.so", "libm.so.6 global")]
    public void It_is_opened_as_CPython_opens_it(string what, string files, string expected, params string[] asked)
    {
        WalkScene scene = new(files);
        string seen = scene.Import("a");
        Assert.True(seen == expected, $"{what}: {seen}");
        Assert.Equal(asked, scene.Asked);
    }

    [Fact]
    public void What_it_raises_goes_up_or_is_caught()
    {
        ExtensionOutcome.Raises raises = new(new PythonException("ImportError", "libx.so.1: cannot open shared object file: No such file or directory") { Origin = new object() });
        Assert.Equal("a x ! ImportError: libx.so.1: cannot open shared object file: No such file or directory", new WalkScene("-- a.py\nimport x\n-- x.so").With("x", raises).Import("a"));
        Assert.Equal("a x b", new WalkScene("-- a.py\ntry:\n    import x\nexcept ImportError:\n    import b\n-- x.so\n-- b.py").With("x", raises).Import("a"));
        ImportWalkResult wrapped = new WalkScene("-- a.py\ntry:\n    import x\nexcept ImportError as e:\n    raise ImportError('broken') from e\n-- x.so").With("x", raises).Walk("a");
        Assert.Equal(("broken", raises.Exception.Message), (wrapped.Exception?.Message, wrapped.Exception?.Cause?.Message));
        Assert.Same(raises.Exception.Origin, wrapped.Exception?.Cause?.Origin);
    }

    [Fact]
    public void A_crash_ends_everything_and_a_possible_one_is_an_open_question()
    {
        ExtensionOutcome.Crashes crash = new("SIGILL", 132, "an instruction this CPU does not have", null);
        Assert.Equal("a x ! SIGILL", new WalkScene("-- a.py\ntry:\n    import x\nexcept BaseException:\n    import b\n-- x.so\n-- b.py").With("x", crash).Import("a"));
        Assert.StartsWith("a x? b ! unknown: ", new WalkScene("-- a.py\nimport posix\nif posix.unknown(): import x\nimport b\n-- x.so\n-- b.py").With("x", crash).Import("a"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_it_imports_itself_comes_behind_it_in_its_order()
    {
        ExtensionOutcome.Loaded loaded = new() { Imports = ["p._z", "p._y", "p.pure", "other.module"] };
        const string Files = "-- a.py\nimport p._x, p._y\n-- p/__init__.py\n-- p/_x.so\n-- p/_y.so\n-- p/_z.so\n-- p/pure.py\n";
        Assert.Equal("a p p._x p._z p._y", new WalkScene(Files).With("p._x", loaded).Import("a"));
        Assert.Equal("a p p._x p._y ! unknown: the compiled code of p._x asks for p._gone, which is not there", new WalkScene(Files).With("p._x", new ExtensionOutcome.Loaded { Imports = ["p._gone"] }).Import("a"));
    }

    [Fact]
    public void What_it_binds_is_not_known()
    {
        Assert.Equal("a x b?", new WalkScene("-- a.py\nimport x\nfrom x import anything\nif anything: import b\n-- x.so\n-- b.py").Import("a"));
    }
}
