using System.Globalization;
using System.Text;

namespace Assay.Imports.Syntax;

/// <summary>Names, literals, displays, arguments and parameters.</summary>
internal sealed partial class ExpressionParser
{
    private static readonly ConstantExpression NoneConstant = new(ConstantKind.None, null);
    private static readonly ConstantExpression TrueConstant = new(ConstantKind.True, null);
    private static readonly ConstantExpression FalseConstant = new(ConstantKind.False, null);
    private static readonly ConstantExpression EllipsisConstant = new(ConstantKind.Ellipsis, null);

    private static readonly HashSet<string> Reserved =
    [
        "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally", "for", "from", "global", "if",
        "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield",
    ];

    private Expression ParseAtom()
    {
        switch (lexer.Kind)
        {
            case TokenKind.Name:
                string name = SourceText.Names.Get(lexer.Text);
                if (name == "yield") return Fail();
                if (Reserved.Contains(name)) return Fail();
                lexer.Next();
                return name switch
                {
                    "None" => NoneConstant,
                    "True" => TrueConstant,
                    "False" => FalseConstant,
                    _ => new NameExpression(name),
                };
            case TokenKind.Number:
                Expression number = ParseNumber(lexer.Text);
                lexer.Next();
                return number;
            case TokenKind.String:
                return ParseStrings();
            case TokenKind.Operator:
                return ParseDisplay();
            default:
                return Fail();
        }
    }

    private Expression ParseDisplay()
    {
        if (++depth > MaximumDepth) return Fail();
        Expression result = lexer.Operator switch
        {
            '(' => ParseParenthesized(),
            '[' => ParseList(),
            '{' => ParseBraces(),
            '.' | ('.' << 8) | ('.' << 16) => EllipsisConstant,
            _ => Fail(),
        };
        if (ReferenceEquals(result, EllipsisConstant)) lexer.Next();
        depth--;
        return result;
    }

    private Expression ParseParenthesized()
    {
        lexer.Next();
        if (Accept(')')) return new SequenceExpression(SequenceKind.Tuple, []);
        if (AtWord("yield"u8))
        {
            Expression yielded = ParseYield();
            return Accept(')') ? yielded : Fail();
        }

        Expression first = ParseStarOrNamed();
        if (AtComprehension())
        {
            ComprehensionClause[] clauses = ParseClauses();
            return Accept(')') ? new ComprehensionExpression(ComprehensionKind.Generator, null, first, clauses) : Fail();
        }

        if (Accept(')')) return first;
        Expression[] elements = ParseRest(first, ')');
        return Accept(')') ? new SequenceExpression(SequenceKind.Tuple, elements) : Fail();
    }

    private Expression ParseList()
    {
        lexer.Next();
        if (Accept(']')) return new SequenceExpression(SequenceKind.List, []);
        Expression first = ParseStarOrNamed();
        if (AtComprehension())
        {
            ComprehensionClause[] clauses = ParseClauses();
            return Accept(']') ? new ComprehensionExpression(ComprehensionKind.List, null, first, clauses) : Fail();
        }

        Expression[] elements = ParseRest(first, ']');
        return Accept(']') ? new SequenceExpression(SequenceKind.List, elements) : Fail();
    }

    private Expression[] ParseRest(Expression first, int closing)
    {
        List<Expression> elements = [first];
        while (!failed && Accept(','))
        {
            if (At(closing)) break;
            elements.Add(ParseStarOrNamed());
        }

        return [.. elements];
    }

    private Expression ParseBraces()
    {
        lexer.Next();
        if (Accept('}')) return new DictionaryExpression([]);
        List<(Expression?, Expression)> items = [];
        List<Expression> elements = [];
        do
        {
            if (At('}')) break;
            if (Accept('*' | ('*' << 8)))
            {
                items.Add((null, ParseBitOr()));
                continue;
            }

            Expression first = ParseStarOrNamed();
            if (Accept(':'))
            {
                Expression value = ParseTest();
                if (AtComprehension() && items.Count == 0)
                {
                    ComprehensionClause[] clauses = ParseClauses();
                    return Accept('}') ? new ComprehensionExpression(ComprehensionKind.Dictionary, first, value, clauses) : Fail();
                }

                items.Add((first, value));
            }
            else if (AtComprehension() && elements.Count == 0)
            {
                ComprehensionClause[] clauses = ParseClauses();
                return Accept('}') ? new ComprehensionExpression(ComprehensionKind.Set, null, first, clauses) : Fail();
            }
            else
            {
                elements.Add(first);
            }
        }
        while (!failed && Accept(','));
        if (!Accept('}') || (items.Count > 0 && elements.Count > 0)) return Fail();
        return items.Count > 0 ? new DictionaryExpression([.. items]) : new SequenceExpression(SequenceKind.Set, [.. elements]);
    }

