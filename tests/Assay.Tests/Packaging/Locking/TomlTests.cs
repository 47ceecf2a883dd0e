using System.Globalization;
using System.Text.Json;
using Assay.Packaging.Trees;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Packaging.Locking;

/// <summary>The reader of TOML accepts and refuses what Python's <c>tomllib</c> does, and reads the same values.</summary>
public sealed class TomlTests
{
    private const string Referee = """
        import datetime, json, struct, sys, tomllib
        def show(value):
            if isinstance(value, dict): return "{" + ",".join(json.dumps(key, ensure_ascii=False) + ":" + show(value[key]) for key in sorted(value, key=lambda k: k.encode("utf-16-be"))) + "}"
            if isinstance(value, list): return "[" + ",".join(map(show, value)) + "]"
            if isinstance(value, bool): return "b:" + ("true" if value else "false")
            if isinstance(value, int):
                if not -2**63 <= value < 2**63: raise OverflowError
                return "i:%d" % value
            if isinstance(value, float): return "f:nan" if value != value else "f:" + struct.pack(">d", value).hex()
            if isinstance(value, (datetime.date, datetime.time)): return "d:" + value.isoformat()
            return "s:" + json.dumps(value, ensure_ascii=False)
        answers = []
        for text in json.load(open(sys.argv[1], encoding="utf-8")):
            try: answers.append(show(tomllib.loads(text)))
            except (ValueError, OverflowError): answers.append(None)
        json.dump(answers, open(sys.argv[2], "w", encoding="utf-8"))
        """;

    [Fact]
    public void Good_documents_are_read() => Assert.All(TomlDocuments.Good, text => Assert.Null(TomlReader.Read(text).Problem));

    [Fact]
    public void Bad_texts_are_refused_with_a_line() => Assert.All(TomlDocuments.Bad, text => Assert.Matches("^line [0-9]+: expected ", TomlReader.Read(text).Problem ?? $"read: {text}"));

    [Fact]
    public void Values_are_what_was_written()
    {
        TreeNode root = TomlReader.Read("a.b = 'x'\n\n[[p]]\nn = 0x10\n[[p]]\nn = -1_0\nf = 1e3\nd = 1979-05-27 07:32:00.5Z\n").Root!;
        Assert.Equal("{\"a\":{\"b\":s:\"x\"},\"p\":[{\"n\":i:16},{\"d\":d:1979-05-27T07:32:00.500000+00:00,\"f\":f:408f400000000000,\"n\":i:-10}]}", Show(root));
        Assert.Equal(3, root["p"]!.Items[0].Line);
        Assert.Equal(6, root["p"]!.Items[1]["n"]!.Line);
    }

    [Theory]
    [InlineData("a = 1\n\nb = \"x", "line 3: expected the end of a text, found the end of the file")]
    [InlineData("[a]\n[b]\n[a]", "line 3: expected a key that is not taken yet, found `a` again")]
    [InlineData("a = [\n1,\n2 3]", "line 3: expected `,` or `]`, found `3`")]
    [InlineData("a = \"\"\"\n\n\\q\"\"\"", "line 3: expected an escape of TOML behind `\\`")]
    public void A_problem_names_its_line(string text, string problem) => Assert.Equal(problem, TomlReader.Read(text).Problem);

    [Theory]
    [InlineData("[")]
    [InlineData("{a=")]
    public void Deep_nesting_is_refused(string opening)
    {
        Assert.Equal("line 1: expected at most 100 lists and tables in each other", TomlReader.Read("a = " + string.Concat(Enumerable.Repeat(opening, 100_000))).Problem);
        Assert.Contains("at most 100 parts", TomlReader.Read(string.Concat(Enumerable.Repeat("a.", 100_000)) + "a = 1").Problem, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Tomllib_says_the_same()
    {
        string python = Needs.DebianPython();
        string[] texts = [.. TomlDocuments.Good, .. TomlDocuments.Bad, .. TomlDocuments.Random(60_000)];
        using TemporaryDirectory folder = new();
        string questions = folder.File("questions.json", JsonSerializer.Serialize(texts)), answers = Path.Combine(folder.Path, "answers.json");
        (int status, _, string error) = ChildProcess.Run(python, ["-c", Referee, questions, answers]);
        Assert.True(status == 0, error);
        string?[] expected = JsonSerializer.Deserialize<string?[]>(File.ReadAllText(answers))!;
        Assert.All(TomlDocuments.Good.Select((_, i) => expected[i]), Assert.NotNull);
        List<string> wrong = [];
        for (int i = 0; i < texts.Length; i++)
        {
            string? own = TomlReader.Read(texts[i]).Root is { } root ? Show(root) : null;
            if (own != expected[i]) wrong.Add($"{JsonSerializer.Serialize(texts[i])}: tomllib {expected[i] ?? "refuses"}, Assay {own ?? TomlReader.Read(texts[i]).Problem}");
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count} differ:\n{string.Join('\n', wrong.Take(20))}");
        Assert.InRange(expected.Count(answer => answer is not null), 5_000, texts.Length - 5_000);
    }

    private static string Show(TreeNode node) => node.Kind switch
    {
        TreeKind.Table => "{" + string.Join(',', node.Members.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => Quoted(member.Key) + ":" + Show(member.Value))) + "}",
        TreeKind.List => "[" + string.Join(',', node.Items.Select(Show)) + "]",
        TreeKind.Boolean => "b:" + node.Text,
        TreeKind.Integer => "i:" + node.Text,
        TreeKind.Number when node.Text is "nan" or "-nan" => "f:nan",
        TreeKind.Number => "f:" + BitConverter.DoubleToInt64Bits(node.Text switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.Parse(node.Text, CultureInfo.InvariantCulture) }).ToString("x16", CultureInfo.InvariantCulture),
        TreeKind.Text => "s:" + Quoted(node.Text),
        _ => "d:" + node.Text,
    };

    // As json.dumps(ensure_ascii=False) of Python writes it.
    private static string Quoted(string text)
    {
        System.Text.StringBuilder quoted = new("\"");
        foreach (char letter in text)
        {
            quoted.Append(letter switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                '\b' => "\\b",
                '\f' => "\\f",
                < ' ' => $"\\u{(int)letter:x4}",
                _ => letter.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
