using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Assay.Packaging.Choosing;
using Assay.Packaging.Indexing;
using Assay.Tests.Fixtures;

namespace Assay.Tests.Packaging;

/// <summary>Pages of a simple index: what they say, however they are written, and what is no page.</summary>
public sealed class IndexPageTests
{
    private static readonly Uri Address = new("https://index.example/simple/demo/");

    [Fact]
    public void Html_says_everything_in_attributes_and_fragments()
    {
        string hash = new('a', 64);
        IndexReading reading = Read($"""
            <!DOCTYPE html><html><head><meta name="pypi:repository-version" content="1.4"><title>Links <a href="no.whl"></title></head><body>
            <!-- <a href="commented-1-py3-none-any.whl">x</a> -->
            <a href="../../files/demo-1.0-py3-none-any.whl#sha256={hash.ToUpperInvariant()}" data-requires-python="&gt;=3.8,&lt;4" data-dist-info-metadata="sha256={hash}">demo</a>
            <A HREF='demo-2.0%2Bcu1.tar.gz?x=1' data-yanked>old</A>
            <a class=x href=demo-3.0.tar.gz data-yanked="it &amp; that" data-core-metadata=true>demo<br/>
            <a href="directory/">up</a><a name="top">no link</a>
            """);
        Assert.Null(reading.Problem);
        Assert.Equal(2, reading.PassedOver);
        Assert.Equal(
        [
            new IndexFile("demo-1.0-py3-none-any.whl") { Url = "https://index.example/files/demo-1.0-py3-none-any.whl", RequiresPython = ">=3.8,<4", Sha256 = hash, HasMetadata = true },
            new IndexFile("demo-2.0+cu1.tar.gz") { Url = "https://index.example/simple/demo/demo-2.0%2Bcu1.tar.gz?x=1", IsYanked = true },
            new IndexFile("demo-3.0.tar.gz") { Url = "https://index.example/simple/demo/demo-3.0.tar.gz", IsYanked = true, YankReason = "it & that", HasMetadata = true },
        ], reading.Files);
    }

    [Fact]
    public void The_base_of_a_page_moves_its_links() =>
        Assert.Equal("https://files.example/a/demo-1.tar.gz", Assert.Single(Read("<base href='https://files.example/a/'><base href='/b/'><a href='demo-1.tar.gz'>").Files).Url);

    [Fact]
    public void Json_passes_over_what_it_does_not_need()
    {
        IndexReading reading = Read("""
            {"meta": {"api-version": "1.9", "tracks": []}, "name": "demo", "versions": ["1.0"], "project-status": {"status": "archived"}, "files": [
              {"filename": "demo-1.0.tar.gz", "url": "demo-1.0.tar.gz", "hashes": {"sha256": "short"}, "size": 12, "requires-python": null, "yanked": "", "provenance": null, "core-metadata": false, "dist-info-metadata": {"sha256": "x"}},
              {"filename": "demo-2.0.tar.gz", "url": "/f/demo-2.0.tar.gz", "hashes": {}, "size": -1, "yanked": false, "core-metadata": {"sha256": "x"}},
              {"filename": 3, "url": "x"}, 7]}
            """);
        Assert.Null(reading.Problem);
        Assert.Equal(2, reading.PassedOver);
        Assert.Equal(
        [
            new IndexFile("demo-1.0.tar.gz") { Url = "https://index.example/simple/demo/demo-1.0.tar.gz", Size = 12, IsYanked = true, YankReason = "" },
            new IndexFile("demo-2.0.tar.gz") { Url = "https://index.example/f/demo-2.0.tar.gz", HasMetadata = true },
        ], reading.Files);
    }

    [Theory]
    [InlineData("expected JSON, found a fault in line 2", "{\n\"files\": [")]
    [InlineData("expected a list `files`, found none", "{\"files\": {}}")]
    [InlineData("expected an index of repository version 1, found `2.0`", "{\"meta\": {\"api-version\": \"2.0\"}, \"files\": []}")]
    [InlineData("expected an index of repository version 1, found `2.0`", "<meta name=pypi:repository-version content=2.0><a href=x.whl>")]
    [InlineData("expected a repository version like `1.0`, found `one`", "<meta name=pypi:repository-version content=one>")]
    [InlineData("expected a whole page, found one that ends inside a tag", "<a href='demo-1.tar.gz'>demo</a><a href='demo-2.ta")]
    [InlineData("expected a whole page, found one that ends inside a tag", "<a href='demo-1.tar.gz'>demo</a><!-- ")]
    public void A_page_that_cannot_be_used_is_a_value_without_files(string problem, string page)
    {
        IndexReading reading = Read(page);
        Assert.Equal(problem, reading.Problem);
        Assert.Empty(reading.Files);
    }

