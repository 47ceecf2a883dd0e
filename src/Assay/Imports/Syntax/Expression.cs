namespace Assay.Imports.Syntax;

/// <summary>What an expression is, for a fast switch.</summary>
internal enum ExpressionKind : byte
{
    Unreadable,
    Constant,
    Name,
    Attribute,
    Subscript,
    Slice,
    Call,
    Binary,
    Unary,
    Logical,
    Comparison,
    Conditional,
    Lambda,
    Sequence,
    Dictionary,
    Comprehension,
    Format,
    Starred,
    Named,
    Yield,
    Await,
}

/// <summary>Binary operators.</summary>
internal enum BinaryOperator : byte
{
    Add,
    Subtract,
    Multiply,
    Divide,
    FloorDivide,
    Modulo,
    Power,
    MatrixMultiply,
    And,
    Or,
    Xor,
    LeftShift,
    RightShift,
}

/// <summary>Unary operators.</summary>
internal enum UnaryOperator : byte
{
    Not,
    Minus,
    Plus,
    Invert,
}

/// <summary>Comparison operators.</summary>
internal enum ComparisonOperator : byte
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    In,
    NotIn,
    Is,
    IsNot,
}

/// <summary>The shapes of a row of elements.</summary>
internal enum SequenceKind : byte
{
    Tuple,
    List,
    Set,
}

/// <summary>One expression.</summary>
internal abstract class Expression
{
    /// <summary>What it is.</summary>
    public abstract ExpressionKind Kind { get; }
}

/// <summary>Text that is no expression.</summary>
internal sealed class UnreadableExpression : Expression
{
    public static UnreadableExpression Instance { get; } = new();

    public override ExpressionKind Kind => ExpressionKind.Unreadable;
}

/// <summary>Kinds of literals.</summary>
internal enum ConstantKind : byte
{
    None,
    True,
    False,
    Ellipsis,
    Integer,
    Float,
    String,
    Bytes,

    /// <summary>A text that a snapshot left out: a value that nobody knows.</summary>
    LeftOut,

    /// <summary>A number that does not fit (complex, or an integer beyond 64 bits).</summary>
    OtherNumber,
}

/// <summary>A literal.</summary>
internal sealed class ConstantExpression(ConstantKind constant, object? value) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Constant;

    public ConstantKind Constant { get; } = constant;

    /// <summary>A string, a byte array, a long or a double, by <see cref="Constant"/>.</summary>
    public object? Value { get; } = value;

    /// <summary>The value made of it once; the evaluator's business.</summary>
    public object? Cached { get; set; }
}

/// <summary>A name.</summary>
internal sealed class NameExpression(string name) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Name;

    public string Name { get; } = name;
}

/// <summary><c>value.name</c>.</summary>
internal sealed class AttributeExpression(Expression value, string name) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Attribute;

    public Expression Value { get; } = value;

    public string Name { get; } = name;
}

/// <summary><c>value[index]</c>.</summary>
internal sealed class SubscriptExpression(Expression value, Expression index) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Subscript;

    public Expression Value { get; } = value;

    public Expression Index { get; } = index;
}

/// <summary><c>lower:upper:step</c>.</summary>
internal sealed class SliceExpression(Expression? lower, Expression? upper, Expression? step) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Slice;

    public Expression? Lower { get; } = lower;

    public Expression? Upper { get; } = upper;

    public Expression? Step { get; } = step;
}

/// <summary>A keyword argument; a null name stands for <c>**value</c>.</summary>
internal readonly record struct KeywordArgument(string? Name, Expression Value);

/// <summary>A call.</summary>
internal sealed class CallExpression(Expression function, Expression[] arguments, KeywordArgument[] keywords) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Call;

    public Expression Function { get; } = function;

    /// <summary>Positional arguments, starred ones included.</summary>
    public Expression[] Arguments { get; } = arguments;

    public KeywordArgument[] Keywords { get; } = keywords;
}

/// <summary>A binary operation.</summary>
internal sealed class BinaryExpression(BinaryOperator op, Expression left, Expression right) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Binary;

    public BinaryOperator Operator { get; } = op;

    public Expression Left { get; } = left;

    public Expression Right { get; } = right;
}

/// <summary>A unary operation.</summary>
internal sealed class UnaryExpression(UnaryOperator op, Expression operand) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Unary;

    public UnaryOperator Operator { get; } = op;

    public Expression Operand { get; } = operand;
}

