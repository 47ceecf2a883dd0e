using System.Globalization;
using System.Text;

namespace Assay.Imports.Values;

/// <summary>What can be told of values without running anything. Null stands for what cannot be told.</summary>
internal static class Operations
{
    /// <summary>Strings longer than this are not built: they could only serve to exhaust memory.</summary>
    public const int LargestText = 1 << 20;

    /// <summary>Whether a value is true in a condition.</summary>
    /// <param name="value">A value.</param>
    public static bool? Truth(Value value) => value switch
    {
        BooleanValue truth => truth.Value,
        UnknownValue unknown => unknown.Truth,
        SingletonValue single => single != SingletonValue.None,
        IntegerValue number => number.Value != 0,
        FloatValue real => real.Value != 0,
        StringValue { IsApproximate: false } text => text.Text.Length > 0,
        BytesValue bytes => bytes.Bytes.Length > 0,
        TupleValue tuple => tuple.Items.Length > 0,
        ListValue list => list.IsExact ? list.Items.Count > 0 : null,
        SetValue set => set.IsExact ? set.Count > 0 : null,
        MappingValue mapping => mapping.Count > 0 ? true : mapping.IsExact ? false : null,
        FunctionValue or NativeFunction or NativeMethod or BoundMethod or ModuleValue or PartialValue or DescriptorValue => true,
        ClassValue type => type.Metaclass is null && !type.IsReworked ? true : null,
        InstanceValue instance => HasOwnTruth(instance) ? null : true,
        _ => null,
    };

    /// <summary>Whether two values are equal.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    public static bool? AreEqual(Value left, Value right)
    {
        if (ReferenceEquals(left, right) && left is not UnknownValue) return true;
        switch (left, right)
        {
            case (UnknownValue, _) or (_, UnknownValue):
                return null;
            case (StringValue a, StringValue b):
                return a.IsApproximate || b.IsApproximate ? null : a.Text == b.Text;
            case (BytesValue a, BytesValue b):
                return a.Bytes.AsSpan().SequenceEqual(b.Bytes);
            case (TupleValue a, TupleValue b):
                return AreEqual(a.Items, b.Items);
            case (ListValue a, ListValue b):
                return a.IsExact && b.IsExact ? AreEqual([.. a.Items], [.. b.Items]) : null;
        }

        if (Number(left) is { } x && Number(right) is { } y) return x == y;
        bool plain = IsPlain(left) && IsPlain(right);
        return plain ? left is SetValue or MappingValue || right is SetValue or MappingValue ? (left.GetType() != right.GetType() ? false : null) : false : null;
    }

    /// <summary>Whether two values are one object.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    public static bool? AreSame(Value left, Value right)
    {
        if (left is UnknownValue || right is UnknownValue) return null;
        if (ReferenceEquals(left, right)) return true;
        if (left is SingletonValue || right is SingletonValue || left is BooleanValue || right is BooleanValue) return false;
        if (left is ClassValue { IsReworked: false } && right is ClassValue { IsReworked: false }) return false;
        if (left is ModuleValue && right is ModuleValue) return false;
        return left.GetType() != right.GetType() && IsPlain(left) && IsPlain(right) ? false : AreEqual(left, right) == false ? false : null;
    }

    /// <summary>-1, 0 or 1 by the order of two values; null when it cannot be told.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    public static int? Compare(Value left, Value right)
    {
        if (left is StringValue { IsApproximate: false } a && right is StringValue { IsApproximate: false } b) return Math.Sign(string.CompareOrdinal(a.Text, b.Text));
        if (Number(left) is { } x && Number(right) is { } y) return double.IsNaN(x) || double.IsNaN(y) ? null : x.CompareTo(y);
        Value[]? first = left is TupleValue t ? t.Items : left is ListValue { IsExact: true } l ? [.. l.Items] : null;
        Value[]? second = right is TupleValue u ? u.Items : right is ListValue { IsExact: true } m ? [.. m.Items] : null;
        if (first is null || second is null || (left is TupleValue) != (right is TupleValue)) return null;
        for (int i = 0; i < Math.Min(first.Length, second.Length); i++)
        {
            bool? equal = AreEqual(first[i], second[i]);
            if (equal is null) return null;
            if (equal == false) return Compare(first[i], second[i]);
        }

        return first.Length.CompareTo(second.Length);
    }

    /// <summary>The number in a value, or null.</summary>
    /// <param name="value">A value.</param>
    public static double? Number(Value value) => value switch
    {
        IntegerValue number => number.Value,
        BooleanValue truth => truth.Value ? 1 : 0,
        FloatValue real => real.Value,
        _ => null,
    };

    /// <summary>The integer in a value, or null.</summary>
    /// <param name="value">A value.</param>
    public static long? Integer(Value value) => value switch
    {
        IntegerValue number => number.Value,
        BooleanValue truth => truth.Value ? 1 : 0,
        _ => null,
    };

    /// <summary>The value that two branches agree on; unknown when they do not.</summary>
    /// <param name="left">A value.</param>
    /// <param name="right">Another.</param>
    public static Value Join(Value left, Value right)
    {
        if (ReferenceEquals(left, right)) return left;
        if (left is StringValue a && right is StringValue b && a.Text == b.Text) return a;
        if (left is IntegerValue x && right is IntegerValue y && x.Value == y.Value) return x;
        return UnknownValue.Instance;
    }