    private bool AtComprehension() => !failed && (AtWord("for"u8) || AtWord("async"u8));

    private ComprehensionClause[] ParseClauses()
    {
        List<ComprehensionClause> clauses = [];
        while (!failed && AtComprehension())
        {
            bool isAsync = AcceptWord("async"u8);
            if (!AcceptWord("for"u8)) break;
            Expression target = ParseTargetList();
            if (!AcceptWord("in"u8))
            {
                Fail();
                break;
            }

            Expression iterable = ParseOr();
            List<Expression> conditions = [];
            while (!failed && AcceptWord("if"u8)) conditions.Add(ParseCondition());
            clauses.Add(new ComprehensionClause(target, iterable, [.. conditions], isAsync));
        }

        return [.. clauses];
    }

    // A condition may be `name := value` but not `a if b else c`.
    private Expression ParseCondition()
    {
        Expression value = AtWord("lambda"u8) ? ParseTest() : ParseOr();
        if (failed || !At(':' | ('=' << 8)) || value is not NameExpression name) return value;
        lexer.Next();
        return new NamedExpression(name.Name, ParseOr());
    }

    private (Expression[] Arguments, KeywordArgument[] Keywords) ParseArgumentList()
    {
        List<Expression>? arguments = null;
        List<KeywordArgument>? keywords = null;
        while (!failed && lexer.Kind != TokenKind.End && !At(')'))
        {
            if (Accept('*' | ('*' << 8)))
            {
                (keywords ??= []).Add(new KeywordArgument(null, ParseTest()));
            }
            else if (Accept('*'))
            {
                (arguments ??= []).Add(new StarredExpression(ParseTest()));
            }
            else
            {
                Expression value = ParseNamed();
                if (At('=') && value is NameExpression name)
                {
                    lexer.Next();
                    (keywords ??= []).Add(new KeywordArgument(name.Name, ParseTest()));
                }
                else if (AtComprehension())
                {
                    (arguments ??= []).Add(new ComprehensionExpression(ComprehensionKind.Generator, null, value, ParseClauses()));
                }
                else
                {
                    (arguments ??= []).Add(value);
                }
            }

            if (!Accept(',')) break;
        }

        return (arguments is null ? [] : [.. arguments], keywords is null ? [] : [.. keywords]);
    }

    private ParameterList ParseParameterList(bool annotated)
    {
        List<Parameter> parameters = [];
        int positionalOnly = 0;
        string? rest = null;
        string? keywords = null;
        bool keywordOnly = false;
        while (!failed && lexer.Kind != TokenKind.End && !At(':'))
        {
            if (Accept('/'))
            {
                positionalOnly = parameters.Count;
            }
            else if (Accept('*' | ('*' << 8)))
            {
                keywords = TakeName();
                SkipAnnotation(annotated);
            }
            else if (Accept('*'))
            {
                keywordOnly = true;
                if (!At(','))
                {
                    rest = TakeName();
                    SkipAnnotation(annotated);
                }
            }
            else
            {
                string name = TakeName() ?? "";
                SkipAnnotation(annotated);
                parameters.Add(new Parameter(name, Accept('=') ? ParseTest() : null, keywordOnly));
            }

            if (!Accept(',')) break;
        }

        return new ParameterList([.. parameters], positionalOnly, rest, keywords);
    }

    private void SkipAnnotation(bool annotated)
    {
        if (annotated && Accept(':')) ParseStarOrNamed();
    }

    private static ConstantExpression ParseNumber(ReadOnlySpan<byte> text)
    {
        string digits = Encoding.ASCII.GetString(text).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        if (digits.StartsWith("0x", StringComparison.Ordinal)) return FromRadix(digits[2..], 16);
        if (digits.StartsWith("0o", StringComparison.Ordinal)) return FromRadix(digits[2..], 8);
        if (digits.StartsWith("0b", StringComparison.Ordinal)) return FromRadix(digits[2..], 2);
        if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out long integer)) return new ConstantExpression(ConstantKind.Integer, integer);
        if (!digits.EndsWith('j') && digits.AsSpan().ContainsAny('.', 'e')
            && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double real))
        {
            return new ConstantExpression(ConstantKind.Float, real);
        }

        return new ConstantExpression(ConstantKind.OtherNumber, null);
    }

    private static ConstantExpression FromRadix(string digits, int radix)
    {
        long value = 0;
        foreach (char c in digits)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix || value > (long.MaxValue - digit) / radix) return new ConstantExpression(ConstantKind.OtherNumber, null);
            value = (value * radix) + digit;
        }

        return new ConstantExpression(ConstantKind.Integer, value);
    }
}
