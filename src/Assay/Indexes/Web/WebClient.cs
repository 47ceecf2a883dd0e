using System.Collections.Frozen;
using System.Globalization;

namespace Assay.Indexes.Web;

/// <summary>Asks until there is an answer or no hope of one: follows redirections, repeats what failed in passing, and unpacks. Every failure is one line.</summary>
/// <param name="web">The network.</param>
/// <param name="settings">How patient to be.</param>
internal sealed class WebClient(IWeb web, IndexSettings settings) : IDisposable
{
    private const int MostRedirections = 10, MostAtOnce = 8;
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    // pip repeats 500, 502, 503, 520, 527, and 429 with Retry-After (pip/_internal/network/session.py, urllib3's Retry); uv 408, 429 and all of 5xx.
    private static readonly FrozenSet<int> Passing = new[] { 408, 429, 500, 502, 503, 504, 520, 527 }.ToFrozenSet();

    private readonly SemaphoreSlim turns = new(MostAtOnce);

    // User and password of a setting are for every file of that server, and for no other.
    private readonly FrozenDictionary<string, string> credentials = settings.Indexes.Concat(settings.FindLinks).Select(WebAddress.Parse).OfType<Uri>()
        .Where(address => address.UserInfo.Length > 0)
        .GroupBy(WebAddress.Origin)
        .ToFrozenDictionary(group => group.Key, group => WebAddress.Credentials(group.First())!, StringComparer.Ordinal);

    /// <summary>Asks.</summary>
    /// <param name="question">The first request; its credentials are put in here.</param>
    /// <param name="cancellation">Ends it; the only reason to throw.</param>
    public async Task<WebAnswer> GetAsync(WebQuestion question, CancellationToken cancellation)
    {
        // Whoever waits for a turn does not use up any time.
        await turns.WaitAsync(cancellation).ConfigureAwait(false);
        using CancellationTokenSource deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        deadline.CancelAfter(settings.Deadline);
        Progress progress = new(WebAddress.Bare(question.Address));
        try
        {
            return await AskAsync(question, progress, deadline.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return progress.Failed(WebReply.Lost(WebFault.CutOff, ""), $"not answered in full within {Seconds(settings.Deadline)}; expected a page; try again when the server is faster, or name a mirror");
        }
        finally
        {
            turns.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        web.Dispose();
        turns.Dispose();
    }

    private async Task<WebAnswer> AskAsync(WebQuestion question, Progress progress, CancellationToken cancellation)
    {
        int repeated = 0, redirected = 0;
        while (true)
        {
            Uri address = progress.Address;
            progress.Requests++;
            WebReply reply = await web.SendAsync(question with { Address = address, Credentials = credentials.GetValueOrDefault(WebAddress.Origin(address)) }, cancellation).ConfigureAwait(false);
            progress.Bytes += reply.Body.Length;
            if (reply.Fault is null && reply.Status is (301 or 302 or 303 or 307 or 308))
            {
                if (Refusal(reply, address, ++redirected, out Uri? next) is { } refusal) return progress.Failed(reply, refusal);
                progress.Address = next!;
                continue;
            }

            if (reply is { Fault: null, Status: 206, ContentEncoding: { } packing } && question.Range is not null && packing != "identity")
                reply = reply with { Fault = WebFault.NotHttp, FaultText = $"expected a part of a file as it is, found one packed with `{packing}`" };
            if (reply.Fault is null && (reply.Status == 200 || (reply.Status == 206 && question.Range is not null)))
            {
                PackedBody body = PackedBody.Unpack(reply.Body, reply.ContentEncoding, question.MostBytes);
                if (body.Content is { } content) return progress.Done(reply, content);
                reply = reply with { Fault = body.Fault, FaultText = body.Problem };
            }

            bool isPassing = reply.Fault switch
            {
                null => Passing.Contains(reply.Status),
                WebFault.NoConnection or WebFault.TimedOut or WebFault.CutOff or WebFault.Proxy => true,
                _ => false,
            };
            TimeSpan wait = reply.RetryAfter ?? (repeated == 0 ? TimeSpan.Zero : settings.Backoff * Math.Pow(2, repeated - 1));
            if (!isPassing || repeated >= settings.Retries || wait > LongestWait) return progress.Failed(reply, Words(reply, progress.Requests, wait));
            repeated++;
            if (wait > TimeSpan.Zero) await Task.Delay(wait, cancellation).ConfigureAwait(false);
        }
    }

    // What stands in a Location is only followed where it makes nothing worse.
    private static string? Refusal(WebReply reply, Uri from, int count, out Uri? next)
    {
        next = null;
        if (count > MostRedirections) return $"more than {MostRedirections} redirections; expected an end of them; check the URL";
        if (reply.Location is not { } location || !Uri.TryCreate(from, location, out next)) return $"answers {reply.Status} without saying where to; expected a page";
        if (!WebAddress.IsWeb(next)) return $"redirects to a URL with `{next.Scheme}`; expected http or https";
        next = WebAddress.Bare(next);
        return from.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp ? $"redirects from https to http ({WebAddress.Show(next)}), which is not followed; expected https; ask whoever runs that server" : null;
    }

    private static string Words(WebReply reply, int requests, TimeSpan wait)
    {
        string count = requests == 1 ? "" : $" ({requests} requests)";
        if (reply.Fault is not null)
            return reply.FaultText + count + reply.Fault switch
            {
                WebFault.NoHost => "; check the URL and the network",
                WebFault.NoConnection => "; expected a server there; check the URL, the network and the proxy",
                WebFault.NotSecure => "; expected a certificate that this system trusts; check the URL, the clock and the certificates",
                WebFault.Proxy => "; expected a way through it; check the proxy",
                WebFault.TimedOut => "; expected a whole answer; try again, or allow more time",
                WebFault.CutOff => "; try again",
                WebFault.NotHttp => "; check the URL",
                _ => "",
            };
        return $"answers {reply.Status}{count}; expected 200; " + reply.Status switch
        {
            401 or 407 => "give user and password in the URL",
            403 => "it may want a user and password in the URL, or refuse whoever asks",
            404 or 410 => "check the URL",
            _ when wait > LongestWait => $"it wants to be left alone for {Seconds(wait)}",
            408 or 429 or >= 500 => "try again later",
            _ => "check the URL",
        };
    }

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    private sealed class Progress(Uri address)
    {
        public Uri Address { get; set; } = address;

        public int Requests { get; set; }

        public long Bytes { get; set; }

        public WebAnswer Done(WebReply reply, byte[] content) => new(Address, reply) { Content = content, Requests = Requests, Bytes = Bytes };

        public WebAnswer Failed(WebReply reply, string problem) => new(Address, reply) { Problem = $"{WebAddress.Show(Address)}: {problem}", Requests = Requests, Bytes = Bytes };
    }
}