    /// <summary><c>repr(value)</c>, or null.</summary>
    /// <param name="value">A value.</param>
    /// <param name="depth">How deep it is nested.</param>
    public static StringValue? Represent(Value value, int depth = 0)
    {
        if (depth > 8) return null;
        switch (value)
        {
            case StringValue text: return new StringValue(Quote(text.Text), text.IsApproximate);
            case SingletonValue single: return new StringValue(single.Name);
            case BooleanValue or IntegerValue or FloatValue: return Text(value);
            case BytesValue bytes: return new StringValue("b" + Quote(Encoding.Latin1.GetString(bytes.Bytes)).Replace("\u0080", "\\x80", StringComparison.Ordinal));
            case TupleValue tuple when tuple.Names is null: return Row(tuple.Items, "(", tuple.Items.Length == 1 ? ",)" : ")", depth);
            case ListValue { IsExact: true } list when list.Class == BuiltinTypes.List: return Row(list.Items, "[", "]", depth);
            case SetValue { IsExact: true, IsFrozen: false, Count: 1 } set: return Row(set.Items, "{", "}", depth);
            case DictionaryValue { IsExact: true, DefaultFactory: null } dictionary: return Dictionary(dictionary, depth);
            case ClassValue { IsBuiltin: true, IsReworked: false } type: return new StringValue($"<class '{type.Name}'>");
            case ClassValue { IsReworked: false } type: return new StringValue($"<class '{type.Module}.{type.Name}'>");
            case ModuleValue { Spec: { } spec } module:
                return spec.File is { } file ? new StringValue($"<module '{module.Name}' from '{file}'>") : spec.Kind == ModuleKind.Builtin ? new StringValue($"<module '{module.Name}' (built-in)>") : null;
            case InstanceValue { Payload: string path } instance when instance.Class == BuiltinTypes.Path: return new StringValue($"PosixPath({Quote(path)})");
            default: return null;
        }
    }

    /// <summary><c>str(value)</c> for values without a method of their own, or null.</summary>
    /// <param name="value">A value.</param>
    public static StringValue? Text(Value value) => value switch
    {
        StringValue text => text,
        IntegerValue number => new StringValue(number.Value.ToString(CultureInfo.InvariantCulture)),
        BooleanValue truth => new StringValue(truth.Value ? "True" : "False"),
        FloatValue real => FloatText(real.Value) is { } text ? new StringValue(text) : null,
        InstanceValue { Payload: string path } instance when instance.Class == BuiltinTypes.Path => new StringValue(path),
        _ => Represent(value),
    };

    /// <summary>A string as <c>repr</c> shows it.</summary>
    /// <param name="text">The string.</param>
    public static string Quote(string text)
    {
        char quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        StringBuilder result = new(text.Length + 2);
        result.Append(quote);
        foreach (char c in text)
        {
            switch (c)
            {
                case '\\': result.Append("\\\\"); break;
                case '\n': result.Append("\\n"); break;
                case '\r': result.Append("\\r"); break;
                case '\t': result.Append("\\t"); break;
                default:
                    if (c == quote) result.Append('\\').Append(c);
                    else if (c < ' ' || c == '\x7f') result.Append(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}");
                    else result.Append(c);
                    break;
            }
        }

        return result.Append(quote).ToString();
    }

    private static string? FloatText(double value)
    {
        if (double.IsInfinity(value)) return value > 0 ? "inf" : "-inf";
        if (double.IsNaN(value)) return "nan";
        double size = Math.Abs(value);
        if (size is not 0 and (< 1e-4 or >= 1e16)) return null;
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('E', StringComparison.Ordinal) ? null : text.Contains('.', StringComparison.Ordinal) ? text : text + ".0";
    }

    private static StringValue? Row(IEnumerable<Value> items, string open, string close, int depth)
    {
        StringBuilder result = new(open);
        bool approximate = false;
        bool first = true;
        foreach (Value item in items)
        {
            if (Represent(item, depth + 1) is not { } part || result.Length > LargestText) return null;
            if (!first) result.Append(", ");
            first = false;
            result.Append(part.Text);
            approximate |= part.IsApproximate;
        }

        return new StringValue(result.Append(close).ToString(), approximate);
    }

    private static StringValue? Dictionary(DictionaryValue dictionary, int depth)
    {
        StringBuilder result = new("{");
        foreach ((Value key, Value value) in dictionary.Items)
        {
            if (Represent(key, depth + 1) is not { } left || Represent(value, depth + 1) is not { } right || result.Length > LargestText) return null;
            if (result.Length > 1) result.Append(", ");
            result.Append(left.Text).Append(": ").Append(right.Text);
        }

        return new StringValue(result.Append('}').ToString());
    }

    private static bool? AreEqual(Value[] left, Value[] right)
    {
        if (left.Length != right.Length) return false;
        bool? all = true;
        for (int i = 0; i < left.Length; i++)
        {
            bool? equal = AreEqual(left[i], right[i]);
            if (equal == false) return false;
            if (equal is null) all = null;
        }

        return all;
    }

    // Values whose equality no Python code defines.
    private static bool IsPlain(Value value) =>
        value is not (UnknownValue or InstanceValue) and not ClassValue { IsReworked: true } and not ClassValue { Metaclass: not null };

    private static bool HasOwnTruth(InstanceValue instance) =>
        instance.Class.HasUnknownBase || instance.Attributes.IsOpen || instance.Class.HoldsItems || instance.Class.Find("__bool__", out _) is not null || instance.Class.Find("__len__", out _) is not null;
}
