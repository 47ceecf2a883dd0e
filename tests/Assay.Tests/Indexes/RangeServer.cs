using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Assay.Tests.Indexes;

/// <summary>How a server of files treats a range.</summary>
internal enum RangeManner
{
    /// <summary>As RFC 9110 has it.</summary>
    Honest,

    /// <summary>Sends the whole file.</summary>
    None,

    /// <summary>Sends the right bytes and says that they are others.</summary>
    LyingPlace,

    /// <summary>Sends fewer bytes than were asked for.</summary>
    Shorter,

    /// <summary>Packs the part.</summary>
    Packed,

    /// <summary>Sends no Content-Range.</summary>
    Silent,

    /// <summary>Gives every answer another mark.</summary>
    Changing,
}

/// <summary>Serves files in parts.</summary>
internal static class RangeServer
{
    /// <summary>Starts a server.</summary>
    /// <param name="files">The content of a path; null for one that is not there.</param>
    /// <param name="manner">How it treats a range.</param>
    public static LoopbackServer Start(Func<string, byte[]?> files, RangeManner manner = RangeManner.Honest)
    {
        int answers = 0;
        return new LoopbackServer((request, stream, cancellation) => AnswerAsync(files(request.Path), request, stream, manner, $"ETag: \"{(manner == RangeManner.Changing ? Interlocked.Increment(ref answers) : 1)}\"", cancellation));
    }

    /// <summary>Answers one request for a file.</summary>
    public static async Task AnswerAsync(byte[]? content, LoopbackRequest request, NetworkStream stream, RangeManner manner, string tag, CancellationToken cancellation)
    {
        if (content is null) await stream.WriteAsync(LoopbackServer.Reply("404 Not Found"), cancellation);
        else if (request["Range"] is not { } range || manner == RangeManner.None) await stream.WriteAsync(LoopbackServer.Reply("200 OK", content, tag), cancellation);
        else
        {
            string[] ends = range["bytes=".Length..].Split('-');
            int start = ends[0].Length == 0 ? Math.Max(0, content.Length - Number(ends[1])) : Number(ends[0]);
            int end = ends[0].Length == 0 ? content.Length : Math.Min(content.Length, Number(ends[1]) + 1);
            byte[] part = content[start..(manner == RangeManner.Shorter ? end - 1 : end)];
            int said = manner == RangeManner.LyingPlace ? start - 1 : start;
            byte[] head = Encoding.ASCII.GetBytes($"HTTP/1.1 206 Partial Content\r\nContent-Length: {part.Length}\r\n{tag}\r\n{(manner == RangeManner.Packed ? "Content-Encoding: gzip\r\n" : "")}{(manner == RangeManner.Silent ? "" : $"Content-Range: bytes {said}-{said + part.Length - 1}/{content.Length}\r\n")}\r\n");
            await stream.WriteAsync((byte[])[.. head, .. part], cancellation);
            request.StaysOpen = true;
        }
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
