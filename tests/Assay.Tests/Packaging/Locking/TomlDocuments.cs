namespace Assay.Tests.Packaging.Locking;

/// <summary>Documents for the reader of TOML: what the standard shows, what it forbids, and pieces to make more of.</summary>
internal static class TomlDocuments
{
    /// <summary>Documents that are TOML.</summary>
    public static readonly string[] Good =
    [
        "", "\n\n", "# only a comment", "a = 1", "a=1 # why\r\nb = 2\r\n", "\"quoted key\" = 1\n'literal' = 2\n1234 = 3\n-_ = 4", "a.b.c = 1\na . b . d = 2\n'a'.\"e\" = 3",
        "s = \"tab\\t quote\\\" slash\\\\ \\u00e9 \\U0001F600\"", "s = 'C:\\no\\escape'", "s = \"\"\"\nfirst\n  second \\\n   \t joined\"\"\"", "s = '''\n\nit's '' here'''", "s = \"\"\"\"quoted\"\"\"\"\"", "s = ''''q'''''",
        "s = \"\"\"a \\   \n\n  b\"\"\"", "n = [0, +1, -17, 1_000, 0xDEAD_beef, 0o755, 0b1101, 9223372036854775807, -9223372036854775808]",
        "f = [1.0, +3.1415, -0.01, 5e+22, 1e06, -2E-2, 6.626e-34, 224_617.445_991_228, inf, -inf, +inf, nan, -nan, -0.0]", "b = [true, false]",
        "d = [1979-05-27T07:32:00Z, 1979-05-27T00:32:00-07:00, 1979-05-27 07:32:00.999999999z, 1979-05-27T07:32:00.5, 1979-05-27, 07:32:00, 00:32:00.120]", "d = 2024-02-29 # leap",
        "l = [ ]\nm = [1,\n # note\n 2, ]\nn = [[1, 2], ['a', \"b\"], [{x = 1}, {}]]", "t = { a = 1, b.c = 2, b.d = 3, \"e\" = {} }", "[a]\nx = 1\n[a.b]\nx = 2\n[c.d.e]\n[c]\ny = 1\n[c.d]\nz = 1",
        "[[p]]\nname = 'x'\n[p.q]\na = 1\n[[p]]\n[[p]]\nname = 'y'\n[p.q]\na = 2\n[[p.r]]\n[[p.r]]\nb = 1", "[ a . 'b' ]\n[[ c . d ]]\n", "[fruit]\napple.color = 'red'\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true",
        "[a.b.c]\nx = 1\n[a]\nb.d = 1", "a.b = 1\na.c = 2\n[b]\na.b = 1", "\"\" = 1", "a = [\n[\n]\n,]", "k = {a = [\n1,\n2\n]}", "\"é\" = 1",
    ];

    /// <summary>Texts that are not.</summary>
    public static readonly string[] Bad =
    [
        "a", "a =", "= 1", "a = 1 b = 2", "a = 1\na = 2", "a.b = 1\na = 2", "a = 1\na.b = 2", "[a]\n[a]", "a = 1\n[a]", "[a]\nb = 1\n[a.b]", "[[a]]\n[a]", "[a]\n[[a]]", "a = []\n[[a]]", "a = [{}]\n[[a]]", "a = [{}]\n[a.b]",
        "a = {}\n[a.b]", "a = {}\na.b = 1", "a = {b = 1}\n[a]", "a.b = 1\n[a]", "[a]\nb.c = 1\n[a.b]", "[a.b]\n[a]\nb.c = 1", "[[a.b]]\n[a]\nb.c = 1", "[a", "[a]]", "[[a]", "[ [a]]", "[]", "[a.]", "[.a]", "[a] b = 1", "a..b = 1", "é = 1",
        "a = \"", "a = \"x\ny\"", "a = '\n'", "a = \"\\x41\"", "a = \"\\ud800\"", "a = \"\\U00110000\"", "a = \"\\u12\"", "a = \"\u0001\"", "a = \"\"\"x", "a = '''x''", "a = \"\"\"\\ x\"\"\"", "a = \"\"\"\"\"\"\"\"\"", "a = '''''''''", "# \u0001", "# \u007f", "a = 1 # \u0000",
        "a = 01", "a = 1_", "a = _1", "a = 1__0", "a = 0x", "a = +0x1", "a = 0X1", "a = 0b2", "a = 0o8", "a = 1.", "a = .5", "a = 1._5", "a = 1e", "a = 1e_5", "a = 1.e5", "a = Inf", "a = +true", "a = truee", "a = --1", "a = 9223372036854775808", "a = 0x8000000000000000", "a = - 1",
        "a = 2023-02-29", "a = 2023-13-01", "a = 2023-1-1", "a = 24:00:00", "a = 07:32", "a = 2023-01-01T25:00:00", "a = 2023-01-01T00:00:00+24:00", "a = 0000-01-01", "a = 12:00:00Z", "a = 2023-01-01 T00:00:00", "a = 2023-01-01T",
        "a = [1", "a = [1 2]", "a = [,]", "a = [1,,2]", "a = {", "a = {b = 1,}", "a = {,}", "a = {b = 1\n}", "a = {b = 1 c = 2}", "a = {b = 1, b = 2}", "a = {b = 1, b.c = 2}", "a = {b = {}, b.c = 1}", "a = {b.c = 1, b = 2}", "a = {b}", "a = }", "a\n= 1", "a =\n1",
        "\r", "a = 1\rb = 2", "\ufeffa = 1", "\u00a0a = 1", "a = 1\f", "'''k''' = 1", "\"\"\"k\"\"\" = 1", "\"a\nb\" = 1", "a = [1]\na = [2]", "[a]\nx = 1\n[b]\n[a]\ny = 2", "[[a]]\nb = 1\n[[a.b]]", "[a.b.c]\n[a.b]\n[a.b]",
    ];

    /// <summary>Pieces of which random texts are made.</summary>
    public static readonly string[] Pieces =
    [
        "a", "b", "c", ".", " = ", "=", "1", "0", "-", "+", "_", "e", "0x", "\"", "'", "\"\"\"", "'''", "\\", "\\n", "\\u0041", "[", "]", "[[", "]]", "{", "}", ",", "\n", "\r\n", " ", "\t", "#", "true", "inf", "1979-05-27", "T", "07:32:00", "Z", ".5", "[a]\n", "[[a]]\n", "[a.b]\n",
        "[[a.b]]\n", "a = 1\n", "b = {}\n", "a.b = 2\n", "b.c = 3\n", "c = [1, 2]\n", "c = {a = 1, b.c = 2}\n", "[b]\n", "[b.c]\n", "[[b.c]]\n", "a = \"x\"\n", "é", "\u0001",
    ];

    /// <summary>Random texts: pieces in a row, and good documents with a letter changed, lost or doubled.</summary>
    /// <param name="count">How many.</param>
    public static IEnumerable<string> Random(int count)
    {
        Random random = new(20261129);
        for (int i = 0; i < count; i++)
        {
            if (i % 2 == 0)
            {
                yield return string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => Pieces[random.Next(Pieces.Length)]));
                continue;
            }

            string good = Good[random.Next(Good.Length)] + "\n" + Good[random.Next(Good.Length)];
            int at = random.Next(good.Length);
            string piece = Pieces[random.Next(Pieces.Length)];
            yield return random.Next(3) switch { 0 => good.Remove(at, 1), 1 => good.Insert(at, piece), _ => good.Remove(at, 1).Insert(at, piece) };
        }
    }
}
