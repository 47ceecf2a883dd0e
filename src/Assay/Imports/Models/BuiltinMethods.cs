using Assay.Imports.Values;
using Assay.Imports.Walking;

namespace Assay.Imports.Models;

/// <summary>The methods of built-in types: which there are, and what they do.</summary>
internal static class BuiltinMethods
{
    private static readonly Dictionary<ClassValue, HashSet<string>> Names = new()
    {
        // dir(type) of CPython 3.11 without the underscored names; what later versions added is listed too.
        [BuiltinTypes.String] =
        [
            "capitalize", "casefold", "center", "count", "encode", "endswith", "expandtabs", "find", "format", "format_map", "index", "isalnum", "isalpha", "isascii",
            "isdecimal", "isdigit", "isidentifier", "islower", "isnumeric", "isprintable", "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "maketrans",
            "partition", "removeprefix", "removesuffix", "replace", "rfind", "rindex", "rjust", "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip",
            "swapcase", "title", "translate", "upper", "zfill",
        ],
        [BuiltinTypes.Bytes] =
        [
            "capitalize", "center", "count", "decode", "endswith", "expandtabs", "find", "fromhex", "hex", "index", "isalnum", "isalpha", "isascii", "isdigit", "islower",
            "isspace", "istitle", "isupper", "join", "ljust", "lower", "lstrip", "maketrans", "partition", "removeprefix", "removesuffix", "replace", "rfind", "rindex", "rjust",
            "rpartition", "rsplit", "rstrip", "split", "splitlines", "startswith", "strip", "swapcase", "title", "translate", "upper", "zfill",
        ],
        [BuiltinTypes.Integer] = ["as_integer_ratio", "bit_count", "bit_length", "conjugate", "denominator", "from_bytes", "imag", "is_integer", "numerator", "real", "to_bytes"],
        [BuiltinTypes.Boolean] = ["as_integer_ratio", "bit_count", "bit_length", "conjugate", "denominator", "from_bytes", "imag", "is_integer", "numerator", "real", "to_bytes"],
        [BuiltinTypes.Float] = ["as_integer_ratio", "conjugate", "from_number", "fromhex", "hex", "imag", "is_integer", "real"],
        [BuiltinTypes.List] = ["append", "clear", "copy", "count", "extend", "index", "insert", "pop", "remove", "reverse", "sort"],
        [BuiltinTypes.Tuple] = ["count", "index"],
        [BuiltinTypes.Dictionary] = ["clear", "copy", "fromkeys", "get", "items", "keys", "pop", "popitem", "setdefault", "update", "values"],
        [BuiltinTypes.Set] =
        [
            "add", "clear", "copy", "difference", "difference_update", "discard", "intersection", "intersection_update", "isdisjoint", "issubset", "issuperset", "pop", "remove",
            "symmetric_difference", "symmetric_difference_update", "union", "update",
        ],
        [BuiltinTypes.FrozenSet] = ["copy", "difference", "intersection", "isdisjoint", "issubset", "issuperset", "symmetric_difference", "union"],
        [BuiltinTypes.None] = [],
    };

    /// <summary>Whether a value of a built-in type has an attribute; null when it cannot be told.</summary>
    /// <param name="owner">The value.</param>
    /// <param name="name">The attribute.</param>
    public static bool? Has(Value owner, string name)
    {
        if (owner is MappingValue and not DictionaryValue) return true;
        if (owner is TupleValue { Names: not null }) return Names[BuiltinTypes.Tuple].Contains(name) ? true : null;
        if (BuiltinTypes.Of(owner) is not { } type || !Names.TryGetValue(type, out HashSet<string>? names)) return owner is DictionaryValue ? true : null;
        if (names.Contains(name)) return true;
        return name.StartsWith("__", StringComparison.Ordinal) ? null : false;
    }

    /// <summary>A method taken from the type itself, such as <c>str.join</c>; null when there is none.</summary>
    /// <param name="type">The class.</param>
    /// <param name="name">The method.</param>
    public static Value? OfType(ClassValue type, string name)
    {
        if (type == BuiltinTypes.Dictionary && name == "fromkeys")
        {
            return new NativeFunction(name, (walk, arguments) =>
            {
                DictionaryValue result = walk.NewDictionary();
                if (walk.Iterate(arguments.Get(0) ?? UnknownValue.Instance) is { } keys) keys.ForEach(key => result.Set(key, arguments.Get(1) ?? SingletonValue.None));
                else result.Loosen();
                return result;
            });
        }

        if (type == BuiltinTypes.Object && name == "__new__") return new NativeFunction(name, (walk, arguments) => arguments.Get(0) is ClassValue made ? walk.NewInstance(made) : UnknownValue.Instance);
        if (type == BuiltinTypes.Type && name == "__new__") return new NativeFunction(name, (walk, arguments) => walk.NewClass(arguments));
        if (name == "__init__") return new NativeFunction(name, (_, _) => SingletonValue.None);
        if (name == "__setattr__" && type == BuiltinTypes.Object)
        {
            return new NativeFunction(name, (walk, arguments) =>
            {
                if (arguments.Positional is [InstanceValue instance, StringValue attribute, { } value]) walk.Write(instance.Attributes, attribute.Text, value);
                return SingletonValue.None;
            });
        }

        if (!Names.TryGetValue(type, out HashSet<string>? names) || !names.Contains(name)) return null;
        return new NativeFunction(name, (walk, arguments) => arguments.Positional.Length == 0 ? UnknownValue.Instance : Call(walk, arguments.Positional[0], name, arguments with { Positional = arguments.Positional[1..] }));
    }

    /// <summary>Calls a method of a value of a built-in type.</summary>
    /// <param name="walk">The walk.</param>
    /// <param name="self">The value.</param>
    /// <param name="name">The method.</param>
    /// <param name="arguments">The arguments.</param>
    public static Value Call(Interpreter walk, Value self, string name, Arguments arguments) => self switch
    {
        StringValue text => StringMethods.Call(walk, text, name, arguments),
        ListValue list => ContainerMethods.Call(walk, list, name, arguments),
        MappingValue mapping => ContainerMethods.Call(walk, mapping, name, arguments),
        SetValue set => ContainerMethods.Call(walk, set, name, arguments),
        TupleValue tuple => ContainerMethods.Call(walk, walk.NewList(tuple.Items), name, arguments),
        BytesValue bytes when name == "decode" => new StringValue(System.Text.Encoding.UTF8.GetString(bytes.Bytes)),
        _ => UnknownValue.Instance,
    };
}
