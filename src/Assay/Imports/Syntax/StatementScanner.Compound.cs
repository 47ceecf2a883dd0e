namespace Assay.Imports.Syntax;

/// <summary>The statements with blocks.</summary>
internal sealed partial class StatementScanner
{
    private void AddStatement(List<Statement> statements)
    {
        int start = content;
        ReadOnlySpan<byte> word = WordAt(start);
        Statement? compound = word switch
        {
            [(byte)'i', (byte)'f'] => ScanIf(start),
            [(byte)'d', (byte)'e', (byte)'f'] => ScanFunction(start, start, [], false),
            [(byte)'c', (byte)'l', (byte)'a', (byte)'s', (byte)'s'] => ScanClass(start, start, []),
            [(byte)'t', (byte)'r', (byte)'y'] => ScanTry(start),
            [(byte)'f', (byte)'o', (byte)'r'] => ScanLoop(start, start, isFor: true),
            [(byte)'w', (byte)'h', (byte)'i', (byte)'l', (byte)'e'] => ScanLoop(start, start, isFor: false),
            [(byte)'w', (byte)'i', (byte)'t', (byte)'h'] => ScanWith(start, start),
            [(byte)'a', (byte)'s', (byte)'y', (byte)'n', (byte)'c'] => ScanAsync(start, []),
            [(byte)'m', (byte)'a', (byte)'t', (byte)'c', (byte)'h'] => ScanMatch(start),
            [] when bytes[start] == '@' => ScanDecorated(start),
            _ => null,
        };
        if (compound is not null)
        {
            statements.Add(compound);
            return;
        }

        if (refused < 0 && !lacksBlock && depth == 1 && indent == 0 && IsNoStatement(start) && (statements.Count == 0 || IsComplete(statements[^1]))) refused = start;
        AddSimple(statements, start);
    }

    // Marks of an unfinished merge, markup, half a line: no statement of any Python starts with these, and the parser says no more than "invalid syntax".
    private bool IsNoStatement(int start)
    {
        if (bytes[start] is (byte)'<' or (byte)'>' or (byte)'=' or (byte)'|' or (byte)'^' or (byte)'&' or (byte)'%' or (byte)'/' or (byte)',' or (byte)':') return true;
        ReadOnlySpan<byte> word = WordAt(start);
        if (!word.SequenceEqual("def"u8) && !word.SequenceEqual("class"u8)) return false;
        int name = SkipSpaces(start + word.Length);
        return name >= end || !Characters.IsIdentifierStart(bytes[name]);
    }

    // Behind `try:` or a header without its block the parser has something better to say.
    private static bool IsComplete(Statement statement) => statement switch
    {
        SimpleStatement or FunctionStatement => true,
        ClassStatement type => type.Body.Statements.Length > 0,
        IfStatement choice => choice.Body.Statements.Length > 0,
        _ => false,
    };

    /// <summary>Adds the statements of one logical line, split at its semicolons.</summary>
    private void AddSimple(List<Statement> statements, int start)
    {
        int at = start;
        int from = start;
        int brackets = 0;
        while (at < end)
        {
            byte b = bytes[at];
            if (b is (byte)'\'' or (byte)'"')
            {
                at = StringSkipper.Skip(bytes, at, end, start);
                continue;
            }

            if (b is (byte)'(' or (byte)'[' or (byte)'{') brackets++;
            else if (b is (byte)')' or (byte)']' or (byte)'}') brackets--;
            else if (b == '#') at = EndOfComment(at) - 1;
            else if (b == '\\') at += at + 2 < end && bytes[at + 1] == '\r' && bytes[at + 2] == '\n' ? 2 : 1;
            else if (b is (byte)'\n' or (byte)'\r' && brackets <= 0) break;
            else if (b == ';' && brackets <= 0)
            {
                AddOne(statements, from, at);
                from = at + 1;
            }

            at++;
        }

        at = Math.Min(at, end);
        AddOne(statements, from, at);
        position = BehindNewline(at);
    }

