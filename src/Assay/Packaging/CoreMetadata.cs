using System.Text;

namespace Assay.Packaging;

/// <summary>
/// The headers of METADATA, PKG-INFO and WHEEL: <c>Name: value</c> lines as in mail, up to the first blank line (core metadata specification; PEP 241 and
/// its successors, PEP 427 for WHEEL).
/// </summary>
public sealed class CoreMetadata
{
    private readonly List<KeyValuePair<string, string>> headers = [];

    /// <summary>Reads the headers.</summary>
    /// <param name="text">The text of the file; what follows the first blank line is not looked at.</param>
    public CoreMetadata(string text)
    {
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            ReadOnlySpan<char> line = text.AsSpan(start, end - start).TrimEnd('\r');
            start = end + 1;
            if (line.IsEmpty) break;
            if (line[0] is ' ' or '\t')
            {
                // A continuation belongs to the header above it (RFC 822, 3.1.1).
                if (headers.Count > 0) headers[^1] = new KeyValuePair<string, string>(headers[^1].Key, headers[^1].Value + "\n" + line.Trim().ToString());
                continue;
            }

            int colon = line.IndexOf(':');
            if (colon <= 0)
            {
                // A line that is no header ends them, as in the standard library's parser.
                HasOddLine = true;
                break;
            }

            headers.Add(new KeyValuePair<string, string>(line[..colon].TrimEnd().ToString(), line[(colon + 1)..].Trim().ToString()));
        }
    }

    /// <summary>True when a line among the headers was none; what came before it is kept.</summary>
    public bool HasOddLine { get; }

    /// <summary>The first value of a header, or null when it is absent. Names of headers have no case.</summary>
    /// <param name="name">The header, for example <c>Requires-Python</c>.</param>
    public string? First(string name)
    {
        foreach ((string key, string value) in headers)
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        return null;
    }

    /// <summary>All values of a header in file order.</summary>
    /// <param name="name">The header, for example <c>Requires-Dist</c>.</param>
    public IEnumerable<string> All(string name)
    {
        foreach ((string key, string value) in headers)
            if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) yield return value;
    }

    /// <summary>Where the headers end in the bytes of a file: the length up to and including the line break before the blank line.</summary>
    /// <param name="bytes">The bytes read so far.</param>
    /// <returns>The length, or -1 when no blank line is among the bytes.</returns>
    public static int HeaderLength(ReadOnlySpan<byte> bytes)
    {
        int plain = bytes.IndexOf("\n\n"u8);
        int windows = bytes.IndexOf("\n\r\n"u8);
        return plain < 0 ? (windows < 0 ? -1 : windows + 1) : windows < 0 ? plain + 1 : Math.Min(plain, windows) + 1;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach ((string key, string value) in headers) text.Append(key).Append(": ").Append(value).Append('\n');
        return text.ToString();
    }
}
