using System.Text;

namespace Assay.Imports.Syntax;

/// <summary>
/// The bytes of one Python file, always UTF-8 from here on: a file whose first two lines declare a single-byte encoding (PEP 263) is turned into
/// UTF-8 once, so that nobody behind has to care.
/// </summary>
internal sealed class SourceText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private int[]? lineStarts;

    private SourceText(byte[] bytes, int start)
    {
        Bytes = bytes;
        Start = start;
    }

    /// <summary>The bytes, UTF-8; what precedes <see cref="Start"/> is a byte order mark.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where the text starts.</summary>
    public int Start { get; }

    /// <summary>Where the text ends: the length of <see cref="Bytes"/>.</summary>
    public int End => Bytes.Length;

    /// <summary>The identifiers met so far.</summary>
    public static NameTable Names => NameTable.Current;

    /// <summary>True when CPython refuses the whole file: it holds a NUL byte.</summary>
    public bool HasNul { get; private init; }

    /// <summary>Told of the bodies of functions that are looked into (their start and end in <see cref="Bytes"/>), or null.</summary>
    public Action<int, int>? PartUsed { get; private init; }

    /// <summary>Makes a text of a file's bytes.</summary>
    /// <param name="raw">The bytes as stored.</param>
    /// <param name="partUsed">Told of the bodies of functions that are looked into; null for nobody.</param>
    public static SourceText From(byte[] raw, Action<int, int>? partUsed = null)
    {
        bool hasMark = raw.AsSpan().StartsWith("\uFEFF"u8);
        byte[] bytes = raw;
        if (!hasMark && DeclaresSingleByteEncoding(raw)) bytes = Encoding.UTF8.GetBytes(Encoding.Latin1.GetString(raw));
        return new SourceText(bytes, hasMark ? 3 : 0) { HasNul = raw.AsSpan().Contains((byte)0), PartUsed = partUsed };
    }

    /// <summary>Makes a text of a string, for code that is computed or typed.</summary>
    /// <param name="text">The code.</param>
    public static SourceText From(string text) => new(Encoding.UTF8.GetBytes(text), 0);

    /// <summary>The number of the line an offset is in, counted from 1.</summary>
    /// <param name="offset">An offset into <see cref="Bytes"/>.</param>
    public int LineOf(int offset)
    {
        int[] starts = lineStarts ??= FindLines();
        int found = Array.BinarySearch(starts, offset);
        return found >= 0 ? found + 1 : ~found;
    }

    /// <summary>Decodes a stretch; bytes that are not UTF-8 become replacement characters.</summary>
    /// <param name="start">Where it starts.</param>
    /// <param name="end">Where it ends, exclusive.</param>
    public string Decode(int start, int end) => Encoding.UTF8.GetString(Bytes, start, Math.Max(end - start, 0));

    /// <summary>True when the bytes from <see cref="Start"/> on are UTF-8 throughout.</summary>
    public bool IsValidUtf8()
    {
        try
        {
            _ = Strict.GetCharCount(Bytes, Start, Bytes.Length - Start);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    // PEP 263: `^[ \t\f]*#.*?coding[:=][ \t]*([-_.a-zA-Z0-9]+)` in one of the first two lines. Only the encodings whose bytes are Latin-1 in
    // ASCII's neighbourhood matter; names in multi-byte encodings do not occur in code that is shipped.
    private static bool DeclaresSingleByteEncoding(byte[] raw)
    {
        ReadOnlySpan<byte> rest = raw;
        for (int line = 0; line < 2; line++)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> text = end < 0 ? rest : rest[..end];
            ReadOnlySpan<byte> trimmed = text.TrimStart(" \t\f"u8);
            if (trimmed.Length > 0 && trimmed[0] != '#' && trimmed[0] != '\r') return false;
            int at = trimmed.IndexOf("coding"u8);
            if (at >= 0 && at + 6 < trimmed.Length && trimmed[at + 6] is (byte)':' or (byte)'=')
            {
                string name = Encoding.ASCII.GetString(trimmed[(at + 7)..]).TrimStart().ToLowerInvariant().Replace('_', '-');
                return name.StartsWith("latin", StringComparison.Ordinal) || name.StartsWith("iso-8859", StringComparison.Ordinal)
                    || name.StartsWith("iso8859", StringComparison.Ordinal) || name.StartsWith("cp12", StringComparison.Ordinal)
                    || name.StartsWith("windows-12", StringComparison.Ordinal);
            }

            if (end < 0) return false;
            rest = rest[(end + 1)..];
        }

        return false;
    }

    private int[] FindLines()
    {
        List<int> starts = [0];
        for (int i = 0; i < Bytes.Length; i++)
        {
            if (Bytes[i] == '\n' || (Bytes[i] == '\r' && (i + 1 == Bytes.Length || Bytes[i + 1] != '\n'))) starts.Add(i + 1);
        }

        return [.. starts];
    }
}
