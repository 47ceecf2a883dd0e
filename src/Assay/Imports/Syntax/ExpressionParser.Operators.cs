namespace Assay.Imports.Syntax;

/// <summary>From <c>lambda</c> down to powers.</summary>
internal sealed partial class ExpressionParser
{
    /// <summary>One expression without a walrus or a tuple.</summary>
    internal Expression ParseTest()
    {
        if (failed || ++depth > MaximumDepth) return Fail();
        Expression result = ParseTestInside();
        depth--;
        return result;
    }

    private Expression ParseTestInside()
    {
        if (AtWord("lambda"u8))
        {
            lexer.Next();
            ParameterList parameters = ParseParameterList(annotated: false);
            return Accept(':') ? new LambdaExpression(parameters, ParseTest()) : Fail();
        }

        Expression value = ParseOr();
        if (failed || !AcceptWord("if"u8)) return value;
        Expression test = ParseOr();
        return AcceptWord("else"u8) ? new ConditionalExpression(test, value, ParseTest()) : Fail();
    }

    private Expression ParseOr()
    {
        Expression first = ParseAnd();
        if (!AtWord("or"u8)) return first;
        List<Expression> operands = [first];
        while (!failed && AcceptWord("or"u8)) operands.Add(ParseAnd());
        return new LogicalExpression(false, [.. operands]);
    }

    private Expression ParseAnd()
    {
        Expression first = ParseNot();
        if (!AtWord("and"u8)) return first;
        List<Expression> operands = [first];
        while (!failed && AcceptWord("and"u8)) operands.Add(ParseNot());
        return new LogicalExpression(true, [.. operands]);
    }

    private Expression ParseNot()
    {
        if (!AtWord("not"u8)) return ParseComparison();
        if (++depth > MaximumDepth) return Fail();
        lexer.Next();
        Expression operand = ParseNot();
        depth--;
        return new UnaryExpression(UnaryOperator.Not, operand);
    }

    private Expression ParseComparison()
    {
        Expression first = ParseBitOr();
        if (failed || !TryComparison(out ComparisonOperator op)) return first;
        List<Expression> operands = [first];
        List<ComparisonOperator> operators = [];
        do
        {
            operators.Add(op);
            operands.Add(ParseBitOr());
        }
        while (!failed && TryComparison(out op));
        return new ComparisonExpression([.. operands], [.. operators]);
    }

    private bool TryComparison(out ComparisonOperator op)
    {
        op = default;
        if (lexer.Kind == TokenKind.Operator)
        {
            ComparisonOperator? found = lexer.Operator switch
            {
                '=' | ('=' << 8) => ComparisonOperator.Equal,
                '!' | ('=' << 8) => ComparisonOperator.NotEqual,
                '<' => ComparisonOperator.Less,
                '<' | ('=' << 8) => ComparisonOperator.LessOrEqual,
                '>' => ComparisonOperator.Greater,
                '>' | ('=' << 8) => ComparisonOperator.GreaterOrEqual,
                _ => null,
            };
            if (found is null) return false;
            op = found.Value;
            lexer.Next();
            return true;
        }

        if (lexer.Kind != TokenKind.Name) return false;
        if (AcceptWord("in"u8))
        {
            op = ComparisonOperator.In;
            return true;
        }

        if (AcceptWord("is"u8))
        {
            op = AcceptWord("not"u8) ? ComparisonOperator.IsNot : ComparisonOperator.Is;
            return true;
        }

        if (!AtWord("not"u8)) return false;
        int mark = lexer.TokenStart;
        lexer.Next();
        if (AcceptWord("in"u8))
        {
            op = ComparisonOperator.NotIn;
            return true;
        }

        lexer.Rewind(mark);
        return false;
    }

    private Expression ParseBitOr() => ParseBinary(0);

    // Binding powers of the binary operators: | ^ & << + * ; higher binds tighter. All are left-associative.
    private static (BinaryOperator Operator, int Power) BinaryOf(int token) => token switch
    {
        '|' => (BinaryOperator.Or, 1),
        '^' => (BinaryOperator.Xor, 2),
        '&' => (BinaryOperator.And, 3),
        '<' | ('<' << 8) => (BinaryOperator.LeftShift, 4),
        '>' | ('>' << 8) => (BinaryOperator.RightShift, 4),
        '+' => (BinaryOperator.Add, 5),
        '-' => (BinaryOperator.Subtract, 5),
        '*' => (BinaryOperator.Multiply, 6),
        '/' => (BinaryOperator.Divide, 6),
        '/' | ('/' << 8) => (BinaryOperator.FloorDivide, 6),
        '%' => (BinaryOperator.Modulo, 6),
        '@' => (BinaryOperator.MatrixMultiply, 6),
        _ => (default, 0),
    };

    private Expression ParseBinary(int minimum)
    {
        Expression left = ParseUnary();
        while (!failed && lexer.Kind == TokenKind.Operator)
        {
            (BinaryOperator op, int power) = BinaryOf(lexer.Operator);
            if (power == 0 || power <= minimum) break;
            lexer.Next();
            left = new BinaryExpression(op, left, ParseBinary(power));
        }

        return left;
    }

    private Expression ParseUnary()
    {
        UnaryOperator? op = lexer.Kind != TokenKind.Operator ? null : lexer.Operator switch
        {
            '-' => UnaryOperator.Minus,
            '+' => UnaryOperator.Plus,
            '~' => UnaryOperator.Invert,
            _ => null,
        };
        if (op is null) return ParsePower();
        if (++depth > MaximumDepth) return Fail();
        lexer.Next();
        Expression operand = ParseUnary();
        depth--;
        return new UnaryExpression(op.Value, operand);
    }

    private Expression ParsePower()
    {
        Expression value = AcceptWord("await"u8) ? new AwaitExpression(ParseTrailers()) : ParseTrailers();
        if (failed || !Accept('*' | ('*' << 8))) return value;
        if (++depth > MaximumDepth) return Fail();
        Expression exponent = ParseUnary();
        depth--;
        return new BinaryExpression(BinaryOperator.Power, value, exponent);
    }

    private Expression ParseTrailers()
    {
        Expression value = ParseAtom();
        while (!failed && lexer.Kind == TokenKind.Operator)
        {
            if (Accept('.'))
            {
                string? name = TakeName();
                if (name is null) return Fail();
                value = new AttributeExpression(value, name);
            }
            else if (Accept('('))
            {
                (Expression[] arguments, KeywordArgument[] keywords) = ParseArgumentList();
                if (!Accept(')')) return Fail();
                value = new CallExpression(value, arguments, keywords);
            }
            else if (Accept('['))
            {
                Expression index = ParseSubscripts();
                if (!Accept(']')) return Fail();
                value = new SubscriptExpression(value, index);
            }
            else
            {
                break;
            }
        }

        return value;
    }

    private Expression ParseSubscripts()
    {
        Expression first = ParseSubscript();
        if (failed || !At(',')) return first;
        List<Expression> elements = [first];
        while (Accept(',') && !failed)
        {
            if (At(']')) break;
            elements.Add(ParseSubscript());
        }

        return new SequenceExpression(SequenceKind.Tuple, [.. elements]);
    }

    private Expression ParseSubscript()
    {
        if (failed) return UnreadableExpression.Instance;
        Expression? lower = At(':') ? null : ParseStarOrNamed();
        if (!Accept(':')) return lower ?? Fail();
        Expression? upper = At(':') || At(',') || At(']') ? null : ParseTest();
        Expression? step = Accept(':') && !At(',') && !At(']') ? ParseTest() : null;
        return new SliceExpression(lower, upper, step);
    }
}
