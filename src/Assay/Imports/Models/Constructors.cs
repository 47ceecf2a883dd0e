using Assay.Imports.Values;
using Assay.Imports.Walking;

namespace Assay.Imports.Models;

/// <summary>What calling a built-in type makes.</summary>
internal static class Constructors
{
    private static readonly Dictionary<ClassValue, Func<Interpreter, Arguments, Value>> Table = new()
    {
        [BuiltinTypes.Object] = (walk, _) => walk.NewInstance(BuiltinTypes.Object),
        [BuiltinTypes.Type] = MakeType,
        [BuiltinTypes.Integer] = (_, a) => MakeInteger(a),
        [BuiltinTypes.Boolean] = (_, a) => a.Get(0) is { } value ? BooleanValue.Of(Operations.Truth(value)) : BooleanValue.False,
        [BuiltinTypes.Float] = (_, a) => Operations.Number(a.Get(0) ?? IntegerValue.Of(0)) is { } number ? new FloatValue(number) : UnknownValue.Instance,
        [BuiltinTypes.Complex] = (_, _) => UnknownValue.Instance,
        [BuiltinTypes.String] = (walk, a) => a.Get(0) is not { } value ? StringValue.Empty : a.Positional.Length > 1 ? UnknownValue.Instance : (Value?)walk.TextOf(value) ?? UnknownValue.Instance,
        [BuiltinTypes.Bytes] = (_, a) => a.Get(0) is null or BytesValue ? a.Get(0) ?? new BytesValue([]) : UnknownValue.Instance,
        [BuiltinTypes.ByteArray] = (_, _) => UnknownValue.Instance,
        [BuiltinTypes.Tuple] = (walk, a) => a.Get(0) is not { } value ? TupleValue.Empty : walk.Iterate(value) is { } items ? new TupleValue([.. items]) : UnknownValue.Instance,
        [BuiltinTypes.List] = MakeList,
        [BuiltinTypes.Set] = (walk, a) => MakeSet(walk, a, false),
        [BuiltinTypes.FrozenSet] = (walk, a) => MakeSet(walk, a, true),
        [BuiltinTypes.Dictionary] = MakeDictionary,
        [BuiltinTypes.Slice] = (_, a) => a.Positional.Length switch
        {
            1 => new SliceValue(null, Part(a, 0), null),
            2 or 3 => new SliceValue(Part(a, 0), Part(a, 1), Part(a, 2)),
            _ => UnknownValue.Instance,
        },
        [BuiltinTypes.Property] = (_, a) => new DescriptorValue(DescriptorKind.Property, a.Get(0, "fget") ?? UnknownValue.Instance),
        [BuiltinTypes.StaticMethod] = (_, a) => new DescriptorValue(DescriptorKind.StaticMethod, a.Get(0) ?? UnknownValue.Instance),
        [BuiltinTypes.ClassMethod] = (_, a) => new DescriptorValue(DescriptorKind.ClassMethod, a.Get(0) ?? UnknownValue.Instance),
        [BuiltinTypes.Module] = MakeModule,
        [BuiltinTypes.Function] = (_, _) => UnknownValue.Instance,
        [BuiltinTypes.Method] = (_, a) => a.Get(0) is { } function && a.Get(1) is { } self ? new BoundMethod(self, function) : UnknownValue.Instance,
        [BuiltinTypes.SimpleNamespace] = MakeNamespace,
        [BuiltinTypes.Path] = (walk, a) => PathMethods.Make(walk, a),
    };

    /// <summary>The constructor of a type; null for a class that is instantiated like any other.</summary>
    /// <param name="type">The class.</param>
    public static Func<Interpreter, Arguments, Value>? Find(ClassValue type) => type.Constructor ?? (type.IsBuiltin ? Table.GetValueOrDefault(type) : null);

    private static Value? Part(Arguments arguments, int position) => arguments.Get(position) is { } value && value != SingletonValue.None ? value : null;

