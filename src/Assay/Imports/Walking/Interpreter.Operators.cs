using System.Text;
using Assay.Imports.Syntax;
using Assay.Imports.Values;
using Assay.Primitives;

namespace Assay.Imports.Walking;

/// <summary>Operators and subscripts.</summary>
internal sealed partial class Interpreter
{
    private Value Binary(BinaryOperator op, Value left, Value right)
    {
        if (left is UnknownValue && right is UnknownValue) return UnknownValue.Instance;
        if (op == BinaryOperator.Modulo && left is StringValue format) return FormatPercent(format, right);
        if (op == BinaryOperator.Divide && IsPath(left, out string? directory) && PathText(right) is { } name) return NewPath(PosixPath.Join(directory!, name));
        if (op is BinaryOperator.Divide or BinaryOperator.FloorDivide && Operations.Number(left) is not null && Operations.Number(right) == 0)
            return Otherwise(BuiltinTypes.ZeroDivisionError, new StringValue("division by zero", isApproximate: true));
        if (Operations.Integer(left) is { } a && Operations.Integer(right) is { } b) return Integers(op, a, b);
        if (Operations.Number(left) is { } x && Operations.Number(right) is { } y) return Floats(op, x, y);
        return (op, left, right) switch
        {
            (BinaryOperator.Add, StringValue s, StringValue t) => s.Text.Length + t.Text.Length > Operations.LargestText
                ? UnknownValue.Instance
                : new StringValue(s.Text + t.Text, s.IsApproximate || t.IsApproximate),
            (BinaryOperator.Add, TupleValue s, TupleValue t) => s.Items.Length + t.Items.Length > MaximumRounds ? UnknownValue.Instance : new TupleValue([.. s.Items, .. t.Items]),
            (BinaryOperator.Add, ListValue s, ListValue t) => s.Items.Count + t.Items.Count > MaximumRounds
                ? UnknownValue.Instance
                : new ListValue([.. s.Items, .. t.Items], Depth) { IsExact = s.IsExact && t.IsExact },
            (BinaryOperator.Add, BytesValue s, BytesValue t) => new BytesValue([.. s.Bytes, .. t.Bytes]),
            (BinaryOperator.Multiply, _, _) => Repeat(left, right),
            (BinaryOperator.Or or BinaryOperator.And or BinaryOperator.Subtract or BinaryOperator.Xor, SetValue s, SetValue t) => Sets(op, s, t),
            (BinaryOperator.Or, DictionaryValue s, DictionaryValue t) => Union(s, t),
            _ => ByMethod(op, left, right),
        };
    }

    /// <summary><c>left + right</c>.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    public Value Add(Value left, Value right) => Binary(BinaryOperator.Add, left, right);

    private static readonly Dictionary<BinaryOperator, string> OperatorMethods = new()
    {
        [BinaryOperator.Add] = "add",
        [BinaryOperator.Subtract] = "sub",
        [BinaryOperator.Multiply] = "mul",
        [BinaryOperator.Divide] = "truediv",
        [BinaryOperator.FloorDivide] = "floordiv",
        [BinaryOperator.Modulo] = "mod",
        [BinaryOperator.Power] = "pow",
        [BinaryOperator.MatrixMultiply] = "matmul",
        [BinaryOperator.And] = "and",
        [BinaryOperator.Or] = "or",
        [BinaryOperator.Xor] = "xor",
        [BinaryOperator.LeftShift] = "lshift",
        [BinaryOperator.RightShift] = "rshift",
    };

    // Objects of Python classes define their own operators.
    private Value ByMethod(BinaryOperator op, Value left, Value right)
    {
        string name = OperatorMethods[op];
        if (left is InstanceValue first && first.Class.Find($"__{name}__", out _) is FunctionValue method) return Call(method, Arguments.Of(first, right));
        if (right is InstanceValue second && second.Class.Find($"__r{name}__", out _) is FunctionValue reflected) return Call(reflected, Arguments.Of(second, left));
        return UnknownValue.Instance;
    }

    private static Value Integers(BinaryOperator op, long a, long b)
    {
        try
        {
            return checked(op switch
            {
                BinaryOperator.Add => IntegerValue.Of(a + b),
                BinaryOperator.Subtract => IntegerValue.Of(a - b),
                BinaryOperator.Multiply => IntegerValue.Of(a * b),
                BinaryOperator.Divide when b != 0 => new FloatValue((double)a / b),
                BinaryOperator.FloorDivide when b != 0 => IntegerValue.Of((long)Math.Floor((decimal)a / b)),
                BinaryOperator.Modulo when b != 0 => IntegerValue.Of(((a % b) + b) % b),
                BinaryOperator.And => IntegerValue.Of(a & b),
                BinaryOperator.Or => IntegerValue.Of(a | b),
                BinaryOperator.Xor => IntegerValue.Of(a ^ b),
                BinaryOperator.LeftShift when b is >= 0 and < 62 && Math.Abs(a) < 1L << (62 - (int)b) => IntegerValue.Of(a << (int)b),
                BinaryOperator.RightShift when b is >= 0 and < 63 => IntegerValue.Of(a >> (int)b),
                BinaryOperator.Power when b >= 0 && Math.Abs(Math.Pow(a, b)) < 9e15 => IntegerValue.Of((long)Math.Pow(a, b)),
                _ => (Value)UnknownValue.Instance,
            });
        }
        catch (OverflowException)
        {
            return UnknownValue.Instance;
        }
    }

