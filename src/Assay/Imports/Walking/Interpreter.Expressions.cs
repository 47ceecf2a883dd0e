using Assay.Imports.Syntax;
using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>Expressions.</summary>
internal sealed partial class Interpreter
{
    private int expressionDepth;

    /// <summary>The value of an expression; unknown where reading does not tell.</summary>
    /// <param name="expression">The expression.</param>
    /// <param name="frame">Where.</param>
    public Value Evaluate(Expression expression, Frame frame)
    {
        switch (expression.Kind)
        {
            case ExpressionKind.Name:
                return Lookup(((NameExpression)expression).Name, frame);
            case ExpressionKind.Constant:
                ConstantExpression constant = (ConstantExpression)expression;
                return (Value)(constant.Cached ??= MakeConstant(constant));
            case ExpressionKind.Attribute:
                AttributeExpression attribute = (AttributeExpression)expression;
                return GetAttribute(Evaluate(attribute.Value, frame), attribute.Name);
        }

        if (++expressionDepth > MaximumExpressionDepth)
        {
            expressionDepth--;
            return UnknownValue.Instance;
        }

        try
        {
            return EvaluateInside(expression, frame);
        }
        finally
        {
            expressionDepth--;
        }
    }

    private Value EvaluateInside(Expression expression, Frame frame)
    {
        switch (expression.Kind)
        {
            case ExpressionKind.Call:
                return EvaluateCall((CallExpression)expression, frame);
            case ExpressionKind.Binary:
                BinaryExpression binary = (BinaryExpression)expression;
                Value left = Evaluate(binary.Left, frame);
                return Binary(binary.Operator, left, Evaluate(binary.Right, frame));
            case ExpressionKind.Subscript:
                SubscriptExpression subscript = (SubscriptExpression)expression;
                Value container = Evaluate(subscript.Value, frame);
                return GetItem(container, Evaluate(subscript.Index, frame));
            case ExpressionKind.Logical:
                return EvaluateLogical((LogicalExpression)expression, frame);
            case ExpressionKind.Comparison:
                return EvaluateComparison((ComparisonExpression)expression, frame);
            case ExpressionKind.Unary:
                UnaryExpression unary = (UnaryExpression)expression;
                return Unary(unary.Operator, Evaluate(unary.Operand, frame));
            case ExpressionKind.Conditional:
                return EvaluateConditional((ConditionalExpression)expression, frame);
            case ExpressionKind.Sequence:
                return EvaluateSequence((SequenceExpression)expression, frame);
            case ExpressionKind.Dictionary:
                return EvaluateDictionary((DictionaryExpression)expression, frame);
            case ExpressionKind.Comprehension:
                return EvaluateComprehension((ComprehensionExpression)expression, frame);
            case ExpressionKind.Format:
                return EvaluateFormat((FormatExpression)expression, frame);
            case ExpressionKind.Lambda:
                return MakeLambda((LambdaExpression)expression, frame);
            case ExpressionKind.Named:
                NamedExpression named = (NamedExpression)expression;
                Value value = Evaluate(named.Value, frame);
                Bind(named.Name, value, frame);
                return value;
            case ExpressionKind.Slice:
                SliceExpression slice = (SliceExpression)expression;
                return new SliceValue(Optional(slice.Lower, frame), Optional(slice.Upper, frame), Optional(slice.Step, frame));
            case ExpressionKind.Starred:
                Evaluate(((StarredExpression)expression).Value, frame);
                return UnknownValue.Instance;
            case ExpressionKind.Yield:
                return EvaluateYield((YieldExpression)expression, frame);
            case ExpressionKind.Await:
                Evaluate(((AwaitExpression)expression).Value, frame);
                return UnknownValue.Instance;
            default:
                return UnknownValue.Instance;
        }
    }

    private Value? Optional(Expression? expression, Frame frame)
    {
        if (expression is null) return null;
        Value value = Evaluate(expression, frame);
        return value == SingletonValue.None ? null : value;
    }

    private static Value MakeConstant(ConstantExpression constant) => constant.Constant switch
    {
        ConstantKind.None => SingletonValue.None,
        ConstantKind.True => BooleanValue.True,
        ConstantKind.False => BooleanValue.False,
        ConstantKind.Ellipsis => SingletonValue.Ellipsis,
        ConstantKind.Integer => IntegerValue.Of((long)constant.Value!),
        ConstantKind.Float => new FloatValue((double)constant.Value!),
        ConstantKind.String => new StringValue((string)constant.Value!),
        ConstantKind.Bytes => new BytesValue((byte[])constant.Value!),
        _ => UnknownValue.Instance,
    };

