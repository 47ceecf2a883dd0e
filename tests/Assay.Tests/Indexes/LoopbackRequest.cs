using System.Net.Sockets;
using System.Text;

namespace Assay.Tests.Indexes;

/// <summary>The head of a request.</summary>
/// <param name="Path">The path and query.</param>
/// <param name="Head">All lines of the head.</param>
internal sealed record LoopbackRequest(string Path, string Head)
{
    /// <summary>Set by an answer that leaves the connection open for the next request.</summary>
    public bool StaysOpen { get; set; }

    /// <summary>A header's value, or null.</summary>
    public string? this[string name] => Head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();

    /// <summary>Reads a head; null when the connection ends before one.</summary>
    public static async Task<LoopbackRequest?> ReadAsync(NetworkStream stream, CancellationToken cancellation)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (head.Length < 32_000)
        {
            if (await stream.ReadAsync(one, cancellation) == 0) return null;
            head.Append((char)one[0]);
            if (head.Length > 4 && head[^1] == '\n' && head[^3] == '\n') return new LoopbackRequest(head.ToString().Split(' ')[1], head.ToString());
        }

        return null;
    }
}
