namespace Assay.Imports.Syntax;

/// <summary>
/// Parses expressions by the grammar of Python 3 (https://docs.python.org/3/reference/grammar.html). It accepts a little more than CPython does (it
/// does not check targets); text it cannot read becomes one <see cref="UnreadableExpression"/>.
/// </summary>
internal sealed partial class ExpressionParser
{
    // CPython gives up at 200 nested parentheses (MAXLEVEL in Parser/tokenizer.h).
    private const int MaximumDepth = 200;

    private readonly Lexer lexer;
    private bool failed;
    private int depth;

    private ExpressionParser(SourceText source, int start, int end) => lexer = new Lexer(source, start, end);

    /// <summary>Parses an expression (or a tuple without parentheses, or a <c>yield</c>).</summary>
    /// <param name="source">The text.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="end">Where it ends.</param>
    public static Expression Parse(SourceText source, int start, int end)
    {
        ExpressionParser parser = new(source, start, end);
        Expression value = parser.ParseTestList();
        return parser.AtEnd ? value : UnreadableExpression.Instance;
    }

    /// <summary>Parses the parameters between the parentheses of a <c>def</c>.</summary>
    /// <param name="source">The text.</param>
    /// <param name="start">Where they start.</param>
    /// <param name="end">Where they end.</param>
    public static ParameterList ParseParameters(SourceText source, int start, int end) =>
        new ExpressionParser(source, Math.Min(start, end), end).ParseParameterList(annotated: true);

    /// <summary>Parses what stands between the parentheses of a call or a class statement.</summary>
    /// <param name="expression">The stretch.</param>
    /// <returns>The arguments, or null when they make no sense.</returns>
    public static (Expression[] Arguments, KeywordArgument[] Keywords)? ParseArguments(LazyExpression expression)
    {
        ExpressionParser parser = new(expression.Source, expression.Start, expression.End);
        (Expression[] Arguments, KeywordArgument[] Keywords) found = parser.ParseArgumentList();
        return parser.AtEnd ? found : null;
    }

    /// <summary>Parses <c>target in iterable</c>.</summary>
    /// <param name="source">The text.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="end">Where it ends.</param>
    /// <returns>Target and iterable, or null when they make no sense.</returns>
    public static (Expression Target, Expression Iterable)? ParseForHeader(SourceText source, int start, int end)
    {
        ExpressionParser parser = new(source, start, end);
        Expression target = parser.ParseTargetList();
        if (!parser.AcceptWord("in"u8)) return null;
        Expression iterable = parser.ParseTestList();
        return parser.AtEnd ? (target, iterable) : null;
    }

    /// <summary>Parses the items of a <c>with</c>, parenthesised or not.</summary>
    /// <param name="source">The text.</param>
    /// <param name="start">Where they start.</param>
    /// <param name="end">Where they end.</param>
    /// <returns>The items; one unreadable item when they make no sense.</returns>
    public static (Expression Context, Expression? Target)[] ParseWithItems(SourceText source, int start, int end)
    {
        ExpressionParser plain = new(source, start, end);
        (Expression, Expression?)[] items = plain.ParseItems();
        if (plain.AtEnd) return items;
        ExpressionParser grouped = new(source, start, end);
        if (grouped.Accept('('))
        {
            items = grouped.ParseItems();
            if (grouped.Accept(')') && grouped.AtEnd) return items;
        }

        return [(UnreadableExpression.Instance, null)];
    }

    /// <summary>The parser of one simple statement; see <see cref="SimpleStatementParser"/>.</summary>
    /// <param name="source">The text.</param>
    /// <param name="start">Where it starts.</param>
    /// <param name="end">Where it ends.</param>
    internal static ExpressionParser For(SourceText source, int start, int end) => new(source, start, end);

    /// <summary>True when everything was read and made sense.</summary>
    internal bool AtEnd => !failed && lexer.Kind == TokenKind.End;

    /// <summary>The tokens.</summary>
    internal Lexer Tokens => lexer;

    internal bool Accept(int op)
    {
        if (lexer.Kind != TokenKind.Operator || lexer.Operator != op) return false;
        lexer.Next();
        return true;
    }

    internal bool AcceptWord(ReadOnlySpan<byte> word)
    {
        if (!AtWord(word)) return false;
        lexer.Next();
        return true;
    }

    internal bool AtWord(ReadOnlySpan<byte> word) => lexer.Kind == TokenKind.Name && lexer.Text.SequenceEqual(word);

    internal bool At(int op) => lexer.Kind == TokenKind.Operator && lexer.Operator == op;

    internal string? TakeName()
    {
        if (lexer.Kind != TokenKind.Name)
        {
            failed = true;
            return null;
        }

        string name = SourceText.Names.Get(lexer.Text);
        lexer.Next();
        return name;
    }

    internal Expression Fail()
    {
        failed = true;
        return UnreadableExpression.Instance;
    }

    private (Expression Context, Expression? Target)[] ParseItems()
    {
        List<(Expression, Expression?)> items = [];
        do
        {
            if (items.Count > 0 && At(')')) break;
            Expression context = ParseTest();
            Expression? target = AcceptWord("as"u8) ? ParseTarget() : null;
            items.Add((context, target));
        }
        while (!failed && Accept(','));
        return [.. items];
    }

    /// <summary><c>testlist_star_expr</c> or a <c>yield</c>.</summary>
    internal Expression ParseTestList()
    {
        if (AtWord("yield"u8)) return ParseYield();
        Expression first = ParseStarOrNamed();
        if (failed || !At(',')) return first;
        List<Expression> elements = [first];
        while (Accept(',') && !failed)
        {
            if (EndsList()) break;
            elements.Add(ParseStarOrNamed());
        }

        return new SequenceExpression(SequenceKind.Tuple, [.. elements]);
    }

    private bool EndsList() => lexer.Kind == TokenKind.End || (lexer.Kind == TokenKind.Operator && lexer.Operator is ')' or ']' or '}' or '=' or ':');

    private Expression ParseYield()
    {
        lexer.Next();
        if (AcceptWord("from"u8)) return new YieldExpression(ParseTest(), true);
        return EndsList() ? new YieldExpression(null, false) : new YieldExpression(ParseTestList(), false);
    }

    private Expression ParseStarOrNamed() => Accept('*') ? new StarredExpression(ParseBitOr()) : ParseNamed();

    /// <summary>A test, or <c>name := test</c>.</summary>
    internal Expression ParseNamed()
    {
        Expression value = ParseTest();
        if (failed || !At(':' | ('=' << 8)) || value is not NameExpression name) return value;
        lexer.Next();
        return new NamedExpression(name.Name, ParseTest());
    }

    /// <summary>Targets of <c>for</c>: a list that stops before <c>in</c>.</summary>
    private Expression ParseTargetList()
    {
        Expression first = ParseTarget();
        if (failed || !At(',')) return first;
        List<Expression> elements = [first];
        while (Accept(',') && !failed)
        {
            if (AtWord("in"u8)) break;
            elements.Add(ParseTarget());
        }

        return new SequenceExpression(SequenceKind.Tuple, [.. elements]);
    }

    // Targets bind tighter than comparisons, so `in` is not swallowed.
    private Expression ParseTarget() => Accept('*') ? new StarredExpression(ParseBitOr()) : ParseBitOr();
}