    private static Value MakeType(Interpreter walk, Arguments arguments)
    {
        if (arguments.Positional.Length == 1) return (Value?)BuiltinTypes.Of(arguments.Positional[0]) ?? UnknownValue.Instance;
        return walk.NewClass(arguments.Prepend(BuiltinTypes.Type));
    }

    private static Value MakeInteger(Arguments arguments)
    {
        Value value = arguments.Get(0) ?? IntegerValue.Of(0);
        if (Operations.Integer(value) is { } number) return IntegerValue.Of(number);
        if (value is FloatValue real && Math.Abs(real.Value) < 1e15) return IntegerValue.Of((long)real.Value);
        return value is StringValue { IsApproximate: false } text && arguments.Positional.Length == 1
            && long.TryParse(text.Text.Trim(), System.Globalization.NumberStyles.AllowLeadingSign, System.Globalization.CultureInfo.InvariantCulture, out long parsed)
            ? IntegerValue.Of(parsed)
            : UnknownValue.Instance;
    }

    private static ListValue MakeList(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0) is not { } value) return walk.NewList([]);
        List<Value>? items = walk.Iterate(value);
        ListValue list = walk.NewList(items ?? KnownItems(value));
        list.IsExact = items is not null;
        return list;
    }

    private static SetValue MakeSet(Interpreter walk, Arguments arguments, bool frozen)
    {
        Value? value = arguments.Get(0);
        List<Value>? items = value is null ? [] : walk.Iterate(value);
        SetValue set = new() { Depth = walk.Depth, IsFrozen = frozen, IsExact = items is not null };
        foreach (Value item in items ?? KnownItems(value!)) set.Add(item);
        return set;
    }

    // What is known of a collection that may hold more: numpy's `__all__` is a list of a union of sets of which not all are known.
    private static List<Value> KnownItems(Value value) => value switch
    {
        ListValue list => [.. list.Items],
        SetValue set => [.. set.Items],
        _ => [],
    };

    private static DictionaryValue MakeDictionary(Interpreter walk, Arguments arguments)
    {
        DictionaryValue result = walk.NewDictionary();
        FillDictionary(walk, result, arguments);
        return result;
    }

    /// <summary>Puts into a dictionary what the arguments of <c>dict</c> or <c>dict.update</c> say.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="result">The dictionary.</param>
    /// <param name="arguments">The arguments.</param>
    public static void FillDictionary(Interpreter walk, MappingValue result, Arguments arguments)
    {
        switch (arguments.Positional.ElementAtOrDefault(0))
        {
            case null:
                break;
            case MappingValue mapping:
                foreach ((Value key, Value value) in mapping.Items.ToArray()) result.Set(key, value);
                if (!mapping.IsExact) result.Loosen();
                break;
            case { } other when walk.Iterate(other) is { } pairs:
                foreach (Value pair in pairs)
                {
                    if (walk.Iterate(pair) is [{ } key, { } value]) result.Set(key, value);
                    else result.Loosen();
                }

                break;
            default:
                result.Loosen();
                break;
        }

        foreach ((string name, Value value) in arguments.Keywords) result.Set(new StringValue(name), value);
        if (arguments.IsOpen) result.Loosen();
    }

    private static Value MakeModule(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0, "name") is not StringValue name) return UnknownValue.Instance;
        ModuleValue module = new(name.Text, null, walk.NewNamespace());
        module.Globals.Bind("__name__", name);
        foreach (string attribute in new[] { "__doc__", "__package__", "__loader__", "__spec__" }) module.Globals.Bind(attribute, SingletonValue.None);
        return module;
    }

    private static InstanceValue MakeNamespace(Interpreter walk, Arguments arguments)
    {
        InstanceValue result = walk.NewInstance(BuiltinTypes.SimpleNamespace);
        foreach ((string name, Value value) in arguments.Keywords) result.Attributes.Bind(name, value);
        result.Attributes.IsOpen = arguments.IsOpen;
        return result;
    }
}
