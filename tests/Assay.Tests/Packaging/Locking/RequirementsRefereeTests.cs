using System.Text;
using System.Text.Json;
using Assay.Packaging.Locking;
using Assay.Primitives;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Packaging.Locking;

/// <summary>The real pip reads the same requirements from the same files.</summary>
[Trait("speed", "slow")]
public sealed class RequirementsRefereeTests
{
    private const string Referee = """
        import json, os, re, sys, warnings, logging
        warnings.simplefilter("ignore"); logging.disable(logging.CRITICAL)
        from pip._internal.req.req_file import parse_requirements
        from pip._internal.req.constructors import install_req_from_line, install_req_from_editable
        from pip._internal.models.format_control import FormatControl
        from pip._internal.network.session import PipSession
        from pip._internal.exceptions import InstallationError
        class Scope: no_index = False
        class Finder:
            def __init__(self):
                self.scope = Scope(); self.scope.find_links = []; self.scope.index_urls = []
                self.format_control = FormatControl(); self.pre = self.prefer = False
            search_scope = property(lambda self: self.scope, lambda self, new: setattr(self, "scope", new))
            find_links = property(lambda self: self.scope.find_links)
            index_urls = property(lambda self: self.scope.index_urls)
            trusted_hosts = []
            def set_allow_all_prereleases(self): self.pre = True
            def set_prefer_binary(self): self.prefer = True
        def one(parsed):
            where = re.fullmatch(r"(-[rc]) (.*) \(line (\d+)\)", parsed.comes_from)
            row = {"text": parsed.requirement, "editable": parsed.is_editable, "constraint": parsed.constraint, "line": int(where[3]), "file": os.path.normpath(where[2])}
            row["hashes"] = sorted("%s:%s" % (name, value) for name, values in ((parsed.options or {}).get("hashes") or {}).items() for value in values)
            made = install_req_from_editable(parsed.requirement) if parsed.is_editable else install_req_from_line(parsed.requirement)
            row["name"] = made.req and made.req.name
            row["specifier"] = str(made.req.specifier) if made.req else ""
            row["marker"] = str(made.markers) if made.markers else None
            row["link"] = made.link is not None or (made.req is not None and made.req.url is not None)
            return row
        answers = []
        for number in range(int(sys.argv[1])):
            os.chdir(os.path.join(sys.argv[2], str(number)))
            finder = Finder()
            try:
                rows = [one(parsed) for parsed in parse_requirements("requirements.txt", PipSession(), finder)]
                answers.append({"rows": rows, "index": finder.index_urls, "links": [link.removeprefix(os.getcwd() + "/") for link in finder.find_links], "none": finder.scope.no_index, "pre": finder.pre, "prefer": finder.prefer,
                    "nobinary": sorted(finder.format_control.no_binary), "onlybinary": sorted(finder.format_control.only_binary)})
            except Exception as error:
                answers.append(None)
        json.dump(answers, sys.stdout)
        """;

    [Fact]
    public void Pip_reads_the_same()
    {
        string python = Needs.Program("python3");
        Needs.Require(ChildProcess.Run(python, ["-c", "import pip"]).ExitCode == 0, "no pip");
        using TemporaryDirectory folder = new();
        for (int i = 0; i < RequirementsCases.All.Length; i++)
        {
            foreach ((string name, string content) in RequirementsCases.All[i]) folder.File($"{i}/{name}", content);
            folder.File($"{i}/pkg/pyproject.toml", "");
            folder.Folder($"{i}/wheels");
            folder.Folder($"{i}/sub");
            folder.Folder($"{i}/more/here");
        }

        (int status, string output, string error) = ChildProcess.Run(python, ["-c", Referee, $"{RequirementsCases.All.Length}", folder.Path], new Dictionary<string, string?> { ["TOKEN"] = "secret", ["PYTHONUTF8"] = "1" });
        Assert.True(status == 0, error);
        List<string> wrong = [];
        using JsonDocument answers = JsonDocument.Parse(output);
        for (int i = 0; i < RequirementsCases.All.Length; i++)
        {
            string pip = Normal(answers.RootElement[i]), own = Own(RequirementsCases.All[i]);
            if (pip != own) wrong.Add($"{i} {JsonSerializer.Serialize(RequirementsCases.All[i][0].Content)}:\n  pip   {pip}\n  Assay {own}");
        }

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private static string Normal(JsonElement answer)
    {
        if (answer.ValueKind == JsonValueKind.Null) return "refused";
        StringBuilder text = new();
        foreach (JsonElement row in answer.GetProperty("rows").EnumerateArray())
        {
            text.Append($"{row.GetProperty("file")}:{row.GetProperty("line")} {row.GetProperty("text")} | {row.GetProperty("name")} {row.GetProperty("specifier")} | {row.GetProperty("marker")} | {row.GetProperty("link")} {row.GetProperty("editable")} {row.GetProperty("constraint")} {string.Join(' ', row.GetProperty("hashes").EnumerateArray())}; ");
        }

        return text + $"{List("index")} {List("links")} {answer.GetProperty("none")} {answer.GetProperty("pre")} {answer.GetProperty("prefer")} {List("nobinary")} {List("onlybinary")}";

        string List(string name) => $"[{string.Join(' ', answer.GetProperty(name).EnumerateArray())}]";
    }

    private static string Own((string Name, string Content)[] files)
    {
        LockReading reading = LockReader.Read(LockKind.Requirements, "requirements.txt", Encoding.UTF8.GetBytes(files[0].Content), name => Include(files, name), name => name == "TOKEN" ? "secret" : null);
        if (reading.Problems.Length > 0) return "refused";
        StringBuilder text = new();
        foreach (RequirementLine line in reading.Requirements)
        {
            text.Append($"{PosixPath.Normalize(line.File)}:{line.Line} {line.Text} | {line.Requirement?.Name} {line.Requirement?.Specifiers} | {line.Marker} | {line.Source is not null} {line.Source?.Kind == LockSourceKind.Editable} {line.IsConstraint} {string.Join(' ', line.Hashes.Order(StringComparer.Ordinal))}; ");
        }

        RequirementOptions options = reading.Options;
        string[] indexes = options.IndexUrl is { } index ? [index, .. options.ExtraIndexUrls] : [.. options.ExtraIndexUrls];
        return text + $"[{string.Join(' ', indexes)}] [{string.Join(' ', options.FindLinks)}] {options.NoIndex} {options.AllowsPrereleases} {options.PreferBinary} [{string.Join(' ', options.NoBinary)}] [{string.Join(' ', options.OnlyBinary)}]";
    }

    private static byte[]? Include((string Name, string Content)[] files, string name)
    {
        (string Name, string Content) found = files.FirstOrDefault(file => file.Name == PosixPath.Normalize(name));
        return found.Name is null ? null : Encoding.UTF8.GetBytes(found.Content);
    }
}
