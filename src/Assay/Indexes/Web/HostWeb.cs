using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Assay.Indexes.Web;

/// <summary>The real network: the only code that opens a connection.</summary>
internal sealed class HostWeb : IWeb
{
    // Heads of real servers have two to four KiB.
    private const int LongestHead = 64, FirstBuffer = 32 << 10;

    private readonly TimeSpan timeout;
    private readonly HttpClient client;

    /// <summary>Prepares the network; nothing is opened yet.</summary>
    /// <param name="timeout">How long is waited for a connection, a head, and each part of a body.</param>
    /// <param name="proxies">Which URL goes through which proxy.</param>
    public HostWeb(TimeSpan timeout, ProxyChoice proxies)
    {
        this.timeout = timeout;
        client = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            MaxResponseHeadersLength = LongestHead,
            MaxConnectionsPerServer = 16,
            ConnectTimeout = timeout,
            Proxy = new Chosen(proxies),
            DefaultProxyCredentials = null,
        })
        { Timeout = System.Threading.Timeout.InfiniteTimeSpan };
    }

    /// <inheritdoc/>
    public async Task<WebReply> SendAsync(WebQuestion question, CancellationToken cancellation)
    {
        if (question.Address.Scheme == Uri.UriSchemeHttps && !CanEncrypt()) return WebReply.Lost(WebFault.NotAble, "https needs OpenSSL, and this system has no libssl.so.3 or libssl.so.1.1; install it, or name a directory");
        using CancellationTokenSource idle = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        int status = 0;
        long taken = 0;
        try
        {
            idle.CancelAfter(timeout);
            using HttpRequestMessage message = Message(question);
            using HttpResponseMessage response = await client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, idle.Token).ConfigureAwait(false);
            status = (int)response.StatusCode;
            WebReply head = Head(response);

            // The body of a redirection or a refusal is for people; and a whole file is not taken where a part was asked for.
            if (status is not (200 or 206)) return head;
            if (head.ContentLength > question.MostBytes) return head with { Fault = WebFault.TooLarge, FaultText = $"expected at most {question.MostBytes} bytes, found {head.ContentLength}" };
            byte[] buffer = new byte[(int)Math.Min(head.ContentLength + 1 ?? FirstBuffer, FirstBuffer)];
            using Stream stream = await response.Content.ReadAsStreamAsync(idle.Token).ConfigureAwait(false);
            while (true)
            {
                idle.CancelAfter(timeout);
                int read = await stream.ReadAsync(buffer.AsMemory((int)taken), idle.Token).ConfigureAwait(false);
                if (read == 0) return head with { Body = buffer[..(int)taken] };
                taken += read;
                if (taken > question.MostBytes) return head with { Fault = WebFault.TooLarge, FaultText = $"expected at most {question.MostBytes} bytes, found more" };
                if (taken == buffer.Length) Array.Resize(ref buffer, (int)Math.Min(question.MostBytes + 1, 2L * buffer.Length));
            }
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return WebReply.Lost(WebFault.TimedOut, status == 0 ? $"no answer within {Seconds(timeout)}" : $"its body stopped after {taken} bytes and did not go on for {Seconds(timeout)}", status);
        }
        catch (HttpRequestException error)
        {
            return Lost(error.HttpRequestError, error, status, taken);
        }
        catch (HttpIOException error)
        {
            return Lost(error.HttpRequestError, error, status, taken);
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            return Lost(HttpRequestError.Unknown, error, status, taken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();

    private static HttpRequestMessage Message(WebQuestion question)
    {
        HttpRequestMessage message = new(HttpMethod.Get, question.Address);
        message.Headers.TryAddWithoutValidation("User-Agent", "assay");
        if (question.Accept is { } accept) message.Headers.TryAddWithoutValidation("Accept", accept);
        message.Headers.TryAddWithoutValidation("Accept-Encoding", question.Range is null ? "gzip, br" : "identity");
        if (question.Credentials is { } credentials) message.Headers.Authorization = new AuthenticationHeaderValue("Basic", credentials);
        if (question.Range is { } range) message.Headers.TryAddWithoutValidation("Range", range.ToString());
        return message;
    }

    private static WebReply Head(HttpResponseMessage response) => new((int)response.StatusCode)
    {
        ContentType = First(response.Content.Headers, "Content-Type"),
        ContentEncoding = First(response.Content.Headers, "Content-Encoding"),
        ContentRange = First(response.Content.Headers, "Content-Range"),
        ContentLength = response.Content.Headers.ContentLength,
        EntityTag = First(response.Headers, "ETag"),
        Location = First(response.Headers, "Location"),
        RetryAfter = RetryAfter(response.Headers.RetryAfter),
    };

    private static string? First(HttpHeaders headers, string name) => headers.TryGetValues(name, out IEnumerable<string>? values) ? values.FirstOrDefault() : null;

    private static TimeSpan? RetryAfter(RetryConditionHeaderValue? value)
    {
        TimeSpan? wait = value?.Delta ?? (value?.Date - DateTimeOffset.UtcNow);
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static WebReply Lost(HttpRequestError kind, Exception error, int status, long taken)
    {
        SocketError? socket = Inner<SocketException>(error)?.SocketErrorCode;
        return kind switch
        {
            HttpRequestError.NameResolutionError => WebReply.Lost(socket == SocketError.HostNotFound ? WebFault.NoHost : WebFault.NoConnection, "the name of the host is not known"),
            HttpRequestError.SecureConnectionError => WebReply.Lost(WebFault.NotSecure, Inner<System.Security.Authentication.AuthenticationException>(error) is { } refused ? $"no secure connection: {OneLine(refused.Message)}" : "no secure connection"),
            HttpRequestError.ProxyTunnelError => WebReply.Lost(WebFault.Proxy, "the proxy opens no way to it"),
            HttpRequestError.ConfigurationLimitExceeded => WebReply.Lost(WebFault.NotHttp, $"expected a head of at most {LongestHead} KiB, found more", status),
            HttpRequestError.InvalidResponse => WebReply.Lost(WebFault.NotHttp, "expected an answer in HTTP, found something else", status),
            _ when status != 0 => WebReply.Lost(WebFault.CutOff, $"the connection ended after {taken} bytes of the body; expected the rest", status),
            HttpRequestError.ResponseEnded => WebReply.Lost(WebFault.CutOff, "the connection ended without an answer"),
            _ => WebReply.Lost(WebFault.NoConnection, socket switch
            {
                SocketError.ConnectionRefused => "the connection is refused",
                SocketError.ConnectionReset or SocketError.ConnectionAborted => "the connection is reset",
                SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.NetworkDown => "the network does not reach it",
                _ => "no connection",
            }),
        };
    }

    private static T? Inner<T>(Exception error)
        where T : Exception
    {
        for (Exception? at = error; at is not null; at = at.InnerException)
            if (at is T found) return found;
        return null;
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd('.');

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");

    // Without that library the runtime ends the process, as soon as a secure connection is wanted.
    private static bool CanEncrypt()
    {
        if (!OperatingSystem.IsLinux()) return true;
        foreach (string name in (string[])["libssl.so.3", "libssl.so.1.1"])
            if (NativeLibrary.TryLoad(name, out nint library))
            {
                NativeLibrary.Free(library);
                return true;
            }

        return false;
    }

    private sealed class Chosen(ProxyChoice proxies) : IWebProxy
    {
        // Proxies are asked for credentials of their own; those of the URL are found by their address.
        public ICredentials? Credentials { get; set; } = new OfUrl(proxies);

        public Uri? GetProxy(Uri destination) => proxies.For(destination);

        public bool IsBypassed(Uri host) => proxies.For(host) is null;
    }

    private sealed class OfUrl(ProxyChoice proxies) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType)
        {
            string[] parts = (uri.UserInfo.Length > 0 ? uri : proxies.Known(uri))?.UserInfo.Split(':', 2) ?? [];
            return parts is [{ Length: > 0 } user, ..] ? new NetworkCredential(Uri.UnescapeDataString(user), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "") : null;
        }
    }
}
