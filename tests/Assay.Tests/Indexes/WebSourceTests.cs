using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Assay.Indexes;
using Assay.Packaging.Choosing;
using Assay.Primitives;
using static Assay.Tests.Indexes.LoopbackServer;

namespace Assay.Tests.Indexes;

/// <summary>An index on a server of our own that behaves in all the ways servers do. Every case ends in a clear line or a repeated success.</summary>
public sealed class WebSourceTests
{
    private const string Json = "Content-Type: application/vnd.pypi.simple.v1+json";
    private const string Html = "Content-Type: text/html; charset=utf-8";
    private const string Page = """{"meta":{"api-version":"1.0"},"name":"demo","files":[{"filename":"demo-1.0-py3-none-any.whl","url":"../../files/demo-1.0-py3-none-any.whl","hashes":{},"core-metadata":true}]}""";
    private const string HtmlPage = """<html><body><a href="/files/demo-1.0-py3-none-any.whl">x</a></body></html>""";

    // Generous where an answer is to come, so that a busy machine changes nothing.
    private static readonly IndexSettings Patient = new() { Timeout = TimeSpan.FromSeconds(30), Deadline = TimeSpan.FromSeconds(60), Retries = 2, Backoff = TimeSpan.FromMilliseconds(1) };

    public static TheoryData<string> Replies => ["json", "html", "gzip", "brotli", "chunked"];

    [Theory]
    [MemberData(nameof(Replies))]
    public async Task A_page_is_read_however_it_is_sent(string how)
    {
        await using LoopbackServer server = Of(_ => how switch
        {
            "html" => Reply("200 OK", HtmlPage, Html),
            "gzip" => Reply("200 OK", Gzip(Page), Json, "Content-Encoding: gzip"),
            "brotli" => Reply("200 OK", Brotli(Page), Json, "Content-Encoding: br"),
            "chunked" => Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\n{Json}\r\nTransfer-Encoding: chunked\r\n\r\n{Page.Length:x}\r\n{Page}\r\n0\r\n\r\n"),
            _ => Reply("200 OK", Page, Json),
        });
        SourceReport report = await Ask(server.Root + "simple");
        Assert.Null(report.Message);
        Assert.Equal((SourceOutcome.Found, 200, 1), (report.Outcome, report.Status, report.Requests));
        Assert.Equal(server.Root + "files/demo-1.0-py3-none-any.whl", Assert.Single(report.Files).Url);
        LoopbackRequest request = Assert.Single(server.Requests);
        Assert.Equal(("/simple/demo/", "application/vnd.pypi.simple.v1+json, application/vnd.pypi.simple.v1+html;q=0.2, text/html;q=0.01", "gzip, br"), (request.Path, request["Accept"], request["Accept-Encoding"]));
    }

    [Theory]
    [InlineData("404 Not Found", SourceOutcome.Absent, 1, null)]
    [InlineData("403 Forbidden", SourceOutcome.Denied, 1, "answers 403; expected 200; it may want a user and password in the URL, or refuse whoever asks")]
    [InlineData("401 Unauthorized", SourceOutcome.Denied, 1, "answers 401; expected 200; give user and password in the URL")]
    [InlineData("418 Teapot", SourceOutcome.Failed, 1, "answers 418; expected 200; check the URL")]
    [InlineData("503 Busy", SourceOutcome.Failed, 3, "answers 503 (3 requests); expected 200; try again later")]
    [InlineData("504 Late", SourceOutcome.Failed, 3, "answers 504 (3 requests); expected 200; try again later")]
    public async Task A_status_is_said_and_repeated_where_that_may_help(string status, SourceOutcome outcome, int requests, string? line)
    {
        await using LoopbackServer server = Of(_ => Reply(status, "<html>sorry</html>", Html));
        SourceReport report = await Ask(server.Root);
        Assert.Equal((outcome, requests, requests), (report.Outcome, report.Requests, server.Requests.Count));
        Assert.Equal(line is null ? null : $"{server.Root}demo/: {line}", report.Message);
    }

    [Fact]
    public async Task What_fails_in_passing_is_repeated_until_it_comes()
    {
        int asked = 0;
        await using LoopbackServer server = Of(_ => ++asked switch
        {
            1 => Reply("500 Oops"),
            2 => Reply("429 Slow down", "", "Retry-After: 0"),
            _ => Reply("200 OK", Page, Json),
        });
        SourceReport report = await Ask(server.Root);
        Assert.Equal((SourceOutcome.Found, 3, null), (report.Outcome, report.Requests, report.Message));
    }

    [Fact]
    public async Task A_server_that_wants_to_be_left_alone_for_an_hour_is()
    {
        await using LoopbackServer server = Of(_ => Reply("429 Slow down", "", "Retry-After: 3600"));
        SourceReport report = await Ask(server.Root);
        Assert.Equal($"{server.Root}demo/: answers 429; expected 200; it wants to be left alone for 3600 s", report.Message);
        Assert.Single(server.Requests);
    }

