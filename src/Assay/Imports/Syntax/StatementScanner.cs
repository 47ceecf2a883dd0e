using System.Buffers;

namespace Assay.Imports.Syntax;

/// <summary>
/// Finds the statements of a file. Only what is executed when the module is executed is looked at: blocks of conditions, loops, handlers and classes.
/// Function bodies are stepped over (they are scanned when something calls the function), and what stands on one logical line is kept as it is
/// until it is executed.
/// </summary>
internal sealed partial class StatementScanner
{
    // CPython's own limit of nested blocks is 100 (MAXINDENT in Parser/tokenizer.h); what lies deeper is an error there.
    private const int MaximumDepth = 120;

    private readonly SourceText source;
    private readonly byte[] bytes;
    private readonly int end;
    private int position;
    private int content;
    private int indent;
    private int depth;
    private int refused = -1;
    private bool lacksBlock;

    private StatementScanner(SourceText source, int start, int end)
    {
        this.source = source;
        bytes = source.Bytes;
        this.end = end;
        position = start;
    }

    /// <summary>The statements of a whole file.</summary>
    /// <param name="source">The text.</param>
    public static Block Scan(SourceText source) => Scan(source, out _);

    /// <summary>The statements of a whole file, and where no Python would read on.</summary>
    /// <param name="source">The text.</param>
    /// <param name="refused">The offset of the first statement at the left margin that is no Python for certain, or -1.</param>
    public static Block Scan(SourceText source, out int refused)
    {
        StatementScanner scanner = new(source, source.Start, source.End);
        Block block = scanner.ScanLines(0);
        refused = scanner.refused;
        return block;
    }

    /// <summary>The statements of a function's body.</summary>
    /// <param name="source">The text.</param>
    /// <param name="start">Where the body starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <param name="isInline">True when it stands on the line of the header.</param>
    public static Block ScanBody(SourceText source, int start, int end, bool isInline)
    {
        StatementScanner scanner = new(source, start, end);
        if (!isInline) return scanner.ScanLines(0);
        List<Statement> statements = [];
        scanner.AddSimple(statements, start);
        return new Block([.. statements]);
    }

    private Block ScanLines(int minimumIndent)
    {
        if (++depth > MaximumDepth)
        {
            position = end;
            depth--;
            return Block.Empty;
        }

        List<Statement> statements = [];
        while (FindLine() && indent >= minimumIndent)
        {
            int before = position;
            AddStatement(statements);
            if (position == before) position = NextLine(position);
        }

        depth--;
        return statements.Count == 0 ? Block.Empty : new Block([.. statements]);
    }

    /// <summary>Steps over blank lines and comments to the next line with code; sets its column and the offset of its first character.</summary>
    private bool FindLine()
    {
        int at = position;
        while (at < end)
        {
            int column = 0;
            int scan = at;
            for (; scan < end; scan++)
            {
                byte b = bytes[scan];
                if (b == ' ') column++;
                else if (b == '\t') column = (column / 8 * 8) + 8;
                else if (b == '\f') column = 0;
                else break;
            }

            if (scan >= end) break;
            byte first = bytes[scan];
            if (first == '\n' || first == '\r')
            {
                at = scan + 1;
            }
            else if (first == '#')
            {
                at = NextLine(scan);
            }
            else if (first == '\\' && scan + 1 < end && bytes[scan + 1] is (byte)'\n' or (byte)'\r')
            {
                at = NextLine(scan);
            }
            else
            {
                position = at;
                content = scan;
                indent = column;
                return true;
            }
        }

        position = end;
        indent = -1;
        return false;
    }

    private int NextLine(int at)
    {
        int step = bytes.AsSpan(at, end - at).IndexOf((byte)'\n');
        return step < 0 ? LoneCarriageReturn(at) : at + step + 1;
    }

    // A file of a system where '\r' alone ends a line has no '\n' at all.
    private int LoneCarriageReturn(int at)
    {
        int step = bytes.AsSpan(at, end - at).IndexOf((byte)'\r');
        return step < 0 ? end : at + step + 1;
    }

    private ReadOnlySpan<byte> WordAt(int at)
    {
        int stop = at;
        while (stop < end && Characters.IsIdentifierPart(bytes[stop])) stop++;
        return bytes.AsSpan(at, stop - at);
    }

    private int SkipSpaces(int at)
    {
        while (at < end)
        {
            byte b = bytes[at];
            if (b is (byte)' ' or (byte)'\t' or (byte)'\f') at++;
            else if (b == '\\' && at + 1 < end && bytes[at + 1] == '\n') at += 2;
            else if (b == '\\' && at + 2 < end && bytes[at + 1] == '\r' && bytes[at + 2] == '\n') at += 3;
            else break;
        }

        return at;
    }

    private LazyExpression Lazy(int start, int stop) => new(source, start, stop);

    private static readonly SearchValues<byte> Special = SearchValues.Create("\n\r'\"#\\()[]{}"u8);

    /// <summary>The offset of the newline (or the end) that ends the logical line an offset is in.</summary>
    private int EndOfLogicalLine(int at)
    {
        int lowest = at;
        int brackets = 0;
        while (at < end)
        {
            int step = bytes.AsSpan(at, end - at).IndexOfAny(Special);
            if (step < 0) return end;
            at += step;
            switch (bytes[at])
            {
                case (byte)'\n' or (byte)'\r':
                    if (brackets <= 0) return at;
                    at++;
                    break;
                case (byte)'\'' or (byte)'"':
                    at = StringSkipper.Skip(bytes, at, end, lowest);
                    break;
                case (byte)'#':
                    at = EndOfComment(at);
                    break;
                case (byte)'\\':
                    at += at + 2 < end && bytes[at + 1] == '\r' && bytes[at + 2] == '\n' ? 3 : 2;
                    break;
                case (byte)'(' or (byte)'[' or (byte)'{':
                    brackets++;
                    at++;
                    break;
                default:
                    brackets--;
                    at++;
                    break;
            }
        }

        return end;
    }

    private int EndOfComment(int at)
    {
        int step = bytes.AsSpan(at, end - at).IndexOfAny((byte)'\n', (byte)'\r');
        return step < 0 ? end : at + step;
    }

    private int BehindNewline(int at)
    {
        if (at >= end) return end;
        if (bytes[at] == '\r' && at + 1 < end && bytes[at + 1] == '\n') return at + 2;
        return at + 1;
    }

    /// <summary>Steps over every line that is indented deeper than <paramref name="outer"/>, strings and brackets respected.</summary>
    private int SkipDeeperLines(int outer)
    {
        while (FindLine() && indent > outer) position = BehindNewline(EndOfLogicalLine(content));
        return position;
    }
}