    private void AddOne(List<Statement> statements, int from, int to)
    {
        from = SkipSpaces(from);
        if (from < to && bytes[from] != '#') statements.Add(new SimpleStatement(source, from, to));
    }

    /// <summary>The offset of the colon that ends a header, or -1 when the logical line has none.</summary>
    private int FindColon(int at)
    {
        int lowest = at;
        int brackets = 0;
        int lambdas = 0;
        while (at < end)
        {
            byte b = bytes[at];
            if (Characters.IsIdentifierStart(b))
            {
                ReadOnlySpan<byte> word = WordAt(at);
                if (brackets == 0 && word.SequenceEqual("lambda"u8)) lambdas++;
                at += word.Length;
                continue;
            }

            switch (b)
            {
                case (byte)'\'' or (byte)'"':
                    at = StringSkipper.Skip(bytes, at, end, lowest);
                    continue;
                case (byte)'#':
                    at = EndOfComment(at);
                    continue;
                case (byte)'\n' or (byte)'\r' when brackets <= 0:
                    return -1;
                case (byte)'\\':
                    at += at + 2 < end && bytes[at + 1] == '\r' && bytes[at + 2] == '\n' ? 3 : 2;
                    continue;
                case (byte)'(' or (byte)'[' or (byte)'{':
                    brackets++;
                    break;
                case (byte)')' or (byte)']' or (byte)'}':
                    brackets--;
                    break;
                case (byte)':' when brackets <= 0:
                    if (at + 1 < end && bytes[at + 1] == '=') at++;
                    else if (lambdas > 0) lambdas--;
                    else return at;
                    break;
            }

            at++;
        }

        return -1;
    }

    /// <summary>The block behind a header's colon, on the same line or indented below it.</summary>
    private Block ScanSuite(int colon, int headerIndent)
    {
        int at = SkipSpaces(colon + 1);
        if (at < end && bytes[at] is not ((byte)'#' or (byte)'\n' or (byte)'\r'))
        {
            List<Statement> statements = [];
            AddSimple(statements, at);
            return new Block([.. statements]);
        }

        position = BehindNewline(EndOfComment(Math.Min(at, end)));
        return FindLine() && indent > headerIndent ? ScanLines(indent) : Block.Empty;
    }

    // A header without its block: "expected an indented block", whatever the file says after it. As a statement of one line it is one that cannot be read.
    private T? WithoutBlock<T>(int outer)
        where T : Statement
    {
        indent = outer;
        lacksBlock = true;
        return null;
    }

    private bool AtKeyword(int headerIndent, ReadOnlySpan<byte> keyword) => FindLine() && indent == headerIndent && WordAt(content).SequenceEqual(keyword);

    private Block ScanElse(int headerIndent)
    {
        if (!AtKeyword(headerIndent, "else"u8)) return Block.Empty;
        int colon = FindColon(content + 4);
        return colon < 0 ? Block.Empty : ScanSuite(colon, headerIndent);
    }

    private IfStatement? ScanIf(int start)
    {
        int outer = indent;
        int colon = FindColon(start + 2);
        if (colon < 0) return null;
        List<(int Start, LazyExpression Test, Block Body)> arms = [(start, Lazy(start + 2, colon), ScanSuite(colon, outer))];
        while (AtKeyword(outer, "elif"u8))
        {
            int armStart = content;
            colon = FindColon(armStart + 4);
            if (colon < 0) break;
            arms.Add((armStart, Lazy(armStart + 4, colon), ScanSuite(colon, outer)));
        }

        Block orElse = ScanElse(outer);
        for (int i = arms.Count - 1; i > 0; i--) orElse = new Block([new IfStatement(source, arms[i].Start, arms[i].Test, arms[i].Body, orElse)]);
        return new IfStatement(source, start, arms[0].Test, arms[0].Body, orElse);
    }

