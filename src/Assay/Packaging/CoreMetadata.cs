namespace Assay.Packaging;

/// <summary>
/// The headers of METADATA, PKG-INFO and WHEEL: <c>Name: value</c> lines as in mail, up to the first blank line (core metadata specification; PEP 241 and
/// its successors, PEP 427 for WHEEL).
/// </summary>
public sealed class CoreMetadata
{
    private readonly string text;
    private readonly List<Header> headers = [];

    /// <summary>Reads the headers.</summary>
    /// <param name="text">The text of the file; what follows the first blank line is not looked at.</param>
    public CoreMetadata(string text)
    {
        this.text = text;
        int start = 0;
        while (start < text.Length)
        {
            int end = text.IndexOf('\n', start);
            if (end < 0) end = text.Length;
            ReadOnlySpan<char> line = text.AsSpan(start, end - start).TrimEnd('\r');
            int lineStart = start;
            start = end + 1;
            if (line.IsEmpty) break;
            if (line[0] is ' ' or '\t')
            {
                // A continuation belongs to the header above it (RFC 822, 3.1.1). Whole licences are written that way, so only its extent is noted.
                if (headers.Count > 0) headers[^1] = headers[^1] with { End = end };
                continue;
            }

            int colon = line.IndexOf(':');
            if (colon <= 0)
            {
                // A line that is no header ends them, as in the standard library's parser.
                HasOddLine = true;
                break;
            }

            headers.Add(new Header(line[..colon].TrimEnd().ToString(), lineStart + colon + 1, end));
        }
    }

    /// <summary>True when a line among the headers was none; what came before it is kept.</summary>
    public bool HasOddLine { get; }

    /// <summary>The first value of a header, or null when it is absent. Names of headers have no case.</summary>
    /// <param name="name">The header, for example <c>Requires-Python</c>.</param>
    public string? First(string name)
    {
        foreach (Header header in headers)
            if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) return Value(header);
        return null;
    }

    /// <summary>All values of a header in file order.</summary>
    /// <param name="name">The header, for example <c>Requires-Dist</c>.</param>
    public IEnumerable<string> All(string name)
    {
        foreach (Header header in headers)
            if (header.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) yield return Value(header);
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

    /// <summary>The value with every continuation on a line of its own.</summary>
    private string Value(Header header)
    {
        string raw = text[header.Start..header.End].Trim();
        return raw.Contains('\n', StringComparison.Ordinal) ? string.Join('\n', raw.Split('\n').Select(line => line.Trim())) : raw;
    }

    private readonly record struct Header(string Name, int Start, int End);
}
