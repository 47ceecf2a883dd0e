namespace Assay.Imports.Syntax;

/// <summary>String literals and what is implicitly joined.</summary>
internal sealed partial class ExpressionParser
{
    private Expression ParseStrings()
    {
        List<FormatPiece>? pieces = null;
        string? text = null;
        List<byte>? data = null;
        bool isLeftOut = false;
        while (lexer.Kind == TokenKind.String && !failed)
        {
            StringPrefix prefix = StringPrefix.Read(lexer.Source.Bytes, lexer.TokenStart, lexer.Quote);
            (int start, int stop) = StringLiterals.Content(lexer.Source.Bytes, lexer.Quote, lexer.TokenEnd);
            if (stop < start) return Fail();
            isLeftOut |= lexer.Source.Bytes.AsSpan(start, stop - start).Contains(StringLiterals.LeftOut);
            if (prefix.IsBytes)
            {
                (data ??= []).AddRange(StringLiterals.DecodeBytes(lexer.Source.Bytes.AsSpan(start, stop - start), prefix.IsRaw));
            }
            else if (prefix.IsFormat)
            {
                pieces ??= [];
                if (text is not null) pieces.Add(new FormatPiece(text, null, '\0', null));
                text = null;
                AddFormatPieces(pieces, start, stop, prefix.IsRaw, 0);
            }
            else
            {
                string part = StringLiterals.Decode(lexer.Source.Bytes.AsSpan(start, stop - start), prefix.IsRaw);
                text = text is null ? part : text + part;
            }

            lexer.Next();
        }

        if (failed) return UnreadableExpression.Instance;
        if (isLeftOut) return new ConstantExpression(ConstantKind.LeftOut, null);
        if (data is not null) return new ConstantExpression(ConstantKind.Bytes, data.ToArray());
        if (pieces is null) return new ConstantExpression(ConstantKind.String, text ?? "");
        if (text is not null) pieces.Add(new FormatPiece(text, null, '\0', null));
        return new FormatExpression([.. pieces]);
    }

    // The text between the quotes of a format string: literal text, `{{`, `}}` and fields. Returns where it stopped.
    private void AddFormatPieces(List<FormatPiece> pieces, int start, int stop, bool raw, int nesting)
    {
        byte[] bytes = lexer.Source.Bytes;
        int at = start;
        int from = start;
        while (at < stop && !failed)
        {
            byte b = bytes[at];
            if (b == '\\' && !raw)
            {
                bool named = at + 2 < stop && bytes[at + 1] == 'N' && bytes[at + 2] == '{';
                at += named ? 3 : 2;
                if (named) at = SkipTo(at, stop, (byte)'}');
            }
            else if (b is (byte)'{' or (byte)'}' && at + 1 < stop && bytes[at + 1] == b && nesting == 0)
            {
                AddText(pieces, from, at + 1, raw);
                at += 2;
                from = at;
            }
            else if (b == '{')
            {
                AddText(pieces, from, at, raw);
                at = AddField(pieces, at + 1, stop, raw, nesting);
                from = at;
            }
            else
            {
                at++;
            }
        }

        AddText(pieces, from, Math.Min(at, stop), raw);
    }

    private int SkipTo(int at, int stop, byte mark)
    {
        int step = lexer.Source.Bytes.AsSpan(at, Math.Max(stop - at, 0)).IndexOf(mark);
        return step < 0 ? stop : at + step + 1;
    }

    private void AddText(List<FormatPiece> pieces, int from, int to, bool raw)
    {
        if (to > from) pieces.Add(new FormatPiece(StringLiterals.Decode(lexer.Source.Bytes.AsSpan(from, to - from), raw), null, '\0', null));
    }

    private int AddField(List<FormatPiece> pieces, int start, int stop, bool raw, int nesting)
    {
        if (nesting > 4)
        {
            Fail();
            return stop;
        }

        byte[] bytes = lexer.Source.Bytes;
        int expressionEnd = EndOfFieldExpression(start, stop);
        int textEnd = expressionEnd;
        bool debug = textEnd > start && bytes[textEnd - 1] == '=' && textEnd - 2 >= start && bytes[textEnd - 2] is not ((byte)'=' or (byte)'!' or (byte)'<' or (byte)'>');
        if (debug) AddText(pieces, start, textEnd, raw);
        Expression value = Parse(lexer.Source, start, debug ? textEnd - 1 : textEnd);
        if (value is UnreadableExpression)
        {
            Fail();
            return stop;
        }

        int at = expressionEnd;
        char conversion = debug ? 'r' : '\0';
        if (at + 1 < stop && bytes[at] == '!')
        {
            conversion = (char)bytes[at + 1];
            at += 2;
        }

        FormatExpression? specification = null;
        if (at < stop && bytes[at] == ':')
        {
            int specificationEnd = EndOfSpecification(at + 1, stop);
            List<FormatPiece> inner = [];
            AddFormatPieces(inner, at + 1, specificationEnd, raw, nesting + 1);
            specification = new FormatExpression([.. inner]);
            at = specificationEnd;
        }

        pieces.Add(new FormatPiece(null, value, conversion, specification));
        return Math.Min(at + 1, stop);
    }

    private int EndOfFieldExpression(int at, int stop)
    {
        byte[] bytes = lexer.Source.Bytes;
        int brackets = 0;
        int lowest = at;
        while (at < stop)
        {
            byte b = bytes[at];
            if (b is (byte)'\'' or (byte)'"')
            {
                at = StringSkipper.Skip(bytes, at, stop, lowest);
                continue;
            }

            if (b is (byte)'(' or (byte)'[' or (byte)'{') brackets++;
            else if (b is (byte)')' or (byte)']' || (b == '}' && brackets > 0)) brackets--;
            else if (brackets == 0 && (b == '}' || b == ':')) return at;
            else if (brackets == 0 && b == '!' && !(at + 1 < stop && bytes[at + 1] == '=')) return at;
            at++;
        }

        return stop;
    }

    private int EndOfSpecification(int at, int stop)
    {
        int brackets = 0;
        for (; at < stop; at++)
        {
            byte b = lexer.Source.Bytes[at];
            if (b == '{') brackets++;
            else if (b == '}' && brackets-- == 0) return at;
        }

        return stop;
    }
}
