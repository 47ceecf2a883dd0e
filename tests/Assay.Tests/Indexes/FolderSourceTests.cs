using Assay.Indexes;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using Assay.Tests.Fixtures;
using Assay.Tests.Wheels;

namespace Assay.Tests.Indexes;

/// <summary>Indexes and find-links that lie in directories.</summary>
public sealed class FolderSourceTests
{
    private const string Page = """<a href="../../files/demo-1.0-py3-none-any.whl#sha256=0000000000000000000000000000000000000000000000000000000000000001" data-requires-python="&gt;=3.9">demo</a>""";

    [Fact]
    public async Task A_mirror_is_read_as_an_index()
    {
        MemoryMachine machine = new();
        machine.AddFile("/mirror/simple/demo/index.html", Page);
        machine.AddFile("/mirror/simple/other/index.json", """{"meta":{"api-version":"1.0"},"name":"other","files":[{"filename":"other-1.tar.gz","url":"../../files/other-1.tar.gz","hashes":{}}]}""");
        IndexSettings settings = new() { Indexes = ["file:///mirror/simple"], Offline = true };
        IndexFile file = Assert.Single((await Ask(settings, machine, "Demo")).PageFor(Installer.Pip)!.Files);
        Assert.Equal(("/mirror/files/demo-1.0-py3-none-any.whl", ">=3.9"), (file.Url, file.RequiresPython));
        Assert.Equal("/mirror/files/other-1.tar.gz", Assert.Single((await Ask(settings, machine, "other")).PageFor(Installer.Uv)!.Files).Url);
        IndexAnswer none = await Ask(settings, machine, "absent");
        Assert.Equal((SourceOutcome.Absent, null, null, null), (none.Sources[0].Outcome, none.Sources[0].Message, none.PageFor(Installer.Pip), none.ProblemFor(Installer.Pip)));
    }

    [Fact]
    public async Task The_corpus_is_an_index()
    {
        using PackageIndexes indexes = PackageIndexes.Open(new IndexSettings { Indexes = [Needs.Corpus("index")], Offline = true }, new HostMachine());
        IndexAnswer answer = await indexes.FindAsync("NumPy", CancellationToken.None);
        Assert.Equal(SourceOutcome.Found, answer.Sources[0].Outcome);
        Assert.True(answer.PageFor(Installer.Uv)!.Files.Length > 3000);
        Assert.All(answer.Sources[0].Files, file => Assert.True(file.Url![0] == '/' || file.Url.StartsWith("https://", StringComparison.Ordinal), file.Url));
    }

    [Fact]
    public async Task Requires_Python_of_a_wheel_in_a_directory_is_read_from_the_wheel()
    {
        MemoryMachine machine = new();
        machine.AddFile("/wheels/demo-2.0-py3-none-any.whl", new ZipForge().Add("demo/__init__.py").Add("demo-2.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: demo\nVersion: 2.0\nRequires-Python: >=3.12\n\n").Build());
        machine.AddFile("/wheels/demo-1.0-py3-none-any.whl", "no archive");
        machine.AddFile("/wheels/demo-1.0.tar.gz", "");
        machine.AddFile("/wheels/other-1.0.tar.gz", "");
        machine.AddFile("/wheels/README", "");
        IndexAnswer answer = await Ask(new IndexSettings { HasNoIndex = true, FindLinks = ["/wheels"] }, machine, "demo");
        Assert.Equal(["demo-1.0-py3-none-any.whl", "demo-1.0.tar.gz", "demo-2.0-py3-none-any.whl"], answer.Sources[0].Files.Select(file => file.Filename));
        Assert.Equal([null, null, ">=3.12"], answer.Sources[0].Files.Select(file => file.RequiresPython));
        Assert.Equal(["/wheels/demo-1.0-py3-none-any.whl: has no end record of a zip archive; expected PK\\x05\\x06 in its last 65557 bytes; its Requires-Python is not known"], answer.Sources[0].Oddities);

        // pip takes the last of equal files, so those with the highest path come first.
        Assert.Equal("demo-2.0-py3-none-any.whl", answer.PageFor(Installer.Pip)!.Files[0].Filename);
    }