    private Statement? ScanLoop(int start, int keyword, bool isFor)
    {
        int outer = indent;
        int headerStart = keyword + (isFor ? 3 : 5);
        int colon = FindColon(headerStart);
        if (colon < 0) return null;
        Block body = ScanSuite(colon, outer);
        if (body.Statements.Length == 0) return WithoutBlock<Statement>(outer);
        Block orElse = ScanElse(outer);
        LazyExpression header = Lazy(headerStart, colon);
        return isFor ? new ForStatement(source, start, header, body, orElse) : new WhileStatement(source, start, header, body, orElse);
    }

    private WithStatement? ScanWith(int start, int keyword)
    {
        int outer = indent;
        int colon = FindColon(keyword + 4);
        return colon < 0 ? null : new WithStatement(source, keyword + 4, colon, ScanSuite(colon, outer));
    }

    private Statement? ScanAsync(int start, LazyExpression[] decorators)
    {
        int at = SkipSpaces(start + 5);
        ReadOnlySpan<byte> word = WordAt(at);
        if (word.SequenceEqual("def"u8)) return ScanFunction(start, at, decorators, true);
        if (word.SequenceEqual("for"u8)) return ScanLoop(start, at, isFor: true);
        return word.SequenceEqual("with"u8) ? ScanWith(start, at) : null;
    }

    private TryStatement? ScanTry(int start)
    {
        int outer = indent;
        int colon = FindColon(start + 3);
        if (colon < 0) return null;
        Block body = ScanSuite(colon, outer);
        List<ExceptClause> handlers = [];
        bool isGroup = false;
        while (AtKeyword(outer, "except"u8))
        {
            int from = SkipSpaces(content + 6);
            if (from < end && bytes[from] == '*')
            {
                isGroup = true;
                from++;
            }

            colon = FindColon(from);
            if (colon < 0) break;
            (LazyExpression? type, string? name) = SplitHandler(from, colon);
            handlers.Add(new ExceptClause(type, name, ScanSuite(colon, outer)));
        }

        Block orElse = ScanElse(outer);
        Block final = Block.Empty;
        if (AtKeyword(outer, "finally"u8) && (colon = FindColon(content + 7)) >= 0) final = ScanSuite(colon, outer);
        return new TryStatement(source, start, body, [.. handlers], orElse, final, isGroup);
    }

    // `Type as name`: the name is the last word, and `as` the one before it.
    private (LazyExpression? Type, string? Name) SplitHandler(int from, int to)
    {
        while (to > from && bytes[to - 1] is (byte)' ' or (byte)'\t') to--;
        if (from >= to) return (null, null);
        int nameStart = to;
        while (nameStart > from && Characters.IsIdentifierPart(bytes[nameStart - 1])) nameStart--;
        int gap = nameStart;
        while (gap > from && bytes[gap - 1] is (byte)' ' or (byte)'\t') gap--;
        bool named = gap < nameStart && nameStart < to && gap - 2 > from && bytes[gap - 1] == 's' && bytes[gap - 2] == 'a'
            && !Characters.IsIdentifierPart(bytes[gap - 3]);
        return named ? (Lazy(from, gap - 2), SourceText.Names.Get(bytes.AsSpan(nameStart, to - nameStart))) : (Lazy(from, to), null);
    }

    // `match` is a soft keyword: it opens a statement only where a colon ends the line and a `case` follows, deeper.
    private MatchStatement? ScanMatch(int start)
    {
        int outer = indent;
        int colon = FindColon(start + 5);
        if (colon < 0) return null;
        int at = SkipSpaces(colon + 1);
        if (at < end && bytes[at] is not ((byte)'#' or (byte)'\n' or (byte)'\r')) return null;
        int before = position;
        position = BehindNewline(EndOfComment(Math.Min(at, end)));
        if (!FindLine() || indent <= outer || !WordAt(content).SequenceEqual("case"u8))
        {
            position = before;
            indent = outer;
            content = start;
            return null;
        }

        int inner = indent;
        List<Block> cases = [];
        while (FindLine() && indent >= inner)
        {
            int caseColon = WordAt(content).SequenceEqual("case"u8) ? FindColon(content + 4) : -1;
            if (caseColon < 0) position = BehindNewline(EndOfLogicalLine(content));
            else cases.Add(ScanSuite(caseColon, inner));
        }

        return new MatchStatement(source, start, Lazy(start + 5, colon), [.. cases]);
    }

