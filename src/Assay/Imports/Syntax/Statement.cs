namespace Assay.Imports.Syntax;

/// <summary>One statement of Python. What the scanner only skims is parsed when it is executed.</summary>
/// <param name="source">The text it stands in.</param>
/// <param name="start">The offset of its first byte.</param>
internal abstract class Statement(SourceText source, int start)
{
    /// <summary>The text it stands in.</summary>
    public SourceText Source { get; } = source;

    /// <summary>The offset of its first byte.</summary>
    public int Start { get; } = start;

    /// <summary>Its line, counted from 1.</summary>
    public int Line => Source.LineOf(Start);
}

/// <summary>Statements in a row.</summary>
/// <param name="Statements">The statements in order.</param>
internal sealed record Block(Statement[] Statements)
{
    /// <summary>No statement at all.</summary>
    public static Block Empty { get; } = new([]);
}

/// <summary>An expression that is parsed on first use.</summary>
/// <param name="source">The text it stands in.</param>
/// <param name="start">The offset of its first byte.</param>
/// <param name="end">The offset behind its last byte.</param>
internal sealed class LazyExpression(SourceText source, int start, int end)
{
    private Expression? parsed;

    /// <summary>The offset of its first byte.</summary>
    public int Start { get; } = start;

    /// <summary>The offset behind its last byte.</summary>
    public int End { get; } = end;

    /// <summary>The text it stands in.</summary>
    public SourceText Source { get; } = source;

    /// <summary>The expression; an <see cref="UnreadableExpression"/> when it cannot be parsed.</summary>
    public Expression Value => parsed ??= ExpressionParser.Parse(Source, Start, End);
}

/// <summary>A statement on one logical line without a block of its own; <see cref="Syntax"/> says which.</summary>
internal sealed class SimpleStatement(SourceText source, int start, int end) : Statement(source, start)
{
    private SimpleSyntax? parsed;

    /// <summary>The offset behind its last byte.</summary>
    public int End { get; } = end;

    /// <summary>
    /// True for a string that stands alone, which does nothing. Seen without parsing it: a third of the text of scientific packages is documentation.
    /// Several strings in a row, or one with a prefix, may come out false.
    /// </summary>
    public bool IsText => Source.Bytes[Start] is (byte)'"' or (byte)'\'' && StringSkipper.Skip(Source.Bytes, Start, End, Start) == End;

    /// <summary>What it is, parsed on first use.</summary>
    public SimpleSyntax Syntax => parsed ??= SimpleStatementParser.Parse(Source, Start, End);
}

/// <summary><c>if</c>; an <c>elif</c> is an <c>if</c> alone in the other branch.</summary>
internal sealed class IfStatement(SourceText source, int start, LazyExpression test, Block body, Block orElse) : Statement(source, start)
{
    public LazyExpression Test { get; } = test;

    public Block Body { get; } = body;

    public Block OrElse { get; } = orElse;
}

/// <summary><c>while</c>.</summary>
internal sealed class WhileStatement(SourceText source, int start, LazyExpression test, Block body, Block orElse) : Statement(source, start)
{
    public LazyExpression Test { get; } = test;

    public Block Body { get; } = body;

    public Block OrElse { get; } = orElse;
}

/// <summary><c>for</c>; the header holds target and iterable.</summary>
internal sealed class ForStatement(SourceText source, int start, LazyExpression header, Block body, Block orElse) : Statement(source, start)
{
    /// <summary>Parses as <c>target in iterable</c>.</summary>
    public LazyExpression Header { get; } = header;

    public Block Body { get; } = body;

    public Block OrElse { get; } = orElse;

    /// <summary>Target and iterable, parsed on first use; null when the header makes no sense.</summary>
    public ForParts? Parts => parts ??= ExpressionParser.ParseForHeader(Header.Source, Header.Start, Header.End) is { } read ? new ForParts(read.Target, read.Iterable) : null;

    // A reference, as all that is kept here: walks share what was parsed, and another thread must see all of it or nothing.
    private ForParts? parts;
}

/// <summary>The header of a <c>for</c>.</summary>
internal sealed record ForParts(Expression Target, Expression Iterable);

/// <summary>One <c>except</c> clause.</summary>
/// <param name="Type">The exception or tuple; null for a bare <c>except</c>.</param>
/// <param name="Name">The name behind <c>as</c>, or null.</param>
/// <param name="Body">The handler.</param>
internal sealed record ExceptClause(LazyExpression? Type, string? Name, Block Body);

/// <summary><c>try</c>.</summary>
internal sealed class TryStatement(SourceText source, int start, Block body, ExceptClause[] handlers, Block orElse, Block final, bool isGroup) : Statement(source, start)
{
    public Block Body { get; } = body;

    public ExceptClause[] Handlers { get; } = handlers;

    public Block OrElse { get; } = orElse;

    public Block Final { get; } = final;

    /// <summary>True for <c>except*</c>.</summary>
    public bool IsGroup { get; } = isGroup;
}

/// <summary><c>with</c>, synchronous or not.</summary>
internal sealed class WithStatement(SourceText source, int start, int headerEnd, Block body) : Statement(source, start)
{
    private (Expression Context, Expression? Target)[]? items;

    public Block Body { get; } = body;

    /// <summary>The context managers with their targets, parsed on first use.</summary>
    public (Expression Context, Expression? Target)[] Items => items ??= ExpressionParser.ParseWithItems(Source, Start, headerEnd);
}

/// <summary><c>match</c>.</summary>
internal sealed class MatchStatement(SourceText source, int start, LazyExpression subject, Block[] cases) : Statement(source, start)
{
    public LazyExpression Subject { get; } = subject;

    /// <summary>The bodies; patterns are not read.</summary>
    public Block[] Cases { get; } = cases;
}

/// <summary><c>class</c>; its body is executed where it stands.</summary>
internal sealed class ClassStatement(SourceText source, int start, LazyExpression[] decorators, string name, LazyExpression? arguments, Block body)
    : Statement(source, start)
{
    public LazyExpression[] Decorators { get; } = decorators;

    public string Name { get; } = name;

    /// <summary>Bases and keywords, which parse as the arguments of a call; null when there are none.</summary>
    public LazyExpression? Arguments { get; } = arguments;

    public Block Body { get; } = body;
}
