using System.Globalization;
using System.Text;
using Assay.Imports.Syntax;

namespace Assay.Tests.Imports.Syntax;

/// <summary>Statements as text, one a line, in a form that Python's own <c>ast</c> module can be made to print too (see outline.py).</summary>
internal static class SyntaxOutline
{
    public static string Of(Block block)
    {
        StringBuilder text = new();
        Write(text, block, 0);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Block block, int depth)
    {
        foreach (Statement statement in block.Statements) Write(text, statement, depth);
    }

    private static void Write(StringBuilder text, Statement statement, int depth)
    {
        text.Append(' ', depth);
        switch (statement)
        {
            case SimpleStatement simple:
                text.Append(Simple(simple.Syntax)).Append('\n');
                break;
            case IfStatement choice:
                text.Append("if ").Append(Dump(choice.Test.Value)).Append('\n');
                Blocks(text, depth, choice.Body, choice.OrElse);
                break;
            case WhileStatement loop:
                text.Append("while ").Append(Dump(loop.Test.Value)).Append('\n');
                Blocks(text, depth, loop.Body, loop.OrElse);
                break;
            case ForStatement loop:
                text.Append("for ").Append(loop.Parts is { } parts ? Dump(parts.Target) + " " + Dump(parts.Iterable) : "?").Append('\n');
                Blocks(text, depth, loop.Body, loop.OrElse);
                break;
            case WithStatement with:
                text.Append("with ").AppendJoin(' ', with.Items.Select(item => Dump(item.Context) + (item.Target is null ? "" : ">" + Dump(item.Target)))).Append('\n');
                Blocks(text, depth, with.Body);
                break;
            case TryStatement attempt:
                text.Append(attempt.IsGroup ? "try*\n" : "try\n");
                Write(text, attempt.Body, depth + 1);
                foreach (ExceptClause handler in attempt.Handlers)
                {
                    text.Append(' ', depth).Append("except ").Append(handler.Type is null ? "" : Dump(handler.Type.Value)).Append(' ').Append(handler.Name).Append('\n');
                    Write(text, handler.Body, depth + 1);
                }

                Blocks(text, depth, attempt.OrElse, attempt.Final);
                break;
            case MatchStatement match:
                text.Append("match ").Append(Dump(match.Subject.Value)).Append('\n');
                Blocks(text, depth, match.Cases);
                break;
            case ClassStatement type:
                text.Append("class ").Append(type.Name);
                foreach (LazyExpression decorator in type.Decorators) text.Append('@').Append(Dump(decorator.Value));
                if (type.Arguments is not null && ExpressionParser.ParseArguments(type.Arguments) is { } arguments && arguments.Arguments.Length + arguments.Keywords.Length > 0)
                    text.Append('(').Append(Arguments(arguments.Arguments, arguments.Keywords)).Append(')');
                text.Append('\n');
                Write(text, type.Body, depth + 1);
                break;
            case FunctionStatement function:
                text.Append(function.IsAsync ? "async def " : "def ").Append(function.Name);
                foreach (LazyExpression decorator in function.Decorators) text.Append('@').Append(Dump(decorator.Value));
                text.Append('(').Append(Parameters(function.Parameters)).Append(')').Append(function.IsGenerator && !function.IsAsync ? " yields" : "").Append('\n');
                Write(text, function.Body, depth + 1);
                break;
        }
    }

    private static void Blocks(StringBuilder text, int depth, params Block[] blocks)
    {
        foreach (Block block in blocks)
        {
            text.Append(' ', depth).Append("-\n");
            Write(text, block, depth + 1);
        }
    }

    private static string Simple(SimpleSyntax syntax) => syntax switch
    {
        ExpressionSyntax e => "expr " + Dump(e.Value),
        AssignSyntax a => "assign " + string.Join(' ', a.Targets.Select(Dump)) + " = " + Dump(a.Value),
        AugmentedSyntax a => $"aug {Dump(a.Target)} {a.Operator} {Dump(a.Value)}",
        AnnotatedSyntax a => $"ann {Dump(a.Target)} {Dump(a.Annotation)} {(a.Value is null ? "" : Dump(a.Value))}",
        ImportSyntax i => "import " + string.Join(' ', i.Names.Select(n => n.Name + ">" + n.As)),
        FromImportSyntax i => $"from {i.Level} {i.Module} " + string.Join(' ', i.Names.Select(n => n.Name + ">" + n.As)),
        ReturnSyntax r => "return " + (r.Value is null ? "" : Dump(r.Value)),
        RaiseSyntax r => $"raise {(r.Exception is null ? "" : Dump(r.Exception))} {(r.Cause is null ? "" : Dump(r.Cause))}",
        DeleteSyntax d => "del " + string.Join(' ', d.Targets.Select(target => Dump(target))),
        ScopeSyntax s => (s.IsGlobal ? "global " : "nonlocal ") + string.Join(' ', s.Names),
        AssertSyntax a => $"assert {Dump(a.Test)} {(a.Message is null ? "" : Dump(a.Message))}",
        TypeAliasSyntax t => "type " + t.Name,
        FlowSyntax f => f.Keyword.ToString().ToLowerInvariant(),
        _ => "UNREADABLE",
    };

