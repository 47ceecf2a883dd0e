namespace Assay.Tests.Imports.Walking;

/// <summary>What is executed when, and which module is found for a name.</summary>
public sealed class OrderTests
{
    [Theory]
    [InlineData("statements run in their order, a module once", "-- a.py\nimport b, c\nimport b\nimport d\n-- b.py\nimport d\n-- c.py\n-- d.py", "a b d c")]
    [InlineData("a function runs when it is called", "-- a.py\ndef f():\n    import c\nimport b\nf()\ndef g():\n    import d\n-- b.py\n-- c.py\n-- d.py", "a b c")]
    [InlineData("a class body runs at once, its methods do not", "-- a.py\nclass A:\n    import b\n    def m(self):\n        import c\n-- b.py\n-- c.py", "a b")]
    [InlineData("a decorator runs where the function is defined", "-- a.py\ndef d(f):\n    import b\n    return f\n@d\ndef g(): ...\n-- b.py", "a b")]
    [InlineData("a default runs at definition", "-- a.py\ndef f(x=__import__('b')): ...\n-- b.py", "a b")]
    [InlineData("an object's making runs", "-- a.py\nclass A:\n    def __init__(self):\n        import b\nA()\n-- b.py", "a b")]
    [InlineData("with runs on the way in and out", "-- a.py\nclass A:\n    def __enter__(self):\n        import b\n    def __exit__(self, *a):\n        import d\nwith A():\n    import c\n-- b.py\n-- c.py\n-- d.py", "a b c d")]
    [InlineData("a loop runs for each", "-- a.py\nfor n in ('b', 'c'):\n    __import__(n)\nelse:\n    import d\n-- b.py\n-- c.py\n-- d.py", "a b c d")]
    [InlineData("an imported exec text runs", "-- a.py\nexec('import b\\nx = 1')\nif x: import c\n-- b.py\n-- c.py", "a b c")]
    public void Statements_run_as_CPython_runs_them(string what, string files, string expected) => Agree(what, files, "a", expected);

    [Theory]
    [InlineData("parents first", "-- p/__init__.py\nimport x\n-- p/q/__init__.py\n-- p/q/r.py\n-- x.py", "p.q.r", "p x p.q p.q.r")]
    [InlineData("a package hides the module beside it", "-- a/__init__.py\nimport b\n-- a.py\nimport c\n-- b.py\n-- c.py", "a", "a b")]
    [InlineData("a bare directory is a namespace", "-- n/m.py\n", "n.m", "n n.m")]
    [InlineData("a module hides a bare directory", "-- n/m.py\n-- n.py\n", "n", "n")]
    [InlineData("relative to the package", "-- p/__init__.py\nfrom . import a\n-- p/a.py\nfrom .b import x\nfrom .. import p\n-- p/b.py\nx = 1", "p.b", "p p.a p.b ! ImportError: attempted relative import beyond top-level package")]
    [InlineData("one package up", "-- p/__init__.py\n-- p/q/__init__.py\nfrom .. import s\nfrom ..s import x\n-- p/s.py\nx = 1", "p.q", "p p.q p.s")]
    [InlineData("from takes a submodule where there is no attribute", "-- p/__init__.py\nb = 1\n-- p/b.py\n-- p/c.py\n-- m.py\nfrom p import b, c", "m", "m p p.c")]
    [InlineData("a module that is no package", "-- a.py\nimport b.c\n-- b.py", "a", "a b ! ModuleNotFoundError: No module named 'b.c'; 'b' is not a package")]
    [InlineData("no module", "-- a.py\nimport gone", "a", "a ! ModuleNotFoundError: No module named 'gone'")]
    [InlineData("no name", "-- a.py\nfrom b import gone\n-- b.py", "a", "a b ! ImportError: cannot import name 'gone' from 'b' (/site/b.py)")]
    [InlineData("a circle that asks too early", "-- a.py\nimport b\nx = 1\n-- b.py\nfrom a import x", "a", "a b ! ImportError: cannot import name 'x' from partially initialized module 'a' (most likely due to a circular import) (/site/a.py)")]
    [InlineData("a circle that asks in time", "-- a.py\nx = 1\nimport b\n-- b.py\nfrom a import x", "a", "a b")]
    [InlineData("a star takes what __all__ lists, submodules too", "-- a.py\nfrom p import *\ns\nif _x: import c\n-- p/__init__.py\n__all__ = ['s', '_x']\n_x = True\n-- p/s.py\n-- c.py", "a", "a p p.s c")]
    [InlineData("a star leaves private names", "-- a.py\n_x = 0\nfrom p import *\nif _x: import c\nif y: import d\n-- p.py\n_x = y = 1\n-- c.py\n-- d.py", "a", "a p d")]
    [InlineData("a package says where its submodules are", "-- p/__init__.py\nimport os\n__path__.append(os.path.join('/site', 'more'))\nimport p.m\n-- more/m.py\n", "p", "p p.m")]
    [InlineData("a path that is known", "-- p/__init__.py\nimport sys\nif sys.argv[5:]: __path__.append(sys.argv[5])\nfrom . import m, elsewhere\n-- p/m.py\n", "p", "p p.m ! ImportError: cannot import name 'elsewhere' from partially initialized module 'p' (most likely due to a circular import) (/site/p/__init__.py)")]
    [InlineData("a path that code extends by something unknown", "-- p/__init__.py\nimport posix\nif posix.unknown(): __path__.append(posix.unknown())\nfrom . import m, elsewhere\n-- p/m.py\n", "p", "p p.m")]
    public void Modules_are_found_as_importlib_finds_them(string what, string files, string import, string expected) => Agree(what, files, import, expected);