/// <summary><c>and</c> or <c>or</c> over two or more operands.</summary>
internal sealed class LogicalExpression(bool isAnd, Expression[] operands) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Logical;

    public bool IsAnd { get; } = isAnd;

    public Expression[] Operands { get; } = operands;
}

/// <summary>A chain of comparisons: operator i stands between operand i and i + 1.</summary>
internal sealed class ComparisonExpression(Expression[] operands, ComparisonOperator[] operators) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Comparison;

    public Expression[] Operands { get; } = operands;

    public ComparisonOperator[] Operators { get; } = operators;
}

/// <summary><c>then if test else otherwise</c>.</summary>
internal sealed class ConditionalExpression(Expression test, Expression then, Expression otherwise) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Conditional;

    public Expression Test { get; } = test;

    public Expression Then { get; } = then;

    public Expression Otherwise { get; } = otherwise;
}

/// <summary><c>lambda</c>.</summary>
internal sealed class LambdaExpression(ParameterList parameters, Expression body) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Lambda;

    public ParameterList Parameters { get; } = parameters;

    public Expression Body { get; } = body;
}

/// <summary>A tuple, list or set display.</summary>
internal sealed class SequenceExpression(SequenceKind shape, Expression[] elements) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Sequence;

    public SequenceKind Shape { get; } = shape;

    public Expression[] Elements { get; } = elements;
}

/// <summary>A dictionary display; a null key stands for <c>**value</c>.</summary>
internal sealed class DictionaryExpression((Expression? Key, Expression Value)[] items) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Dictionary;

    public (Expression? Key, Expression Value)[] Items { get; } = items;
}

/// <summary>One <c>for</c> of a comprehension with its conditions.</summary>
internal sealed record ComprehensionClause(Expression Target, Expression Iterable, Expression[] Conditions, bool IsAsync);

/// <summary>What a comprehension makes.</summary>
internal enum ComprehensionKind : byte
{
    List,
    Set,
    Dictionary,
    Generator,
}

/// <summary>A comprehension or generator expression; <see cref="Key"/> is only there for dictionaries.</summary>
internal sealed class ComprehensionExpression(ComprehensionKind shape, Expression? key, Expression element, ComprehensionClause[] clauses) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Comprehension;

    public ComprehensionKind Shape { get; } = shape;

    public Expression? Key { get; } = key;

    public Expression Element { get; } = element;

    public ComprehensionClause[] Clauses { get; } = clauses;
}

/// <summary>A piece of a format string: text, or a value with its conversion (<c>s</c>, <c>r</c>, <c>a</c> or 0) and specification.</summary>
internal sealed record FormatPiece(string? Text, Expression? Value, char Conversion, FormatExpression? Specification);

/// <summary>A format string.</summary>
internal sealed class FormatExpression(FormatPiece[] pieces) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Format;

    public FormatPiece[] Pieces { get; } = pieces;
}

/// <summary><c>*value</c>.</summary>
internal sealed class StarredExpression(Expression value) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Starred;

    public Expression Value { get; } = value;
}

/// <summary><c>name := value</c>.</summary>
internal sealed class NamedExpression(string name, Expression value) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Named;

    public string Name { get; } = name;

    public Expression Value { get; } = value;
}

/// <summary><c>yield</c> in any form.</summary>
internal sealed class YieldExpression(Expression? value, bool isFrom) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Yield;

    public Expression? Value { get; } = value;

    public bool IsFrom { get; } = isFrom;
}

/// <summary><c>await value</c>.</summary>
internal sealed class AwaitExpression(Expression value) : Expression
{
    public override ExpressionKind Kind => ExpressionKind.Await;

    public Expression Value { get; } = value;
}

/// <summary>One parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">Its default, or null.</param>
/// <param name="IsKeywordOnly">True behind <c>*</c>.</param>
internal sealed record Parameter(string Name, Expression? Default, bool IsKeywordOnly);

/// <summary>The parameters of a function.</summary>
/// <param name="Parameters">The named ones in order.</param>
/// <param name="PositionalOnly">How many of them stand before <c>/</c>.</param>
/// <param name="Rest">The name of <c>*args</c>, or null.</param>
/// <param name="Keywords">The name of <c>**kwargs</c>, or null.</param>
internal sealed record ParameterList(Parameter[] Parameters, int PositionalOnly, string? Rest, string? Keywords);
