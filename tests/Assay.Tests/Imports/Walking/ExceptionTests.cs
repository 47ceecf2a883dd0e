namespace Assay.Tests.Imports.Walking;

/// <summary>Exceptions: caught, changed, raised again.</summary>
public sealed class ExceptionTests
{
    [Theory]
    [InlineData("caught", "try:\n    import gone\nexcept ImportError:\n    import b", "a b")]
    [InlineData("caught as its base", "try:\n    import gone\nexcept Exception:\n    import b", "a b")]
    [InlineData("one of several", "try:\n    import gone\nexcept (KeyError, ModuleNotFoundError):\n    import b", "a b")]
    [InlineData("not caught by another class", "try:\n    import gone\nexcept KeyError:\n    import b", "a ! ModuleNotFoundError: No module named 'gone'")]
    [InlineData("raised again", "try:\n    import gone\nexcept ImportError:\n    import b\n    raise", "a b ! ModuleNotFoundError: No module named 'gone'")]
    [InlineData("raised in other words", "try:\n    import gone\nexcept ImportError as e:\n    raise ImportError('install it: %s' % e) from e", "a ! ImportError: install it: No module named 'gone'")]
    [InlineData("raised with the name of it", "try:\n    import gone\nexcept ImportError as e:\n    raise RuntimeError(f'no {e.name}')", "a ! RuntimeError: no gone")]
    [InlineData("else and finally", "try:\n    import b\nexcept ImportError:\n    import c\nelse:\n    import d\nfinally:\n    import e", "a b d e")]
    [InlineData("finally before it goes up", "try:\n    import gone\nfinally:\n    import b", "a b ! ModuleNotFoundError: No module named 'gone'")]
    [InlineData("suppressed by a flag", "HAVE = True\ntry:\n    import gone\nexcept ImportError:\n    HAVE = False\nif HAVE:\n    import b\nelse:\n    import c", "a c")]
    [InlineData("out of a function", "def need():\n    import gone\ntry:\n    need()\nexcept ImportError:\n    import b", "a b")]
    [InlineData("an attribute that is not there", "import b\ntry:\n    b.x\nexcept AttributeError:\n    import c", "a b c")]
    [InlineData("a name that is not there", "try:\n    unicode\nexcept NameError:\n    import b", "a b")]
    [InlineData("what the code itself raises", "import b\nraise ImportError('too old')", "a b ! ImportError: too old")]
    [InlineData("what a function says of its arguments is no verdict", "def f(x):\n    if x != 2: raise ValueError('no')\nf(1)", "a ! unknown: the code seems to raise ValueError: no")]
    [InlineData("what a function cannot import is one", "def f(x):\n    if x != 2: raise ImportError('no')\nf(1)", "a ! ImportError: no")]
    public void Take_their_way(string what, string code, string expected)
    {
        string seen = new WalkScene($"-- a.py\n{code}\n-- b.py\n-- c.py\n-- d.py\n-- e.py").Import("a");
        Assert.True(seen == expected, $"{what}: {seen}");
    }

    [Fact]
    public void A_module_that_failed_is_tried_again()
    {
        const string Files = "-- a.py\ntry:\n    import b\nexcept ImportError:\n    pass\nimport b\n-- b.py\nimport c\nimport gone\n-- c.py";
        Assert.Equal("a b c b ! ModuleNotFoundError: No module named 'gone'", new WalkScene(Files).Import("a"));
    }
}