    [Fact]
    public void A_page_of_another_kind_is_not_read() =>
        Assert.Equal("expected a page in HTML or JSON, found `text/plain`", IndexPageReader.Read("<a href=demo-1.tar.gz>"u8.ToArray(), "text/plain; charset=utf-8").Problem);

    [Fact]
    public void Bytes_that_are_no_text_are_a_value() =>
        Assert.Equal("expected texts in UTF-8, found bytes that are none", IndexPageReader.Read((byte[])[.. "{\"files\": [{\"filename\": \""u8, 0xff, .. "\", \"url\": \"x\"}]}"u8]).Problem);

    [Fact]
    public void No_beginning_of_a_page_throws()
    {
        byte[] json = Encoding.UTF8.GetBytes("{\"meta\":{\"api-version\":\"1.0\"},\"files\":[{\"filename\":\"d-1.tar.gz\",\"url\":\"d\",\"yanked\":\"é\"}]}");
        byte[] html = Encoding.UTF8.GetBytes("<!DOCTYPE html><meta name='pypi:repository-version' content=\"1.0\"><script>a<b</script><!-- c --><a href = 'd-1.tar.gz#sha256=' data-yanked = é />d</a>");
        for (int length = 0; length < html.Length; length++)
        {
            if (length < json.Length) Assert.NotNull(IndexPageReader.Read(json.AsMemory(0, length), "application/json").Problem);
            Assert.InRange(IndexPageReader.Read(html.AsMemory(0, length), "text/html").Files.Length, 0, 1);
        }
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Real_pages_say_the_same_in_json_and_in_html()
    {
        int files = 0;
        foreach (string path in Directory.GetFiles(Needs.Corpus("index"), "*.json.gz"))
        {
            using MemoryStream page = new();
            using (GZipStream packed = new(File.OpenRead(path), CompressionMode.Decompress)) packed.CopyTo(page);
            IndexReading reading = IndexPageReader.Read(page.ToArray());
            Assert.Equal((null, 0), (reading.Problem, reading.PassedOver));
            JsonElement[] entries = [.. JsonDocument.Parse(page.ToArray()).RootElement.GetProperty("files").EnumerateArray()];
            Assert.Equal(entries.Select(entry => (entry.Text("filename"), entry.TryGetProperty("requires-python", out JsonElement python) ? python.GetString() : null)), reading.Files.Select(file => ((string?)file.Filename, file.RequiresPython)));
            Assert.Equal(entries.Count(entry => entry.TryGetProperty("yanked", out JsonElement yanked) && yanked.ValueKind != JsonValueKind.False), reading.Files.Count(file => file.IsYanked));

            IndexReading twin = IndexPageReader.Read(Encoding.UTF8.GetBytes(string.Concat(reading.Files.Select(Anchor))), "text/html");
            Assert.Equal(reading.Files.Select(file => file with { Size = null, YankReason = file.YankReason is "" ? null : file.YankReason }), twin.Files);
            files += entries.Length;
        }

        Assert.True(files > 5000, $"{files}");
    }

    private static string Anchor(IndexFile file) =>
        $"<a href=\"{WebUtility.HtmlEncode(file.Url)}{(file.Sha256 is { } hash ? "#sha256=" + hash : "")}\""
        + (file.RequiresPython is { } python ? $" data-requires-python=\"{WebUtility.HtmlEncode(python)}\"" : "")
        + (file.IsYanked ? $" data-yanked=\"{WebUtility.HtmlEncode(file.YankReason)}\"" : "")
        + (file.HasMetadata ? " data-core-metadata=\"true\"" : "") + $">{file.Filename}</a>\n";

    private static IndexReading Read(string page) => IndexPageReader.Read(Encoding.UTF8.GetBytes(page), null, Address);
}