    private static void Agree(string what, string files, string import, string expected)
    {
        string seen = new WalkScene(files).Import(import);
        Assert.True(seen == expected, $"{what}: {seen}");
    }

    [Fact]
    public void A_lazy_module_imports_what_is_asked_of_it()
    {
        const string Lazy = "-- p/__init__.py\nimport importlib\ndef __getattr__(name):\n    if name in ('b', 'c'):\n        return importlib.import_module('.' + name, __name__)\n    raise AttributeError(f'module {__name__!r} has no attribute {name!r}')\n-- p/b.py\n-- p/c.py\n";
        Assert.Equal("a p p.c", new WalkScene(Lazy + "-- a.py\nimport p\np.c").Import("a"));
        Assert.Equal("a p p.b", new WalkScene(Lazy + "-- a.py\nfrom p import b").Import("a"));
        Assert.Equal("a p ! ImportError: cannot import name 'd' from 'p' (/site/p/__init__.py)", new WalkScene(Lazy + "-- a.py\nfrom p import d").Import("a"));
        Assert.Equal("p", new WalkScene(Lazy).Import("p"));
    }

    [Fact]
    public void A_finder_of_the_code_serves_modules()
    {
        const string Vendored = """
            -- ext/__init__.py
            import sys, importlib.util
            class Importer:
                def find_spec(self, fullname, path=None, target=None):
                    return importlib.util.spec_from_loader(fullname, self) if fullname.startswith('ext.') else None
                def create_module(self, spec):
                    for prefix in ('gone.', 'vendor.'):
                        try:
                            name = prefix + spec.name[4:]
                            __import__(name)
                            sys.modules[spec.name] = sys.modules[name]
                            return sys.modules[name]
                        except ImportError:
                            pass
                    else:
                        raise ImportError('no ' + spec.name)
                def exec_module(self, module): pass
            sys.meta_path.append(Importer())
            -- vendor/__init__.py
            -- vendor/m.py
            -- a.py
            """;
        Assert.Equal("a ext vendor vendor.m", new WalkScene(Vendored + "\nimport ext.m").Import("a"));
        Assert.Equal("a ext vendor ! ImportError: no ext.other", new WalkScene(Vendored + "\nimport ext.other").Import("a"));
    }
}
