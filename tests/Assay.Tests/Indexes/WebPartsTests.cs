using System.Text;
using Assay.Indexes;
using Assay.Indexes.Web;
using Assay.Primitives;

namespace Assay.Tests.Indexes;

/// <summary>The parts of the way to a page that need no server.</summary>
public sealed class WebPartsTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_small_body_that_unpacks_to_a_huge_one_is_refused(bool isGzip)
    {
        byte[] body = isGzip ? LoopbackServer.Gzip(new string(' ', 1_000_000)) : LoopbackServer.Brotli(new string(' ', 1_000_000));
        Assert.True(body.Length < 2000);
        PackedBody refused = PackedBody.Unpack(body, isGzip ? "gzip" : "br", 999_999);
        Assert.Equal((null, WebFault.TooLarge, "expected at most 999999 bytes unpacked, found more"), (refused.Content, refused.Fault, refused.Problem));
        Assert.Equal(1_000_000, PackedBody.Unpack(body, isGzip ? "gzip" : "br", 1_000_000).Content!.Length);
    }

    [Fact]
    public void No_cut_and_no_changed_byte_of_a_packed_body_goes_unseen()
    {
        byte[] body = LoopbackServer.Gzip("{\"files\": [1, 2, 3]}");
        for (int length = 0; length < body.Length; length++) Assert.Null(PackedBody.Gunzip(body[..length], 1000).Content);

        // Time stamp, extra flags and operating system of the head mean nothing, and neither do the last bits that fill a byte.
        string content = Encoding.UTF8.GetString(PackedBody.Gunzip(body, 1000).Content!);
        for (int at = 10; at < body.Length; at++)
        {
            byte[] changed = [.. body];
            changed[at] ^= 0x10;
            if (PackedBody.Gunzip(changed, 1000).Content is { } other) Assert.Equal((content, body.Length - 9), (Encoding.UTF8.GetString(other), at));
        }
    }

    [Fact]
    public async Task A_redirection_from_https_to_http_is_not_followed()
    {
        Told web = new(_ => new WebReply(302) { Location = "http://index.example/x/?token=secret" });
        using WebClient client = new(web, new IndexSettings());
        WebAnswer answer = await client.GetAsync(new WebQuestion(new Uri("https://index.example/simple/demo/")), CancellationToken.None);
        Assert.Equal("https://index.example/simple/demo/: redirects from https to http (http://index.example/x/), which is not followed; expected https; ask whoever runs that server", answer.Problem);
        Assert.Equal(1, web.Asked);
    }

    [Theory]
    [InlineData("https_proxy=http://p:1", "https://host/", "http://p:1/")]
    [InlineData("HTTPS_PROXY=http://p:1", "https://host/", "http://p:1/")]
    [InlineData("HTTPS_PROXY=http://p:1", "http://host/", null)]
    [InlineData("ALL_PROXY=socks5://p:1", "http://host/", "socks5://p:1/")]
    [InlineData("http_proxy=p:3128", "http://host/", "http://p:3128/")]
    [InlineData("http_proxy=http://p:1 NO_PROXY=example.org,.corp", "http://a.example.org/", null)]
    [InlineData("http_proxy=http://p:1 NO_PROXY=example.org,.corp", "http://corp/", null)]
    [InlineData("http_proxy=http://p:1 NO_PROXY=example.org", "http://notexample.org/", "http://p:1/")]
    [InlineData("http_proxy=http://p:1 NO_PROXY=example.org:8080", "http://example.org/", "http://p:1/")]
    [InlineData("http_proxy=http://p:1 NO_PROXY=10.0.0.0/8", "http://10.1.2.3/", null)]
    [InlineData("http_proxy=http://p:1 no_proxy=*", "http://host/", null)]
    public void A_proxy_is_found_as_everywhere(string variables, string address, string? proxy)
    {
        MemoryMachine machine = new();
        foreach (string[] pair in variables.Split(' ').Select(text => text.Split('=', 2))) machine.SetVariable(pair[0], pair[1]);
        Assert.Equal(proxy, new ProxyChoice(null, machine).For(new Uri(address))?.AbsoluteUri);
        Assert.Equal("http://q:2/", new ProxyChoice("http://q:2", machine).For(new Uri(address))?.AbsoluteUri);
        Assert.Null(new ProxyChoice("", machine).For(new Uri(address)));
    }

    private sealed class Told(Func<WebQuestion, WebReply> reply) : IWeb
    {
        public int Asked { get; private set; }

        public Task<WebReply> SendAsync(WebQuestion question, CancellationToken cancellation)
        {
            Asked++;
            return Task.FromResult(reply(question));
        }

        public void Dispose()
        {
        }
    }
}