    [Theory]
    [InlineData("/nothing", false, "/nothing: expected a directory with pages of a simple index, found nothing")]
    [InlineData("/nothing", true, "/nothing: expected a directory with wheels, found nothing")]
    [InlineData("wheels", true, "wheels: expected a URL with http or https, or a directory; found neither")]
    [InlineData("git+https://me:secret@host/x", false, "git+https://****@host/x: expected a URL with http or https, or a directory; found neither")]
    [InlineData("/file.html", false, "/file.html: expected a directory with pages of a simple index, found a file")]
    [InlineData("/wheels/demo-1.0-py3-none-any.whl", true, "/wheels/demo-1.0-py3-none-any.whl: expected a directory, or a page in HTML; name the directory that the file is in")]
    [InlineData("/bad", false, "/bad/demo/index.json: expected JSON, found a fault in line 1")]
    [InlineData("/packed", false, "/packed/demo.json.gz: expected whole gzip data, found some that break off or are damaged")]
    public async Task A_place_that_is_none_is_said_in_one_line(string place, bool isLinks, string line)
    {
        MemoryMachine machine = new();
        machine.AddFile("/file.html", Page);
        machine.AddFile("/wheels/demo-1.0-py3-none-any.whl", "");
        machine.AddFile("/bad/demo/index.json", "<html>");
        machine.AddFile("/packed/demo.json.gz", LoopbackServer.Gzip("{\"files\":[]}")[..^9]);
        IndexAnswer answer = await Ask(isLinks ? new IndexSettings { HasNoIndex = true, FindLinks = [place] } : new IndexSettings { Indexes = [place] }, machine, "demo");
        Assert.Equal((SourceOutcome.Failed, line), (answer.Sources[0].Outcome, answer.Sources[0].Message));
        Assert.Equal(line + "; pip goes on without that source", answer.ProblemFor(Installer.Pip));
        Assert.Equal(line + "; uv stops there", answer.ProblemFor(Installer.Uv));
    }

    [Fact]
    public async Task Wheels_are_no_index_and_that_is_said()
    {
        MemoryMachine machine = new();
        machine.AddFile("/wheels/demo-1.0-py3-none-any.whl", "");
        machine.AddFile("/page.html", """<a href="a/demo-3.tar.gz">x</a><a href="other-1.tar.gz">x</a>""");
        IndexAnswer answer = await Ask(new IndexSettings { Indexes = ["/wheels"], FindLinks = ["/page.html"] }, machine, "demo");
        Assert.Equal((SourceOutcome.Absent, "/wheels: expected pages of a simple index, found wheels; as find-links they would be seen"), (answer.Sources[0].Outcome, answer.Sources[0].Message));
        Assert.Equal("/a/demo-3.tar.gz", Assert.Single(answer.PageFor(Installer.Uv)!.Files).Url);
    }

    [Fact]
    public async Task Offline_means_that_no_URL_is_asked()
    {
        MemoryMachine machine = new();
        machine.AddFile("/wheels/demo-1.0.tar.gz", "");
        IndexAnswer answer = await Ask(new IndexSettings { Offline = true, FindLinks = ["/wheels"] }, machine, "demo");
        Assert.Equal(SourceOutcome.Offline, answer.Sources[0].Outcome);
        Assert.Equal("https://pypi.org/simple/: not asked for `demo`, because the network is switched off; name a directory, or allow the network; uv goes on without that source", answer.ProblemFor(Installer.Uv));
        Assert.Equal("demo-1.0.tar.gz", Assert.Single(answer.PageFor(Installer.Uv)!.Files).Filename);
    }

    [Fact]
    public async Task A_name_that_is_none_asks_nobody()
    {
        IndexAnswer answer = await Ask(new IndexSettings { Indexes = ["/mirror"] }, new MemoryMachine(), "../../etc");
        Assert.Equal("/mirror: not asked; expected the name of a project, found `../../etc`", answer.Sources[0].Message);
    }

    private static async Task<IndexAnswer> Ask(IndexSettings settings, IMachine machine, string project)
    {
        using PackageIndexes indexes = PackageIndexes.Open(settings, machine);
        return await indexes.FindAsync(project, CancellationToken.None);
    }
}
