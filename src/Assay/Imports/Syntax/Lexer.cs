namespace Assay.Imports.Syntax;

/// <summary>Kinds of tokens inside a statement.</summary>
internal enum TokenKind
{
    End,
    Name,
    Number,
    String,
    Operator,
}

/// <summary>
/// Splits a stretch of source into tokens. Statements are cut out beforehand, so newlines are only white space here.
/// </summary>
internal sealed class Lexer
{
    private readonly byte[] bytes;
    private readonly int end;
    private readonly int lowest;

    /// <summary>Starts at the first token of the stretch.</summary>
    /// <param name="source">The text.</param>
    /// <param name="start">Where the stretch starts.</param>
    /// <param name="end">Where it ends.</param>
    public Lexer(SourceText source, int start, int end)
    {
        Source = source;
        bytes = source.Bytes;
        this.end = end;
        lowest = start;
        TokenEnd = start;
        Next();
    }

    /// <summary>The text.</summary>
    public SourceText Source { get; }

    /// <summary>The kind of the current token.</summary>
    public TokenKind Kind { get; private set; }

    /// <summary>Where the current token starts.</summary>
    public int TokenStart { get; private set; }

    /// <summary>The offset behind the current token.</summary>
    public int TokenEnd { get; private set; }

    /// <summary>For a string, the offset of its opening quote (behind the prefix).</summary>
    public int Quote { get; private set; }

    /// <summary>For an operator, its bytes packed with the first one lowest; else 0.</summary>
    public int Operator { get; private set; }

    /// <summary>The bytes of the current token.</summary>
    public ReadOnlySpan<byte> Text => bytes.AsSpan(TokenStart, TokenEnd - TokenStart);

    /// <summary>Packs an operator the way <see cref="Operator"/> is.</summary>
    /// <param name="text">Up to three ASCII characters.</param>
    public static int Pack(string text)
    {
        int packed = 0;
        for (int i = text.Length - 1; i >= 0; i--) packed = (packed << 8) | text[i];
        return packed;
    }

    /// <summary>Goes back to a token start remembered before.</summary>
    /// <param name="offset">An earlier <see cref="TokenStart"/>.</param>
    public void Rewind(int offset)
    {
        TokenEnd = offset;
        Next();
    }

    /// <summary>Steps to the next token; stays at the end.</summary>
    public void Next()
    {
        int at = SkipSpace(TokenEnd);
        TokenStart = at;
        Operator = 0;
        if (at >= end)
        {
            Kind = TokenKind.End;
            TokenEnd = end;
            return;
        }

        byte b = bytes[at];
        if (Characters.IsIdentifierStart(b))
        {
            int stop = at + 1;
            while (stop < end && Characters.IsIdentifierPart(bytes[stop])) stop++;
            if (stop < end && stop - at <= 2 && bytes[stop] is (byte)'\'' or (byte)'"' && IsStringPrefix(at, stop))
            {
                SetString(stop);
                return;
            }

            Kind = TokenKind.Name;
            TokenEnd = stop;
        }
        else if (b is (byte)'\'' or (byte)'"')
        {
            SetString(at);
        }
        else if (Characters.IsDigit(b) || (b == '.' && at + 1 < end && Characters.IsDigit(bytes[at + 1])))
        {
            Kind = TokenKind.Number;
            TokenEnd = SkipNumber(at);
        }
        else
        {
            SetOperator(at);
        }
    }

    private int SkipSpace(int at)
    {
        while (at < end)
        {
            byte b = bytes[at];
            if (b is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\f')
            {
                at++;
            }
            else if (b == '#')
            {
                int step = bytes.AsSpan(at, end - at).IndexOfAny((byte)'\n', (byte)'\r');
                at = step < 0 ? end : at + step;
            }
            else if (b == '\\' && at + 1 < end && bytes[at + 1] is (byte)'\n' or (byte)'\r')
            {
                at += 2;
            }
            else
            {
                break;
            }
        }

        return at;
    }

    private bool IsStringPrefix(int at, int stop)
    {
        for (; at < stop; at++)
        {
            if ((bytes[at] | 0x20) is not ('r' or 'b' or 'u' or 'f' or 't')) return false;
        }

        return true;
    }

    private void SetString(int quote)
    {
        Kind = TokenKind.String;
        Quote = quote;
        TokenEnd = Math.Min(StringSkipper.Skip(bytes, quote, end, Math.Max(lowest, TokenStart)), end);
    }

    private int SkipNumber(int at)
    {
        while (at < end)
        {
            byte b = bytes[at];
            if (Characters.IsIdentifierPart(b) || b == '.') at++;
            else if (b is (byte)'+' or (byte)'-' && (bytes[at - 1] | 0x20) == 'e' && !IsHexadecimal(at)) at++;
            else break;
        }

        return at;
    }

    private bool IsHexadecimal(int at)
    {
        int start = TokenStart;
        return start + 1 < at && bytes[start] == '0' && (bytes[start + 1] | 0x20) == 'x';
    }

    private void SetOperator(int at)
    {
        Kind = TokenKind.Operator;
        int a = bytes[at];
        int b = at + 1 < end ? bytes[at + 1] : 0;
        int c = at + 2 < end ? bytes[at + 2] : 0;
        int length = 1;
        if (a == '.' && b == '.' && c == '.') length = 3;
        else if (a is '*' or '/' or '<' or '>' && b == a) length = c == '=' ? 3 : 2;
        else if (b == '=' && a is '+' or '-' or '*' or '/' or '%' or '@' or '&' or '|' or '^' or '=' or '!' or '<' or '>' or ':') length = b == '=' ? 2 : 1;
        else if (a == '-' && b == '>') length = 2;
        TokenEnd = at + length;
        Operator = length switch
        {
            1 => a,
            2 => a | (b << 8),
            _ => a | (b << 8) | (c << 16),
        };
    }
}
