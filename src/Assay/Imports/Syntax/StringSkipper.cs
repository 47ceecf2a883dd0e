namespace Assay.Imports.Syntax;

/// <summary>
/// Finds the end of a string literal. Format strings are read as PEP 701 does (a replacement field may hold strings with the same quotes), which
/// agrees with the older rule wherever the older rule accepts the text at all; where that reading finds no end, the plain rule decides.
/// </summary>
internal static class StringSkipper
{
    private const int MaximumNesting = 16;

    /// <summary>The offset behind a string literal.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="quote">The offset of the opening quote (prefix letters stand before it).</param>
    /// <param name="end">Where the text ends.</param>
    /// <param name="lowest">No prefix letter stands before this offset.</param>
    public static int Skip(byte[] bytes, int quote, int end, int lowest)
    {
        if (HasFormatPrefix(bytes, quote, lowest))
        {
            int behind = SkipFormat(bytes, quote, end, IsRaw(bytes, quote, lowest), 0);
            if (behind >= 0) return behind;
        }

        return SkipPlain(bytes, quote, end);
    }

    /// <summary>True when the quote opens a triple-quoted string.</summary>
    /// <param name="bytes">The text.</param>
    /// <param name="quote">The offset of the opening quote.</param>
    /// <param name="end">Where the text ends.</param>
    public static bool IsTriple(byte[] bytes, int quote, int end) =>
        quote + 2 < end && bytes[quote + 1] == bytes[quote] && bytes[quote + 2] == bytes[quote];

    private static int SkipPlain(byte[] bytes, int quote, int end)
    {
        byte mark = bytes[quote];
        bool triple = IsTriple(bytes, quote, end);
        int at = quote + (triple ? 3 : 1);
        ReadOnlySpan<byte> text = bytes.AsSpan(0, end);
        while (at < end)
        {
            int step = triple ? text[at..].IndexOfAny(mark, (byte)'\\') : text[at..].IndexOfAny(mark, (byte)'\\', (byte)'\n');
            if (step < 0) return end;
            at += step;
            if (text[at] == '\\')
            {
                at += at + 2 < end && text[at + 1] == '\r' && text[at + 2] == '\n' ? 3 : 2;
                continue;
            }

            if (!triple) return text[at] == mark ? at + 1 : at;
            if (at + 2 < end && text[at + 1] == mark && text[at + 2] == mark) return at + 3;
            at++;
        }

        return end;
    }

    private static bool HasFormatPrefix(byte[] bytes, int quote, int lowest)
    {
        int at = quote - 1;
        bool found = false;
        for (; at >= lowest && quote - at <= 2; at--)
        {
            int letter = bytes[at] | 0x20;
            if (letter is 'f' or 't') found = true;
            else if (letter is not ('r' or 'b' or 'u')) break;
        }

        return found && (at < lowest || !Characters.IsIdentifierPart(bytes[at]));
    }

    private static bool IsRaw(byte[] bytes, int quote, int lowest) =>
        (quote - 1 >= lowest && (bytes[quote - 1] | 0x20) == 'r') || (quote - 2 >= lowest && (bytes[quote - 2] | 0x20) == 'r');

    private static int SkipFormat(byte[] bytes, int quote, int end, bool raw, int nesting)
    {
        if (nesting > MaximumNesting) return -1;
        byte mark = bytes[quote];
        bool triple = IsTriple(bytes, quote, end);
        int at = quote + (triple ? 3 : 1);
        while (at < end)
        {
            byte b = bytes[at];
            if (b == mark)
            {
                if (!triple) return at + 1;
                if (at + 2 < end && bytes[at + 1] == mark && bytes[at + 2] == mark) return at + 3;
                at++;
            }
            else if (b == '\\')
            {
                bool named = !raw && at + 2 < end && bytes[at + 1] == 'N' && bytes[at + 2] == '{';
                at += named ? 3 : 2;
            }
            else if (b == '\n' && !triple)
            {
                return -1;
            }
            else if (b == '{')
            {
                if (at + 1 < end && bytes[at + 1] == '{') at += 2;
                else if ((at = SkipField(bytes, at + 1, end, mark, triple, raw, nesting)) < 0) return -1;
            }
            else
            {
                at++;
            }
        }

        return -1;
    }

    // From behind '{' to behind the matching '}'.
    private static int SkipField(byte[] bytes, int at, int end, byte mark, bool triple, bool raw, int nesting)
    {
        if (nesting > MaximumNesting) return -1;
        int depth = 0;
        while (at < end)
        {
            byte b = bytes[at];
            switch (b)
            {
                case (byte)'\'' or (byte)'"':
                    bool format = HasFormatPrefix(bytes, at, at - 2);
                    at = format ? SkipFormat(bytes, at, end, IsRaw(bytes, at, at - 2), nesting + 1) : SkipPlain(bytes, at, end);
                    if (at < 0) return -1;
                    continue;
                case (byte)'(' or (byte)'[' or (byte)'{':
                    depth++;
                    break;
                case (byte)')' or (byte)']':
                    depth--;
                    break;
                case (byte)'}':
                    if (depth-- == 0) return at + 1;
                    break;
                case (byte)':' when depth == 0:
                    return SkipSpecification(bytes, at + 1, end, mark, triple, raw, nesting);
                case (byte)'#':
                    int newline = bytes.AsSpan(at, end - at).IndexOf((byte)'\n');
                    if (newline < 0) return -1;
                    at += newline;
                    break;
            }

            at++;
        }

        return -1;
    }

    // A format specification is text again, with fields in it, up to the '}' that ends the outer field.
    private static int SkipSpecification(byte[] bytes, int at, int end, byte mark, bool triple, bool raw, int nesting)
    {
        while (at < end)
        {
            byte b = bytes[at];
            if (b == '}') return at + 1;
            if (b == '{')
            {
                at = SkipField(bytes, at + 1, end, mark, triple, raw, nesting + 1);
                if (at < 0) return -1;
            }
            else if (b == mark && !triple)
            {
                return -1;
            }
            else
            {
                at++;
            }
        }

        return -1;
    }
}
