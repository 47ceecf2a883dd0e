namespace Assay.Tests.Imports.Walking;

/// <summary>Values that decide imports: what code builds up before it asks.</summary>
public sealed class ValueTests
{
    [Theory]
    [InlineData("a metaclass registers classes", "class Meta(type):\n    def __init__(cls, name, bases, members):\n        registry[name] = cls\nregistry = {}\nclass A(metaclass=Meta): ...\nif 'A' in registry: import b")]
    [InlineData("a metaclass adds members", "class Meta(type):\n    def __new__(mcs, name, bases, members):\n        members['extra'] = 1\n        return super().__new__(mcs, name, bases, members)\nclass A(metaclass=Meta): ...\nA.extra\nimport b")]
    [InlineData("a class made by a call", "def made(self):\n    import b\nA = type('A', (), {'m': made})\nA().m()")]
    [InlineData("a class made again by its own type", "class Meta(type): ...\nclass A(metaclass=Meta):\n    def m(self):\n        import b\nB = type(A)(A.__name__, A.__bases__, dict(A.__dict__))\nB().m()")]
    [InlineData("an object changes its class", "class A: ...\nclass B(A):\n    def m(self):\n        import b\nx = A()\nx.__class__ = B\nx.m()")]
    [InlineData("a private name from outside", "class A:\n    def __m(self):\n        import b\nA()._A__m()")]
    [InlineData("super reaches the base", "class A:\n    def m(self):\n        import b\nclass B(A):\n    def m(self):\n        super().m()\nB().m()")]
    [InlineData("a subclass is announced", "class A:\n    def __init_subclass__(cls, **k):\n        __import__(k['need'])\nclass B(A, need='b'): ...")]
    [InlineData("a property runs when it is read", "class A:\n    @property\n    def p(self):\n        import b\nA().p")]
    [InlineData("names made of parts", "for part in 'a b'.split()[1:]:\n    __import__('{0}'.format(part) if part else 'gone')")]
    [InlineData("a dictionary of loaders", "def load():\n    import b\ntable = {'x': load}\ntable.get('x', None)()")]
    [InlineData("a closure keeps what it saw", "def outer(name):\n    def inner():\n        return __import__(name)\n    return inner\nouter('b')()")]
    [InlineData("a generator is drained", "def names():\n    yield 'b'\nfor n in names(): __import__(n)")]
    [InlineData("a slot of a class", "class A:\n    __slots__ = ['x']\ntype(A.x)\nimport b")]
    [InlineData("a range is no list", "range(3).start\nif not isinstance(range(3), list): import b")]
    [InlineData("a range may be a class", "if isinstance(range, type): import b\nimport b")]
    [InlineData("a set gives up its last element", "s = {1}\ns.pop()\nif not s: import b")]
    [InlineData("a division by zero", "try:\n    1 / 0\nexcept ZeroDivisionError:\n    import b")]
    [InlineData("a finder of before Python 3.4", "import sys\nclass F:\n    def find_module(self, name, path=None):\n        return self if name == 'x' else None\n    def load_module(self, name):\n        import b\n        sys.modules[name] = b\n        return b\nsys.meta_path.append(F())\nimport x")]
    [InlineData("arguments by name and by star", "def f(x, *rest, need='gone', **more):\n    __import__(more['other'] if need == 'b' and rest else 'gone')\nf(1, *[2], **{'need': 'b', 'other': 'b'})")]
    public void Are_followed(string what, string code)
    {
        string seen = new WalkScene($"-- a.py\n{code}\n-- b.py").Import("a");
        Assert.True(seen == "a b", $"{what}: {seen}");
    }

    [Fact]
    public void Text_that_is_executed_elsewhere_leaves_its_names_open()
    {
        Assert.Equal("a", new WalkScene("-- a.py\ndef build(name, code):\n    names = {}\n    exec(code % name, globals(), names)\n    return names[name]\nf = build('f', 'def %s(): pass')\nf()").Import("a"));
        Assert.Equal("a", new WalkScene("-- a.py\nnames = {}\neval(compile('x = 1', 'f', 'exec'), names)\nnames['x']").Import("a"));
    }
}