    private Value EvaluateLogical(LogicalExpression logical, Frame frame)
    {
        bool undecided = false;
        for (int i = 0; ; i++)
        {
            Expression operand = logical.Operands[i];
            Value value = undecided ? EvaluatePossibly(operand, frame) : Evaluate(operand, frame);
            bool? truth = TruthOf(value);
            bool ends = truth is { } known && known != logical.IsAnd;
            if (i == logical.Operands.Length - 1)
            {
                // `unknown and False` is false whatever the unknown is; `unknown and value` is not known.
                return !undecided ? value : !ends ? UnknownValue.Instance : logical.IsAnd ? UnknownValue.False : UnknownValue.True;
            }

            if (ends) return !undecided ? value : logical.IsAnd ? UnknownValue.False : UnknownValue.True;
            if (truth is null) undecided = true;
        }
    }

    private Value EvaluateComparison(ComparisonExpression comparison, Frame frame)
    {
        Value left = Evaluate(comparison.Operands[0], frame);
        bool? all = true;
        for (int i = 0; i < comparison.Operators.Length; i++)
        {
            Value right = Evaluate(comparison.Operands[i + 1], frame);
            bool? holds = Compare(comparison.Operators[i], left, right);
            if (holds == false) return BooleanValue.False;
            if (holds is null) all = null;
            left = right;
        }

        return BooleanValue.Of(all);
    }

    private Value EvaluateConditional(ConditionalExpression conditional, Frame frame)
    {
        bool? truth = TruthOf(Evaluate(conditional.Test, frame));
        return truth is { } known ? Evaluate(known ? conditional.Then : conditional.Otherwise, frame) : EvaluateEither(conditional, frame);
    }

    private Value EvaluateEither(ConditionalExpression conditional, Frame frame)
    {
        Value then = UnknownValue.Instance;
        Value otherwise = UnknownValue.Instance;
        Either(
            () =>
            {
                then = Evaluate(conditional.Then, frame);
                return Flow.Normal;
            },
            () =>
            {
                otherwise = Evaluate(conditional.Otherwise, frame);
                return Flow.Normal;
            });
        return Operations.Join(then, otherwise);
    }

    private Value EvaluateSequence(SequenceExpression sequence, Frame frame)
    {
        List<Value> items = new(sequence.Elements.Length);
        bool exact = true;
        foreach (Expression element in sequence.Elements)
        {
            if (element is StarredExpression starred)
            {
                if (Iterate(Evaluate(starred.Value, frame)) is { } more) items.AddRange(more);
                else exact = false;
            }
            else
            {
                items.Add(Evaluate(element, frame));
            }
        }

        switch (sequence.Shape)
        {
            case SequenceKind.Tuple:
                return exact ? items.Count == 0 ? TupleValue.Empty : new TupleValue([.. items]) : UnknownValue.Instance;
            case SequenceKind.List:
                return new ListValue(items, Depth) { IsExact = exact };
            default:
                SetValue set = new() { Depth = Depth, IsExact = exact };
                foreach (Value item in items) set.Add(item);
                return set;
        }
    }

    private DictionaryValue EvaluateDictionary(DictionaryExpression expression, Frame frame)
    {
        DictionaryValue result = NewDictionary();
        foreach ((Expression? key, Expression value) in expression.Items)
        {
            if (key is not null)
            {
                Value name = Evaluate(key, frame);
                result.Set(name, Evaluate(value, frame));
            }
            else if (Evaluate(value, frame) is MappingValue { IsExact: true } more)
            {
                foreach ((Value name, Value item) in more.Items.ToArray()) result.Set(name, item);
            }
            else
            {
                result.Loosen();
            }
        }

        return result;
    }

    private FunctionValue MakeLambda(LambdaExpression lambda, Frame frame) => new()
    {
        Name = "<lambda>",
        Module = frame.Module,
        Lambda = lambda,
        Enclosing = frame.ForClosure,
        Defaults = EvaluateDefaults(lambda.Parameters, frame),
    };

    private Dictionary<string, Value>? EvaluateDefaults(ParameterList parameters, Frame frame)
    {
        Dictionary<string, Value>? defaults = null;
        foreach (Parameter parameter in parameters.Parameters)
        {
            if (parameter.Default is not null) (defaults ??= [])[parameter.Name] = Evaluate(parameter.Default, frame);
        }

        return defaults;
    }
}