    private static Value Floats(BinaryOperator op, double a, double b) => op switch
    {
        BinaryOperator.Add => new FloatValue(a + b),
        BinaryOperator.Subtract => new FloatValue(a - b),
        BinaryOperator.Multiply => new FloatValue(a * b),
        BinaryOperator.Divide when b != 0 => new FloatValue(a / b),
        BinaryOperator.Power => new FloatValue(Math.Pow(a, b)),
        _ => UnknownValue.Instance,
    };

    private Value Repeat(Value left, Value right)
    {
        if (Operations.Integer(left) is not null) (left, right) = (right, left);
        if (Operations.Integer(right) is not { } count) return ByMethod(BinaryOperator.Multiply, left, right);
        count = Math.Max(count, 0);
        switch (left)
        {
            case StringValue text when text.Text.Length * (double)count <= Operations.LargestText:
                return new StringValue(new StringBuilder().Insert(0, text.Text, (int)count).ToString(), text.IsApproximate);
            case TupleValue tuple when tuple.Items.Length * (double)count <= MaximumRounds:
                return new TupleValue([.. Enumerable.Repeat(tuple.Items, (int)count).SelectMany(item => item)]);
            case ListValue list when list.Items.Count * (double)count <= MaximumRounds:
                return new ListValue([.. Enumerable.Repeat(list.Items, (int)count).SelectMany(item => item)], Depth) { IsExact = list.IsExact };
            default:
                return UnknownValue.Instance;
        }
    }

    private SetValue Sets(BinaryOperator op, SetValue left, SetValue right)
    {
        SetValue result = new() { Depth = Depth, IsExact = left.IsExact && right.IsExact, IsFrozen = left.IsFrozen };
        foreach (Value item in left.Items)
        {
            bool there = right.Contains(item) == true;
            if (op == BinaryOperator.Or || (op == BinaryOperator.And ? there : !there)) result.Add(item);
        }

        if (op is BinaryOperator.And or BinaryOperator.Subtract) return result;
        foreach (Value item in right.Items)
        {
            if (op == BinaryOperator.Or || left.Contains(item) != true) result.Add(item);
        }

        return result;
    }

    private DictionaryValue Union(DictionaryValue left, DictionaryValue right)
    {
        DictionaryValue result = NewDictionary();
        foreach ((Value key, Value value) in left.Items.Concat(right.Items)) result.Set(key, value);
        if (!left.IsExact || !right.IsExact) result.Loosen();
        return result;
    }

    private Value Unary(UnaryOperator op, Value operand)
    {
        if (op == UnaryOperator.Not) return BooleanValue.Of(TruthOf(operand) is { } truth ? !truth : null);
        if (Operations.Integer(operand) is { } number)
        {
            return op switch
            {
                UnaryOperator.Minus when number != long.MinValue => IntegerValue.Of(-number),
                UnaryOperator.Plus => IntegerValue.Of(number),
                UnaryOperator.Invert => IntegerValue.Of(~number),
                _ => UnknownValue.Instance,
            };
        }

        return operand is FloatValue real && op != UnaryOperator.Invert ? new FloatValue(op == UnaryOperator.Minus ? -real.Value : real.Value) : UnknownValue.Instance;
    }

    private bool? Compare(ComparisonOperator op, Value left, Value right)
    {
        switch (op)
        {
            case ComparisonOperator.Is: return Operations.AreSame(left, right);
            case ComparisonOperator.IsNot: return !Operations.AreSame(left, right);
            case ComparisonOperator.In: return Contains(right, left);
            case ComparisonOperator.NotIn: return !Contains(right, left);
            case ComparisonOperator.Equal or ComparisonOperator.NotEqual:
                bool? equal = Operations.AreEqual(left, right) ?? EqualByMethod(left, right);
                return op == ComparisonOperator.Equal ? equal : !equal;
        }

        int? order = Operations.Compare(left, right);
        if (order is null)
        {
            string name = op switch
            {
                ComparisonOperator.Less => "__lt__",
                ComparisonOperator.LessOrEqual => "__le__",
                ComparisonOperator.Greater => "__gt__",
                _ => "__ge__",
            };
            return left is InstanceValue instance && instance.Class.Find(name, out _) is FunctionValue method ? Operations.Truth(Call(method, Arguments.Of(instance, right))) : null;
        }

        return op switch
        {
            ComparisonOperator.Less => order < 0,
            ComparisonOperator.LessOrEqual => order <= 0,
            ComparisonOperator.Greater => order > 0,
            _ => order >= 0,
        };
    }

    private bool? EqualByMethod(Value left, Value right) =>
        left is InstanceValue instance && instance.Class.Find("__eq__", out _) is FunctionValue method
            ? Operations.Truth(Call(method, Arguments.Of(instance, right)))
            : null;

    private bool? Contains(Value container, Value item)
    {
        switch (container)
        {
            case StringValue text:
                return item is StringValue { IsApproximate: false } part ? text.Contains(part.Text) : null;
            case SetValue set: return set.Contains(item);
            case MappingValue mapping:
                if (mapping.Find(item) is not null) return true;
                return mapping.IsExact && Keys.Of(item) is not null ? false : null;
            case InstanceValue instance when instance.Class.Find("__contains__", out _) is FunctionValue method:
                return Operations.Truth(Call(method, Arguments.Of(instance, item)));
        }

        if (container is not (ListValue or TupleValue)) return null;
        bool exact = container is TupleValue || ((ListValue)container).IsExact;
        bool? found = exact ? false : null;
        IReadOnlyList<Value> elements = container is ListValue list ? list.Items : ((TupleValue)container).Items;
        foreach (Value element in elements)
        {
            bool? equal = Operations.AreEqual(element, item);
            if (equal == true) return exact ? true : null;
            if (equal is null) found = null;
        }

        return found;
    }
}
