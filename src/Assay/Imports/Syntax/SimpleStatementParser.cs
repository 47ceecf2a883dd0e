namespace Assay.Imports.Syntax;

/// <summary>Parses the statements that stand on one logical line.</summary>
internal static class SimpleStatementParser
{
    /// <summary>Parses one statement.</summary>
    /// <param name="source">The text.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="end">Where it ends.</param>
    public static SimpleSyntax Parse(SourceText source, int start, int end)
    {
        ExpressionParser parser = ExpressionParser.For(source, start, end);
        SimpleSyntax? syntax = ParseKeyword(parser);
        if (syntax is null)
        {
            // A word that only looks like a keyword (`type`, `print`) or none at all.
            parser = ExpressionParser.For(source, start, end);
            syntax = ParseAssignment(parser);
        }

        return parser.AtEnd ? syntax : UnreadableSyntax.Instance;
    }

    private static SimpleSyntax? ParseKeyword(ExpressionParser parser)
    {
        if (parser.Tokens.Kind != TokenKind.Name) return null;
        ReadOnlySpan<byte> word = parser.Tokens.Text;
        if (word.SequenceEqual("import"u8)) return ParseImport(Skip(parser));
        if (word.SequenceEqual("from"u8)) return ParseFromImport(Skip(parser));
        if (word.SequenceEqual("return"u8)) return new ReturnSyntax(OptionalList(Skip(parser)));
        if (word.SequenceEqual("raise"u8)) return ParseRaise(Skip(parser));
        if (word.SequenceEqual("pass"u8)) return Flow(parser, FlowKeyword.Pass);
        if (word.SequenceEqual("break"u8)) return Flow(parser, FlowKeyword.Break);
        if (word.SequenceEqual("continue"u8)) return Flow(parser, FlowKeyword.Continue);
        if (word.SequenceEqual("assert"u8)) return ParseAssert(Skip(parser));
        if (word.SequenceEqual("del"u8)) return ParseDelete(Skip(parser));
        if (word.SequenceEqual("global"u8)) return ParseScope(Skip(parser), true);
        if (word.SequenceEqual("nonlocal"u8)) return ParseScope(Skip(parser), false);
        return word.SequenceEqual("type"u8) ? ParseTypeAlias(Skip(parser)) : null;
    }

    private static ExpressionParser Skip(ExpressionParser parser)
    {
        parser.Tokens.Next();
        return parser;
    }

    private static FlowSyntax Flow(ExpressionParser parser, FlowKeyword keyword)
    {
        parser.Tokens.Next();
        return new FlowSyntax(keyword);
    }

    private static Expression? OptionalList(ExpressionParser parser) => parser.Tokens.Kind == TokenKind.End ? null : parser.ParseTestList();

    private static SimpleSyntax ParseImport(ExpressionParser parser)
    {
        List<ImportAlias> names = [];
        do
        {
            string? name = ParseDotted(parser);
            if (name is null) return UnreadableSyntax.Instance;
            names.Add(new ImportAlias(name, parser.AcceptWord("as"u8) ? parser.TakeName() : null));
        }
        while (parser.Accept(','));
        return new ImportSyntax([.. names]);
    }

    private static string? ParseDotted(ExpressionParser parser)
    {
        string? name = parser.TakeName();
        while (name is not null && parser.Accept('.'))
        {
            string? next = parser.TakeName();
            name = next is null ? null : string.Intern(name + "." + next);
        }

        return name;
    }

    private static SimpleSyntax ParseFromImport(ExpressionParser parser)
    {
        int level = 0;
        while (true)
        {
            if (parser.Accept('.')) level++;
            else if (parser.Accept('.' | ('.' << 8) | ('.' << 16))) level += 3;
            else break;
        }

        string module = "";
        if (!parser.AtWord("import"u8)) module = ParseDotted(parser) ?? "";
        if (!parser.AcceptWord("import"u8)) return Unreadable(parser);
        if (parser.Accept('*')) return new FromImportSyntax(level, module, [new ImportAlias("*", null)]);
        bool grouped = parser.Accept('(');
        List<ImportAlias> names = [];
        do
        {
            if (grouped && parser.At(')')) break;
            string? name = parser.TakeName();
            if (name is null) return Unreadable(parser);
            names.Add(new ImportAlias(name, parser.AcceptWord("as"u8) ? parser.TakeName() : null));
        }
        while (parser.Accept(','));
        if (grouped && !parser.Accept(')')) return Unreadable(parser);
        return new FromImportSyntax(level, module, [.. names]);
    }

