using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>Subscripts.</summary>
internal sealed partial class Interpreter
{
    /// <summary><c>container[index]</c>.</summary>
    /// <param name="container">The container.</param>
    /// <param name="index">The index or key.</param>
    public Value GetItem(Value container, Value index)
    {
        switch (container)
        {
            case MappingValue mapping:
                return FromMapping(mapping, index);
            case TupleValue tuple:
                return FromRow(tuple.Items, index, true, items => new TupleValue([.. items]), "tuple");
            case ListValue list:
                return FromRow(list.Items, index, list.IsExact, items => NewList(items), "list");
            case StringValue text:
                return FromText(text, index);
            case InstanceValue instance when instance.Class.Find("__getitem__", out _) is FunctionValue method:
                return Call(method, Arguments.Of(instance, index));
            case ClassValue type when type.Find("__class_getitem__", out _) is not null || type.IsBuiltin:
                return type;
            case ClassValue { IsReworked: false, Metaclass: null } type when type.HasUnknownBase:
                // Generic[T] and its relatives: the class itself for what matters here.
                return type;
            default:
                return UnknownValue.Instance;
        }
    }

    private Value FromMapping(MappingValue mapping, Value key)
    {
        if (mapping.Find(key) is { } found) return found;
        if (mapping is DictionaryValue { DefaultFactory: { } factory } dictionary && Keys.Of(key) is not null)
        {
            Value made = Call(factory, Arguments.None);
            Touch(dictionary);
            dictionary.Set(key, made);
            return made;
        }

        return mapping.IsExact && Keys.Of(key) is not null ? Otherwise(BuiltinTypes.KeyError, key) : UnknownValue.Instance;
    }

    /// <summary>Raises what follows from the values, unless an undecided branch leaves it open.</summary>
    private UnknownValue Otherwise(ClassValue type, Value argument)
    {
        InstanceValue error = NewException(type, argument);
        error.IsInferred = true;
        return IsRaised(error) ? throw Thrown(error) : UnknownValue.Instance;
    }

    private Value FromRow(IReadOnlyList<Value> items, Value index, bool exact, Func<IEnumerable<Value>, Value> make, string type)
    {
        if (index is SliceValue slice)
        {
            return exact && Range(slice, items.Count) is { } range ? make(range.Select(i => items[i])) : UnknownValue.Instance;
        }

        if (Operations.Integer(index) is not { } number) return UnknownValue.Instance;
        if (!exact) return UnknownValue.Instance;
        if (number < 0) number += items.Count;
        return number >= 0 && number < items.Count ? items[(int)number] : Otherwise(BuiltinTypes.IndexError, new StringValue($"{type} index out of range"));
    }

    private Value FromText(StringValue text, Value index)
    {
        if (index is SliceValue slice)
        {
            return Range(slice, text.Text.Length) is { } range ? new StringValue(string.Concat(range.Select(i => text.Text[i])), text.IsApproximate) : UnknownValue.Instance;
        }

        if (Operations.Integer(index) is not { } number) return UnknownValue.Instance;
        if (number < 0) number += text.Text.Length;
        if (number >= 0 && number < text.Text.Length) return new StringValue(text.Text[(int)number].ToString(), text.IsApproximate);
        return text.IsApproximate ? UnknownValue.Instance : Otherwise(BuiltinTypes.IndexError, new StringValue("string index out of range"));
    }

    /// <summary>The indices a slice picks, or null when its ends are not known.</summary>
    private static List<int>? Range(SliceValue slice, int length)
    {
        long step = 1;
        if (slice.Step is not null)
        {
            if (Operations.Integer(slice.Step) is not { } given || given == 0) return null;
            step = given;
        }

        long lower = step > 0 ? 0 : length - 1;
        long upper = step > 0 ? length : -1;
        if (slice.Lower is not null)
        {
            if (Operations.Integer(slice.Lower) is not { } given) return null;
            lower = Math.Clamp(given < 0 ? given + length : given, step > 0 ? 0 : -1, step > 0 ? length : length - 1);
        }

        if (slice.Upper is not null)
        {
            if (Operations.Integer(slice.Upper) is not { } given) return null;
            upper = Math.Clamp(given < 0 ? given + length : given, step > 0 ? 0 : -1, step > 0 ? length : length - 1);
        }

        List<int> indices = [];
        for (long i = lower; step > 0 ? i < upper : i > upper; i += step) indices.Add((int)i);
        return indices;
    }

    private void SetItem(Value container, Value index, Value value)
    {
        switch (container)
        {
            case MappingValue mapping:
                Touch(mapping);
                mapping.Set(index, value);
                break;
            case ListValue list:
                Touch(list);
                if (index is SliceValue { Lower: null, Upper: null, Step: null } && Iterate(value) is { } all)
                {
                    list.Items.Clear();
                    list.Items.AddRange(all);
                }
                else if (Operations.Integer(index) is { } number && (number < 0 ? number + list.Items.Count : number) is >= 0 and var at && at < list.Items.Count)
                {
                    list.Items[(int)at] = value;
                }
                else
                {
                    list.IsExact = false;
                }

                break;
            case InstanceValue instance when instance.Class.Find("__setitem__", out _) is FunctionValue method:
                Call(method, Arguments.Of(instance, index, value));
                break;
        }
    }

    private void DeleteItem(Value container, Value index)
    {
        switch (container)
        {
            case MappingValue mapping:
                Touch(mapping);
                if (!mapping.Remove(index) && mapping.IsExact) Otherwise(BuiltinTypes.KeyError, index);
                break;
            case ListValue list:
                Touch(list);
                if (Operations.Integer(index) is { } number && (number < 0 ? number + list.Items.Count : number) is >= 0 and var at && at < list.Items.Count) list.Items.RemoveAt((int)at);
                else if (index is SliceValue { Lower: null, Upper: null, Step: null }) list.Items.Clear();
                else list.IsExact = false;
                break;
            case InstanceValue instance when instance.Class.Find("__delitem__", out _) is FunctionValue method:
                Call(method, Arguments.Of(instance, index));
                break;
        }
    }
}
