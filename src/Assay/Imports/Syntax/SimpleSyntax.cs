namespace Assay.Imports.Syntax;

/// <summary>What a statement without a block is.</summary>
internal abstract record SimpleSyntax;

/// <summary>An expression on its own.</summary>
internal sealed record ExpressionSyntax(Expression Value) : SimpleSyntax;

/// <summary>One or more targets and a value.</summary>
internal sealed record AssignSyntax(Expression[] Targets, Expression Value) : SimpleSyntax;

/// <summary><c>target op= value</c>; the operator without its '='.</summary>
internal sealed record AugmentedSyntax(Expression Target, BinaryOperator Operator, Expression Value) : SimpleSyntax;

/// <summary><c>target: annotation = value</c>.</summary>
internal sealed record AnnotatedSyntax(Expression Target, Expression Annotation, Expression? Value) : SimpleSyntax;

/// <summary>One name of an import statement.</summary>
/// <param name="Name">The (dotted) name.</param>
/// <param name="As">The name behind <c>as</c>, or null.</param>
internal readonly record struct ImportAlias(string Name, string? As);

/// <summary><c>import a.b, c as d</c>.</summary>
internal sealed record ImportSyntax(ImportAlias[] Names) : SimpleSyntax;

/// <summary><c>from ..a import b, c as d</c>.</summary>
/// <param name="Level">The number of leading dots.</param>
/// <param name="Module">The name behind the dots; empty when there is none.</param>
/// <param name="Names">The names; a single <c>*</c> for a star import.</param>
internal sealed record FromImportSyntax(int Level, string Module, ImportAlias[] Names) : SimpleSyntax;

/// <summary><c>return</c>.</summary>
internal sealed record ReturnSyntax(Expression? Value) : SimpleSyntax;

/// <summary><c>raise</c>.</summary>
internal sealed record RaiseSyntax(Expression? Exception, Expression? Cause) : SimpleSyntax;

/// <summary><c>del</c>.</summary>
internal sealed record DeleteSyntax(Expression[] Targets) : SimpleSyntax;

/// <summary><c>global</c> or <c>nonlocal</c>.</summary>
internal sealed record ScopeSyntax(string[] Names, bool IsGlobal) : SimpleSyntax;

/// <summary><c>assert</c>.</summary>
internal sealed record AssertSyntax(Expression Test, Expression? Message) : SimpleSyntax;

/// <summary><c>type X = ...</c> of PEP 695.</summary>
internal sealed record TypeAliasSyntax(string Name) : SimpleSyntax;

/// <summary><c>pass</c>, <c>break</c> or <c>continue</c>.</summary>
internal sealed record FlowSyntax(FlowKeyword Keyword) : SimpleSyntax;

/// <summary>The statements that are one word.</summary>
internal enum FlowKeyword
{
    Pass,
    Break,
    Continue,
}

/// <summary>Text that is no statement of any Python Assay knows.</summary>
internal sealed record UnreadableSyntax : SimpleSyntax
{
    /// <summary>The only instance.</summary>
    public static UnreadableSyntax Instance { get; } = new();
}