    private Statement? ScanDecorated(int start)
    {
        int outer = indent;
        List<LazyExpression> decorators = [];
        while (FindLine() && indent == outer && bytes[content] == '@')
        {
            int stop = EndOfLogicalLine(content);
            decorators.Add(Lazy(content + 1, stop));
            position = BehindNewline(stop);
        }

        if (!FindLine() || indent != outer) return null;
        ReadOnlySpan<byte> word = WordAt(content);
        LazyExpression[] list = [.. decorators];
        if (word.SequenceEqual("def"u8)) return ScanFunction(start, content, list, false);
        if (word.SequenceEqual("class"u8)) return ScanClass(start, content, list);
        return word.SequenceEqual("async"u8) ? ScanAsync(content, list) : null;
    }

    private FunctionStatement? ScanFunction(int start, int keyword, LazyExpression[] decorators, bool isAsync)
    {
        int outer = indent;
        int nameStart = SkipSpaces(keyword + 3);
        ReadOnlySpan<byte> name = WordAt(nameStart);
        int colon = name.IsEmpty ? -1 : FindColon(nameStart);
        if (colon < 0) return null;
        int open = SkipTypeParameters(nameStart + name.Length, colon);
        int close = MatchingBracket(open, colon);
        int at = SkipSpaces(colon + 1);
        if (at < end && bytes[at] is not ((byte)'#' or (byte)'\n' or (byte)'\r'))
        {
            int stop = EndOfLogicalLine(at);
            position = BehindNewline(stop);
            return new FunctionStatement(source, start, decorators, SourceText.Names.Get(name), open + 1, close, at, stop, true, isAsync);
        }

        position = BehindNewline(EndOfComment(Math.Min(at, end)));
        int bodyStart = position;
        if (!FindLine() || indent <= outer) return WithoutBlock<FunctionStatement>(outer);
        position = bodyStart;
        int bodyEnd = SkipDeeperLines(outer);
        return new FunctionStatement(source, start, decorators, SourceText.Names.Get(name), open + 1, close, bodyStart, bodyEnd, false, isAsync);
    }

    private ClassStatement? ScanClass(int start, int keyword, LazyExpression[] decorators)
    {
        int outer = indent;
        int nameStart = SkipSpaces(keyword + 5);
        ReadOnlySpan<byte> name = WordAt(nameStart);
        int colon = name.IsEmpty ? -1 : FindColon(nameStart);
        if (colon < 0) return null;
        int open = SkipTypeParameters(nameStart + name.Length, colon);
        LazyExpression? arguments = open < colon ? Lazy(open + 1, MatchingBracket(open, colon)) : null;
        string text = SourceText.Names.Get(name);
        Block body = ScanSuite(colon, outer);
        return body.Statements.Length == 0 ? WithoutBlock<ClassStatement>(outer) : new ClassStatement(source, start, decorators, text, arguments, body);
    }

    // PEP 695: `def f[T](...)`. Answers the offset of '(' or, without one, of the colon.
    private int SkipTypeParameters(int at, int colon)
    {
        at = SkipSpaces(at);
        if (at < colon && bytes[at] == '[') at = SkipSpaces(MatchingBracket(at, colon) + 1);
        return at < colon && bytes[at] == '(' ? at : colon;
    }

    private int MatchingBracket(int open, int limit)
    {
        int brackets = 0;
        for (int at = open; at < limit;)
        {
            byte b = bytes[at];
            if (b is (byte)'\'' or (byte)'"')
            {
                at = StringSkipper.Skip(bytes, at, end, open);
                continue;
            }

            if (b == '#')
            {
                at = EndOfComment(at);
                continue;
            }

            if (b is (byte)'(' or (byte)'[' or (byte)'{') brackets++;
            else if (b is (byte)')' or (byte)']' or (byte)'}' && --brackets == 0) return at;
            at++;
        }

        return limit;
    }
}