    private static UnreadableSyntax Unreadable(ExpressionParser parser)
    {
        parser.Fail();
        return UnreadableSyntax.Instance;
    }

    private static SimpleSyntax ParseRaise(ExpressionParser parser)
    {
        if (parser.Tokens.Kind == TokenKind.End) return new RaiseSyntax(null, null);
        Expression exception = parser.ParseTest();
        Expression? cause = parser.AcceptWord("from"u8) ? parser.ParseTest() : null;
        return new RaiseSyntax(exception, cause);
    }

    private static SimpleSyntax ParseAssert(ExpressionParser parser)
    {
        Expression test = parser.ParseNamed();
        return new AssertSyntax(test, parser.Accept(',') ? parser.ParseTest() : null);
    }

    private static SimpleSyntax ParseDelete(ExpressionParser parser)
    {
        List<Expression> targets = [];
        do
        {
            if (targets.Count > 0 && parser.Tokens.Kind == TokenKind.End) break;
            targets.Add(parser.ParseTest());
        }
        while (parser.Accept(','));
        return new DeleteSyntax([.. targets]);
    }

    private static SimpleSyntax ParseScope(ExpressionParser parser, bool isGlobal)
    {
        List<string> names = [];
        do
        {
            if (parser.TakeName() is { } name) names.Add(name);
        }
        while (parser.Accept(','));
        return new ScopeSyntax([.. names], isGlobal);
    }

    // `type X = ...` and `type X[T] = ...`; anything else behind `type` is an ordinary expression.
    private static SimpleSyntax? ParseTypeAlias(ExpressionParser parser)
    {
        if (parser.Tokens.Kind != TokenKind.Name) return null;
        string? name = parser.TakeName();
        if (name is null || !(parser.At('=') || parser.At('['))) return null;
        while (parser.Tokens.Kind != TokenKind.End) parser.Tokens.Next();
        return new TypeAliasSyntax(name);
    }

    private static SimpleSyntax ParseAssignment(ExpressionParser parser)
    {
        Expression first = parser.ParseTestList();
        if (parser.Accept(':'))
        {
            Expression annotation = parser.ParseTest();
            return new AnnotatedSyntax(first, annotation, parser.Accept('=') ? parser.ParseTestList() : null);
        }

        if (parser.Tokens.Kind == TokenKind.Operator && AugmentedOperator(parser.Tokens.Operator) is { } op)
        {
            parser.Tokens.Next();
            return new AugmentedSyntax(first, op, parser.ParseTestList());
        }

        if (!parser.At('=')) return new ExpressionSyntax(first);
        List<Expression> targets = [];
        Expression value = first;
        while (parser.Accept('='))
        {
            targets.Add(value);
            value = parser.ParseTestList();
        }

        return new AssignSyntax([.. targets], value);
    }

    private static BinaryOperator? AugmentedOperator(int token) => token switch
    {
        '+' | ('=' << 8) => BinaryOperator.Add,
        '-' | ('=' << 8) => BinaryOperator.Subtract,
        '*' | ('=' << 8) => BinaryOperator.Multiply,
        '/' | ('=' << 8) => BinaryOperator.Divide,
        '%' | ('=' << 8) => BinaryOperator.Modulo,
        '@' | ('=' << 8) => BinaryOperator.MatrixMultiply,
        '&' | ('=' << 8) => BinaryOperator.And,
        '|' | ('=' << 8) => BinaryOperator.Or,
        '^' | ('=' << 8) => BinaryOperator.Xor,
        '/' | ('/' << 8) | ('=' << 16) => BinaryOperator.FloorDivide,
        '*' | ('*' << 8) | ('=' << 16) => BinaryOperator.Power,
        '<' | ('<' << 8) | ('=' << 16) => BinaryOperator.LeftShift,
        '>' | ('>' << 8) | ('=' << 16) => BinaryOperator.RightShift,
        _ => null,
    };
}