    public static TheoryData<string, string> Cuts => new()
    {
        { "length", "the connection ended after 100 bytes of the body; expected the rest (3 requests); try again" },
        { "chunk", "the connection ended after 100 bytes of the body; expected the rest (3 requests); try again" },
        { "gzip", "expected whole gzip data, found some that break off or are damaged (3 requests); try again" },
        { "brotli", "expected whole Brotli data, found some that break off or are damaged (3 requests); try again" },
        { "silent", "the connection ended without an answer (3 requests); try again" },
    };

    [Theory]
    [MemberData(nameof(Cuts))]
    public async Task What_is_cut_off_is_no_page(string where, string line)
    {
        await using LoopbackServer server = Of(_ => Cut(where));
        SourceReport report = await Ask(server.Root);
        Assert.Equal((SourceOutcome.Failed, 3, $"{server.Root}demo/: {line}"), (report.Outcome, report.Requests, report.Message));
        Assert.Empty(report.Files);

        // A connection that ends before the first byte of an answer is tried three times more by the base library itself, each time.
        Assert.Equal(where == "silent" ? 12 : 3, server.Requests.Count);
    }

    [Fact]
    public async Task After_a_cut_the_whole_page_counts()
    {
        int asked = 0;
        await using LoopbackServer server = Of(_ => ++asked == 1 ? Cut("gzip") : Reply("200 OK", Page, Json));
        Assert.Equal((SourceOutcome.Found, 2), (await Ask(server.Root) is var report ? report.Outcome : default, report.Requests));
    }

    public static TheoryData<string, string> Lies => new()
    {
        { "type", "expected a page of a simple index in HTML or JSON, found `text/plain`; check that the URL is the root of an index" },
        { "none", "expected a page of a simple index in HTML or JSON, found one of no known type; check that the URL is the root of an index" },
        { "sister", "expected a page of a simple index in HTML or JSON, found `application/json`; check that the URL is the root of an index" },
        { "json", "expected JSON, found a fault in line 1; check that the URL is the root of an index" },
        { "short", "expected JSON, found a fault in line 1; check that the URL is the root of an index" },
        { "version", "expected an index of repository version 1, found `2.0`; check that the URL is the root of an index" },
        { "packed", "expected a body packed with gzip or br or not at all, found `zstd`; check the URL" },
        { "noise", "expected an answer in HTTP, found something else; check the URL" },
        { "head", "expected a head of at most 64 KiB, found more; check the URL" },
        { "nowhere", "answers 302 without saying where to; expected a page" },
        { "ftp", "redirects to a URL with `ftp`; expected http or https" },
        { "loop", "more than 10 redirections; expected an end of them; check the URL" },
    };

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task A_lie_is_said_in_one_line(string lie, string line)
    {
        await using LoopbackServer server = lie == "head" ? new LoopbackServer(EndlessHead) : Of(_ => lie switch
        {
            "type" => Reply("200 OK", Page, "Content-Type: text/plain"),
            "none" => Reply("200 OK", Page),
            "sister" => Reply("200 OK", Page, "Content-Type: application/json"),
            "json" => Reply("200 OK", "<html>Sign in</html>", Json),
            "short" => Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\n{Json}\r\nContent-Length: 50\r\n\r\n{Page}"),
            "version" => Reply("200 OK", """{"meta":{"api-version":"2.0"},"files":[]}""", Json),
            "packed" => Reply("200 OK", Page, Json, "Content-Encoding: zstd"),
            "noise" => Encoding.ASCII.GetBytes("SSH-2.0-OpenSSH_9.2\r\n"),
            "nowhere" => Reply("302 Found"),
            "ftp" => Reply("302 Found", "", "Location: ftp://files.example/demo/"),
            _ => Reply("302 Found", "", "Location: /simple/demo/"),
        });
        SourceReport report = await Ask(server.Root);
        string place = lie == "loop" ? server.Root + "simple/demo/" : server.Root + "demo/";
        Assert.Equal((SourceOutcome.Failed, $"{place}: {line}"), (report.Outcome, report.Message));
        Assert.Equal(lie == "loop" ? 11 : 1, server.Requests.Count);
    }

    [Fact]
    public async Task A_login_page_is_an_index_without_files_and_that_is_said()
    {
        await using LoopbackServer server = Of(_ => Reply("200 OK", "<html><form action='/login'><input name=user></form></html>", Html));
        SourceReport report = await Ask(server.Root);
        Assert.Equal((SourceOutcome.Found, $"{server.Root}demo/: expected links to files, found a page without any; it may be a login page, or a server that answers everything"), (report.Outcome, report.Message));
    }

