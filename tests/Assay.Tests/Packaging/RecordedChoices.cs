using System.IO.Compression;
using System.Text.Json;
using Assay.Packaging.Choosing;
using Assay.Packaging.Indexing;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Packaging;

/// <summary>What pip 26.3 and uv 0.13.9 were asked: machines, interpreters and pages.</summary>
internal sealed class RecordedChoices
{
    private readonly Dictionary<(string, string, Installer), SupportedTags> tags = [];

    /// <summary>The recorded lists of tags with their machines.</summary>
    public JsonElement Tables { get; } = JsonLines.Document(Path.Combine(Needs.Corpus("oracles"), "tags.json.gz"));

    /// <summary>The tags of an interpreter on one of the recorded machines.</summary>
    public SupportedTags Tags(string target, string python, Installer installer)
    {
        if (tags.TryGetValue((target, python, installer), out SupportedTags? known)) return known;
        return tags[(target, python, installer)] = SupportedTags.Of(Python(python), Machine(target), installer);
    }

    /// <summary>One of the recorded machines.</summary>
    public Target Machine(string target) => Machine(Tables.GetProperty("targets").GetProperty(target));

    /// <summary>One of the recorded interpreters.</summary>
    public PythonBuild Python(string python)
    {
        Assert.True(PythonBuild.TryParse(Tables.GetProperty("python_full").GetProperty(python).GetString()! + (python.EndsWith('t') ? "t" : ""), out PythonBuild build));
        return build;
    }

    private static Target Machine(JsonElement facts) => new()
    {
        Os = facts.Text("os") switch { "macos" => OperatingSystemKind.MacOs, "windows" => OperatingSystemKind.Windows, _ => OperatingSystemKind.Linux },
        Architecture = facts.Text("arch") switch
        {
            "arm64" or "aarch64" => Architecture.Arm64,
            "x86_64" or "amd64" => Architecture.X86_64,
            "x86" or "i686" => Architecture.X86,
            "riscv64" => Architecture.RiscV64,
            "ppc64le" => Architecture.Ppc64Le,
            "s390x" => Architecture.S390X,
            "armv7l" => Architecture.Arm,
            string other => throw new InvalidOperationException(other),
            null => throw new InvalidOperationException(),
        },
        OsVersion = Version(facts, "ver"),
        Libc = facts.TryGetProperty("glibc", out _) ? LibcKind.Glibc : facts.TryGetProperty("musl", out _) ? LibcKind.Musl : LibcKind.None,
        LibcVersion = Version(facts, "glibc") ?? Version(facts, "musl"),
    };

    private static PackedVersion? Version(JsonElement facts, string name) =>
        facts.TryGetProperty(name, out JsonElement numbers) ? new PackedVersion(numbers[0].GetInt32(), numbers[1].GetInt32()) : null;

    /// <summary>The page of a project, or null when the corpus has none.</summary>
    public static IndexPage? Page(string project)
    {
        string path = Path.Combine(Needs.Corpus("index"), project + ".json.gz");
        if (!File.Exists(path)) return null;
        using MemoryStream page = new();
        using (GZipStream packed = new(File.OpenRead(path), CompressionMode.Decompress)) packed.CopyTo(page);
        IndexReading reading = IndexPageReader.Read(page.ToArray());
        Assert.Equal((null, 0), (reading.Problem, reading.PassedOver));
        return new IndexPage(project, reading.Files);
    }

    /// <summary>A file of a page that was made up for one rule.</summary>
    public static IndexFile Read(JsonElement file)
    {
        JsonElement yanked = file.TryGetProperty("yanked", out JsonElement value) ? value : default;
        return new IndexFile(file.Text("filename")!)
        {
            RequiresPython = file.TryGetProperty("requires-python", out JsonElement python) ? python.GetString() : null,
            IsYanked = yanked.ValueKind is JsonValueKind.True or JsonValueKind.String,
            YankReason = yanked.ValueKind == JsonValueKind.String ? yanked.GetString() : null,
        };
    }
}
