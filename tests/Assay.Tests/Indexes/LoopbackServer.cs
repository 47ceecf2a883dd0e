using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Assay.Tests.Indexes;

/// <summary>A server on the loopback interface that sends the bytes a test gives it, whatever they are. One request a connection, unless the answer keeps it open.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Func<LoopbackRequest, NetworkStream, CancellationToken, Task> answer;
    private readonly Task accepting;

    /// <summary>Starts it.</summary>
    /// <param name="answer">Writes the answer to a request; the connection is closed when it returns.</param>
    public LoopbackServer(Func<LoopbackRequest, NetworkStream, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>The root of the server, ending with '/'.</summary>
    public string Root => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/";

    /// <summary>The requests in the order in which they came.</summary>
    public ConcurrentQueue<LoopbackRequest> Requests { get; } = [];

    /// <summary>A server whose answers are whole texts or bytes.</summary>
    public static LoopbackServer Of(Func<LoopbackRequest, byte[]> answer) => new((request, stream, cancellation) => stream.WriteAsync(answer(request), cancellation).AsTask());

    /// <summary>An answer with a body and its right length.</summary>
    public static byte[] Reply(string status, byte[] body, params string[] headers) =>
        [.. Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nConnection: close\r\nContent-Length: {body.Length}\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n"), .. body];

    /// <summary>An answer with a text.</summary>
    public static byte[] Reply(string status, string body = "", params string[] headers) => Reply(status, Encoding.UTF8.GetBytes(body), headers);

    /// <summary>A text packed with gzip.</summary>
    public static byte[] Gzip(string text)
    {
        using MemoryStream packed = new();
        using (GZipStream stream = new(packed, CompressionLevel.Optimal)) stream.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    /// <summary>A text packed with Brotli.</summary>
    public static byte[] Brotli(string text)
    {
        using MemoryStream packed = new();
        using (BrotliStream stream = new(packed, CompressionLevel.Optimal)) stream.Write(Encoding.UTF8.GetBytes(text));
        return packed.ToArray();
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await accepting;
        listener.Dispose();
        ending.Dispose();
    }

    private async Task AcceptAsync()
    {
        List<Task> serving = [];
        try
        {
            while (true) serving.Add(ServeAsync(await listener.AcceptTcpClientAsync(ending.Token)));
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                while (await LoopbackRequest.ReadAsync(stream, ending.Token) is { } request)
                {
                    Requests.Enqueue(request);
                    await answer(request, stream, ending.Token);
                    if (!request.StaysOpen) break;
                }
            }
            catch (Exception error) when (error is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The other side went away, or the test is over.
            }
        }
    }
}
