namespace Assay.Imports.Syntax;

/// <summary>Tells generators from functions.</summary>
internal static class YieldFinder
{
    /// <summary>True when a <c>yield</c> stands in the block itself, nested functions and classes left out.</summary>
    /// <param name="block">A function's body.</param>
    public static bool Yields(Block block)
    {
        foreach (Statement statement in block.Statements)
        {
            bool found = statement switch
            {
                SimpleStatement simple => HasWord(simple.Source, simple.Start, simple.End),
                IfStatement choice => HasWord(choice.Test) || Yields(choice.Body) || Yields(choice.OrElse),
                WhileStatement loop => HasWord(loop.Test) || Yields(loop.Body) || Yields(loop.OrElse),
                ForStatement loop => HasWord(loop.Header) || Yields(loop.Body) || Yields(loop.OrElse),
                WithStatement with => Yields(with.Body),
                TryStatement attempt => Yields(attempt.Body) || Yields(attempt.OrElse) || Yields(attempt.Final) || attempt.Handlers.Any(handler => Yields(handler.Body)),
                MatchStatement match => match.Cases.Any(Yields),
                _ => false,
            };
            if (found) return true;
        }

        return false;
    }

    private static bool HasWord(LazyExpression expression) => HasWord(expression.Source, expression.Start, expression.End);

    private static bool HasWord(SourceText source, int start, int end)
    {
        if (source.Bytes.AsSpan(start, end - start).IndexOf("yield"u8) < 0) return false;
        Lexer lexer = new(source, start, end);
        while (lexer.Kind != TokenKind.End)
        {
            if (lexer.Kind == TokenKind.Name && lexer.Text.SequenceEqual("yield"u8)) return true;
            lexer.Next();
        }

        return false;
    }
}