    private static string Parameters(ParameterList list) =>
        string.Join(' ', list.Parameters.Select((p, i) => p.Name + (p.IsKeywordOnly ? "!" : i < list.PositionalOnly ? "/" : "") + (p.Default is null ? "" : "=" + Dump(p.Default))))
        + (list.Rest is null ? "" : " *" + list.Rest) + (list.Keywords is null ? "" : " **" + list.Keywords);

    private static string Arguments(Expression[] arguments, KeywordArgument[] keywords) =>
        string.Join(' ', arguments.Select(Dump).Concat(keywords.Select(k => (k.Name ?? "**") + "=" + Dump(k.Value))));

    private static string Hash(IEnumerable<char> text)
    {
        uint sum = 0;
        int count = 0;
        foreach (char c in text)
        {
            sum = (sum * 31) + c;
            count++;
        }

        return $"{count}:{sum}";
    }

    public static string Dump(Expression expression) => expression switch
    {
        ConstantExpression { Constant: ConstantKind.Integer } c => ((long)c.Value!).ToString(CultureInfo.InvariantCulture),
        ConstantExpression { Constant: ConstantKind.String } c => "s" + Hash((string)c.Value!),
        ConstantExpression { Constant: ConstantKind.Bytes } c => "b" + Hash(((byte[])c.Value!).Select(b => (char)b)),
        ConstantExpression { Constant: ConstantKind.Float or ConstantKind.OtherNumber } => "number",
        ConstantExpression c => c.Constant.ToString(),
        NameExpression n => n.Name,
        AttributeExpression a => $"(. {Dump(a.Value)} {a.Name})",
        SubscriptExpression s => $"([] {Dump(s.Value)} {Dump(s.Index)})",
        SliceExpression s => $"(: {(s.Lower is null ? "" : Dump(s.Lower))} {(s.Upper is null ? "" : Dump(s.Upper))} {(s.Step is null ? "" : Dump(s.Step))})",
        CallExpression c => $"(call {Dump(c.Function)} {Arguments(c.Arguments, c.Keywords)})",
        BinaryExpression b => $"({b.Operator} {Dump(b.Left)} {Dump(b.Right)})",
        UnaryExpression u => $"({u.Operator} {Dump(u.Operand)})",
        LogicalExpression l => $"({(l.IsAnd ? "and" : "or")} {string.Join(' ', l.Operands.Select(Dump))})",
        ComparisonExpression c => $"({Dump(c.Operands[0])}{string.Concat(c.Operators.Select((o, i) => $" {o} {Dump(c.Operands[i + 1])}"))})",
        ConditionalExpression c => $"(if {Dump(c.Test)} {Dump(c.Then)} {Dump(c.Otherwise)})",
        LambdaExpression l => $"(lambda {Parameters(l.Parameters)} : {Dump(l.Body)})",
        SequenceExpression s => $"({s.Shape} {string.Join(' ', s.Elements.Select(Dump))})",
        DictionaryExpression d => $"(dict {string.Join(' ', d.Items.Select(i => (i.Key is null ? "**" : Dump(i.Key)) + ":" + Dump(i.Value)))})",
        ComprehensionExpression c => $"(comp {c.Shape} {(c.Key is null ? "" : Dump(c.Key))} {Dump(c.Element)} "
            + string.Join(' ', c.Clauses.Select(k => $"for {Dump(k.Target)} {Dump(k.Iterable)} {string.Join(' ', k.Conditions.Select(Dump))}")) + ")",
        FormatExpression f => Format(f),
        StarredExpression s => $"(* {Dump(s.Value)})",
        NamedExpression n => $"(:= {n.Name} {Dump(n.Value)})",
        YieldExpression y => $"(yield{(y.IsFrom ? "*" : "")} {(y.Value is null ? "" : Dump(y.Value))})",
        AwaitExpression a => $"(await {Dump(a.Value)})",
        _ => "UNREADABLE",
    };

    private static string Format(FormatExpression format)
    {
        StringBuilder result = new("(f");
        string text = "";
        foreach (FormatPiece piece in format.Pieces)
        {
            if (piece.Text is not null)
            {
                text += piece.Text;
                continue;
            }

            if (text.Length > 0) result.Append(" s").Append(Hash(text));
            text = "";
            result.Append(" {").Append(Dump(piece.Value!));
            if (piece.Conversion != '\0') result.Append('!').Append(piece.Conversion);
            if (piece.Specification is not null) result.Append(':').Append(Format(piece.Specification));
            result.Append('}');
        }

        if (text.Length > 0) result.Append(" s").Append(Hash(text));
        return result.Append(')').ToString();
    }
}