    [Fact]
    public async Task A_redirection_is_followed_and_links_start_where_it_ends()
    {
        await using LoopbackServer other = Of(_ => Reply("200 OK", Page, Json));
        await using LoopbackServer server = Of(_ => Reply("301 Moved", "", $"Location: {other.Root}a/b/demo/"));
        SourceReport report = await Ask(server.Root.Replace("//", "//me:secret@"));
        Assert.Equal(other.Root + "a/files/demo-1.0-py3-none-any.whl", Assert.Single(report.Files).Url);
        Assert.Equal("Basic " + Convert.ToBase64String("me:secret"u8), Assert.Single(server.Requests)["Authorization"]);
        Assert.Null(Assert.Single(other.Requests)["Authorization"]);
        Assert.Equal(server.Root, report.Name);
    }

    [Fact]
    public async Task A_password_is_never_shown()
    {
        await using LoopbackServer server = Of(_ => Reply("403 Forbidden"));
        SourceReport report = await Ask(server.Root.Replace("//", "//me:secret@"));
        Assert.DoesNotContain("secret", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_is_said()
    {
        using TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        int port = ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        SourceReport report = await Ask($"http://127.0.0.1:{port}/");
        Assert.Equal($"http://127.0.0.1:{port}/demo/: the connection is refused (3 requests); expected a server there; check the URL, the network and the proxy", report.Message);
    }

    [Fact]
    public async Task A_server_that_never_answers_does_not_make_it_hang()
    {
        await using LoopbackServer server = new((_, _, cancellation) => Task.Delay(-1, cancellation));
        SourceReport report = await Ask(server.Root, Patient with { Timeout = TimeSpan.FromMilliseconds(200), Retries = 1 });
        Assert.Equal($"{server.Root}demo/: no answer within 0.2 s (2 requests); expected a whole answer; try again, or allow more time", report.Message);
    }

    [Fact]
    public async Task A_body_that_trickles_for_ever_is_ended()
    {
        await using LoopbackServer server = new(async (_, stream, cancellation) =>
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{Json}\r\n\r\n"), cancellation);
            while (true)
            {
                await stream.WriteAsync(" "u8.ToArray(), cancellation);
                await Task.Delay(20, cancellation);
            }
        });
        SourceReport report = await Ask(server.Root, Patient with { Deadline = TimeSpan.FromMilliseconds(600) });
        Assert.Equal($"{server.Root}demo/: not answered in full within 0.6 s; expected a page; try again when the server is faster, or name a mirror", report.Message);
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_not_waited_for_with_every_project()
    {
        await using LoopbackServer server = new((_, _, cancellation) => Task.Delay(-1, cancellation));
        using PackageIndexes indexes = PackageIndexes.Open(Patient with { Indexes = [server.Root], Timeout = TimeSpan.FromMilliseconds(200) }, new MemoryMachine());
        SourceReport first = (await indexes.FindAsync("demo", CancellationToken.None)).Sources[0], other = (await indexes.FindAsync("other", CancellationToken.None)).Sources[0];
        Assert.Equal((3, 0, 3), (first.Requests, other.Requests, server.Requests.Count));
        Assert.Equal((SourceOutcome.Failed, $"{server.Root}other/: not asked after a vain attempt: {first.Message}"), (other.Outcome, other.Message));
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_trusted()
    {
        using RSA key = RSA.Create(2048);
        CertificateRequest wanted = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using X509Certificate2 own = wanted.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using X509Certificate2 certificate = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pfx), null);
        using TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        Task serving = Task.Run(async () =>
        {
            using TcpClient client = await listener.AcceptTcpClientAsync();
            await using SslStream stream = new(client.GetStream());
            await Assert.ThrowsAnyAsync<Exception>(async () =>
            {
                await stream.AuthenticateAsServerAsync(certificate);
                Assert.NotEqual(0, await stream.ReadAsync(new byte[1]));
            });
        });
        SourceReport report = await Ask($"https://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}/");
        await serving;
        Assert.Equal((SourceOutcome.Failed, 1), (report.Outcome, report.Requests));
        Assert.Contains("/demo/: no secure connection: The remote certificate is invalid", report.Message, StringComparison.Ordinal);
        Assert.EndsWith("; expected a certificate that this system trusts; check the URL, the clock and the certificates", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_refuses_is_named()
    {
        await using LoopbackServer proxy = Of(_ => Reply("403 Forbidden"));
        using PackageIndexes indexes = PackageIndexes.Open(Patient with { Indexes = ["https://index.example/"], Proxy = proxy.Root, Retries = 0 }, new MemoryMachine());
        SourceReport report = (await indexes.FindAsync("demo", CancellationToken.None)).Sources[0];
        Assert.Equal("https://index.example/demo/: the proxy opens no way to it; expected a way through it; check the proxy", report.Message);
        Assert.StartsWith("CONNECT index.example:443 ", Assert.Single(proxy.Requests).Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_part_of_a_page_is_no_page()
    {
        await using LoopbackServer server = Of(_ => Reply("206 Partial Content", Page, Json, "Content-Range: bytes 0-99/1000"));
        Assert.Equal($"{server.Root}demo/: answers 206; expected 200; check the URL", (await Ask(server.Root)).Message);
    }

    [Fact]
    public async Task Many_projects_wait_for_their_turn_and_not_for_a_timeout()
    {
        int open = 0, most = 0;
        await using LoopbackServer server = new(async (_, stream, cancellation) =>
        {
            int now = Interlocked.Increment(ref open);
            for (int seen = most; now > seen && Interlocked.CompareExchange(ref most, now, seen) != seen; seen = most) { }
            await Task.Delay(20, cancellation);
            Interlocked.Decrement(ref open);
            await stream.WriteAsync(Reply("200 OK", Page, Json), cancellation);
        });
        using PackageIndexes indexes = PackageIndexes.Open(Patient with { Indexes = [server.Root] }, new MemoryMachine());
        IndexAnswer[] answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(number => indexes.FindAsync($"p{number}", CancellationToken.None)));
        Assert.All(answers, answer => Assert.Equal(SourceOutcome.Found, answer.Sources[0].Outcome));
        Assert.InRange(most, 2, 8);
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        await using LoopbackServer server = new((_, _, cancellation) => Task.Delay(-1, cancellation));
        using CancellationTokenSource cancellation = new(TimeSpan.FromMilliseconds(200));
        using PackageIndexes indexes = PackageIndexes.Open(Patient with { Indexes = [server.Root] }, new MemoryMachine());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => indexes.FindAsync("demo", cancellation.Token));
    }

    [Fact]
    public async Task A_proxy_of_the_environment_is_used()
    {
        await using LoopbackServer proxy = Of(_ => Reply("200 OK", Page, Json));
        MemoryMachine machine = new();
        machine.SetVariable("HTTP_PROXY", proxy.Root);
        using PackageIndexes indexes = PackageIndexes.Open(Patient with { Indexes = ["http://index.example/simple/"] }, machine);
        Assert.Equal(SourceOutcome.Found, (await indexes.FindAsync("demo", CancellationToken.None)).Sources[0].Outcome);
        Assert.Equal("http://index.example/simple/demo/", Assert.Single(proxy.Requests).Path);
    }

    [Fact]
    public async Task What_was_answered_is_not_asked_again()
    {
        await using LoopbackServer server = Of(request => request.Path == "/links" ? Reply("200 OK", """<a href="demo-2.tar.gz">x</a><a href="other-1.zip">x</a>""", Html) : Reply("200 OK", Page, Json));
        using PackageIndexes indexes = PackageIndexes.Open(Patient with { Indexes = [server.Root], FindLinks = [server.Root + "links"] }, new MemoryMachine());
        IndexAnswer first = await indexes.FindAsync("demo", CancellationToken.None);
        await indexes.FindAsync("Demo", CancellationToken.None);
        IndexAnswer other = await indexes.FindAsync("other", CancellationToken.None);
        Assert.Equal(["demo-2.tar.gz", "demo-1.0-py3-none-any.whl"], first.PageFor(Installer.Pip)!.Files.Select(file => file.Filename));
        Assert.Equal("other-1.zip", other.PageFor(Installer.Uv)!.Files[0].Filename);
        Assert.Equal(["/demo/", "/links", "/other/"], server.Requests.Select(request => request.Path).Order());
    }

    private static async Task<SourceReport> Ask(string root, IndexSettings? settings = null)
    {
        using PackageIndexes indexes = PackageIndexes.Open((settings ?? Patient) with { Indexes = [root] }, new MemoryMachine());
        return (await indexes.FindAsync("demo", CancellationToken.None)).Sources[0];
    }

    private static byte[] Cut(string where) => where switch
    {
        "length" => Reply("200 OK", Page, Json)[..^(Page.Length - 100)],
        "chunk" => Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nConnection: close\r\n{Json}\r\nTransfer-Encoding: chunked\r\n\r\n{Page.Length:x}\r\n{Page[..100]}"),
        "gzip" => Reply("200 OK", Gzip(Page)[..^20], Json, "Content-Encoding: gzip"),
        "brotli" => Reply("200 OK", Brotli(Page)[..^20], Json, "Content-Encoding: br"),
        _ => [],
    };

    private static async Task EndlessHead(LoopbackRequest request, NetworkStream stream, CancellationToken cancellation)
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\n"u8.ToArray(), cancellation);
        for (int line = 0; ; line++) await stream.WriteAsync(Encoding.ASCII.GetBytes($"X-{line}: {new string('a', 200)}\r\n"), cancellation);
    }
}
