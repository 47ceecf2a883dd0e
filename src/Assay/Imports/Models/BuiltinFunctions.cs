using Assay.Imports.Syntax;
using Assay.Imports.Values;
using Assay.Imports.Walking;

namespace Assay.Imports.Models;

/// <summary>The built-in functions that the walk carries out.</summary>
internal static class BuiltinFunctions
{
    /// <summary>Name and body.</summary>
    public static IReadOnlyDictionary<string, Func<Interpreter, Arguments, Value>> All { get; } = new Dictionary<string, Func<Interpreter, Arguments, Value>>(StringComparer.Ordinal)
    {
        ["__import__"] = (walk, a) => walk.ImportBuiltin(a),
        ["abs"] = (_, a) => Operations.Integer(Or(a.Get(0))) is { } number and > long.MinValue ? IntegerValue.Of(Math.Abs(number)) : UnknownValue.Instance,
        ["all"] = (_, a) => Every(a, all: true),
        ["any"] = (_, a) => Every(a, all: false),
        ["callable"] = (_, a) => IsCallable(Or(a.Get(0))),
        ["chr"] = (_, a) => Operations.Integer(Or(a.Get(0))) is { } code and >= 0 and < 0xd800 ? new StringValue(((char)code).ToString()) : UnknownValue.Instance,
        ["dir"] = Directory,
        ["enumerate"] = Enumerate,
        ["eval"] = (walk, a) => a.Get(0) is StringValue ? UnknownValue.Instance : Bound(walk, a),
        ["exec"] = Execute,
        ["filter"] = Filter,
        ["format"] = (walk, a) => a.Positional.Length == 1 ? (Value?)walk.TextOf(a.Positional[0]) ?? UnknownValue.Instance : UnknownValue.Instance,
        ["getattr"] = GetAttribute,
        ["globals"] = (walk, _) => walk.Current is { } frame ? new NamespaceMapping(frame.Module.Globals, walk.Write) : UnknownValue.Instance,
        ["hasattr"] = (walk, a) => a.Get(1) is StringValue name ? BooleanValue.Of(walk.HasAttribute(Or(a.Get(0)), name.Text)) : UnknownValue.Instance,
        ["id"] = (_, _) => UnknownValue.Instance,
        ["isinstance"] = (walk, a) => BooleanValue.Of(walk.IsInstance(Or(a.Get(0)), Or(a.Get(1)))),
        ["issubclass"] = (_, a) => BooleanValue.Of(a.Get(0) is ClassValue type && a.Get(1) is ClassValue other ? Interpreter.IsSubclass(type, other) : null),
        ["iter"] = (_, a) => a.Positional.Length == 1 ? a.Positional[0] : UnknownValue.Instance,
        ["len"] = Length,
        ["locals"] = (walk, _) => walk.Current is { } frame ? new NamespaceMapping(frame.Locals, walk.Write) : UnknownValue.Instance,
        ["map"] = Map,
        ["max"] = (walk, a) => Extreme(walk, a, 1),
        ["min"] = (walk, a) => Extreme(walk, a, -1),
        ["next"] = (_, _) => UnknownValue.Instance,
        ["ord"] = (_, a) => a.Get(0) is StringValue { Text.Length: 1 } letter ? IntegerValue.Of(letter.Text[0]) : UnknownValue.Instance,
        ["print"] = (_, _) => SingletonValue.None,
        ["range"] = Range,
        ["repr"] = (walk, a) => (Value?)walk.Represent(Or(a.Get(0))) ?? UnknownValue.Instance,
        ["reversed"] = (walk, a) => walk.Iterate(Or(a.Get(0))) is { } items ? walk.NewList(Enumerable.Reverse(items)) : UnknownValue.Instance,
        ["setattr"] = SetAttribute,
        ["sorted"] = Sorted,
        ["sum"] = Sum,
        ["super"] = (_, a) => a.Get(0) is ClassValue type && a.Get(1) is { } self ? new SuperValue(type, self) : UnknownValue.Instance,
        ["vars"] = Variables,
        ["zip"] = Zip,
    };

    private static Value Or(Value? value) => value ?? UnknownValue.Instance;

    private static Value Every(Arguments arguments, bool all)
    {
        if (arguments.Get(0) is not { } value) return UnknownValue.Instance;
        IEnumerable<Value>? items = value switch
        {
            ListValue list => list.Items,
            TupleValue tuple => tuple.Items,
            SetValue set => set.Items,
            _ => null,
        };
        if (items is null) return UnknownValue.Instance;
        bool known = value is not ListValue { IsExact: false } and not SetValue { IsExact: false };
        foreach (Value item in items)
        {
            bool? truth = Operations.Truth(item);
            if (truth is null) known = false;
            else if (truth != all) return BooleanValue.Of(!all);
        }

        return known ? BooleanValue.Of(all) : UnknownValue.Instance;
    }

    private static Value IsCallable(Value value) => value switch
    {
        FunctionValue or NativeFunction or NativeMethod or BoundMethod or ClassValue or PartialValue => BooleanValue.True,
        StringValue or IntegerValue or SingletonValue or BooleanValue or ListValue or TupleValue or MappingValue or ModuleValue => BooleanValue.False,
        _ => UnknownValue.Instance,
    };

    private static Value Directory(Interpreter walk, Arguments arguments)
    {
        Namespace? names = arguments.Get(0) switch
        {
            null => walk.Current?.Locals,
            ModuleValue { IsOpaque: false } module => module.Globals,
            _ => null,
        };
        if (names is null) return UnknownValue.Instance;
        ListValue list = walk.NewList(names.Bindings.Select(binding => binding.Key).Order(StringComparer.Ordinal).Select(name => new StringValue(name)));
        list.IsExact = !names.IsOpen;
        return list;
    }

    private static Value Enumerate(Interpreter walk, Arguments arguments)
    {
        if (walk.Iterate(Or(arguments.Get(0))) is not { } items) return UnknownValue.Instance;
        if (Operations.Integer(arguments.Get(1, "start") ?? IntegerValue.Of(0)) is not { } start) return UnknownValue.Instance;
        return walk.NewList(items.Select((item, number) => new TupleValue([IntegerValue.Of(start + number), item])));
    }

    // Text that is known and runs in a module or a call is executed there.
    private static Value Execute(Interpreter walk, Arguments arguments)
    {
        if (arguments.Get(0) is StringValue { IsApproximate: false } text && walk.Current is { } frame && arguments.Positional.Length == 1 && walk.IsCertain)
        {
            walk.Run(StatementScanner.Scan(SourceText.From(text.Text)), frame);
            return SingletonValue.None;
        }

        if (ImportedInto(walk, arguments)) return SingletonValue.None;
        Bound(walk, arguments);
        return SingletonValue.None;
    }

    // An import into a dictionary of its own: exec(f"from {module.__name__} import *", names).
    private static bool ImportedInto(Interpreter walk, Arguments arguments)
    {
        if (arguments.Positional is not [StringValue { IsApproximate: false } text, DictionaryValue names] || walk.Current is not { } frame || !walk.IsCertain) return false;
        bool isImport = text.Text.StartsWith("from ", StringComparison.Ordinal) || text.Text.StartsWith("import ", StringComparison.Ordinal);
        if (!isImport || text.Text.Contains('\n', StringComparison.Ordinal)) return false;
        Frame inner = new() { Module = frame.Module, Locals = walk.NewNamespace(), Caller = frame };
        walk.Run(StatementScanner.Scan(SourceText.From(text.Text)), inner);
        foreach (KeyValuePair<string, Value> binding in inner.Locals.Bindings) names.Set(new StringValue(binding.Key), binding.Value);
        if (inner.Locals.IsOpen) names.Loosen();
        return true;
    }

    // What other text binds is not followed: anything may be bound where it runs. It binds among its local names, others only by `global`.
    private static UnknownValue Bound(Interpreter walk, Arguments arguments)
    {
        Value? globals = Given(arguments.Get(1, "globals"));
        Value? locals = Given(arguments.Get(2, "locals"));
        if (globals is null && locals is null && walk.Current is { } frame) frame.Locals.IsOpen = true;
        (locals as MappingValue)?.Loosen();
        bool mayBindGlobals = locals is null || arguments.Get(0) is not StringValue text || text.Text.Contains("global", StringComparison.Ordinal);
        if (mayBindGlobals) (globals as MappingValue)?.Loosen();
        return UnknownValue.Instance;
    }

    private static Value? Given(Value? value) => value == SingletonValue.None ? null : value;

    private static Value Filter(Interpreter walk, Arguments arguments)
    {
        if (walk.Iterate(Or(arguments.Get(1))) is not { } items) return UnknownValue.Instance;
        ListValue result = walk.NewList([]);
        foreach (Value item in items)
        {
            Value test = arguments.Get(0) is { } function && function != SingletonValue.None ? walk.Call(function, Arguments.Of(item)) : item;
            bool? truth = Operations.Truth(test);
            if (truth == true) result.Items.Add(item);
            else if (truth is null) result.IsExact = false;
        }

        return result;
    }

    private static Value GetAttribute(Interpreter walk, Arguments arguments)
    {
        Value owner = Or(arguments.Get(0));
        if (arguments.Get(1) is not StringValue name) return UnknownValue.Instance;
        if (arguments.Positional.Length < 3) return walk.GetAttribute(owner, name.Text);
        return walk.HasAttribute(owner, name.Text) switch
        {
            true => walk.GetAttribute(owner, name.Text),
            false => arguments.Positional[2],
            _ => UnknownValue.Instance,
        };
    }

    private static Value Length(Interpreter walk, Arguments arguments) => arguments.Get(0) switch
    {
        StringValue { IsApproximate: false } text => IntegerValue.Of(text.Text.EnumerateRunes().Count()),
        BytesValue bytes => IntegerValue.Of(bytes.Bytes.Length),
        TupleValue tuple => IntegerValue.Of(tuple.Items.Length),
        ListValue { IsExact: true } list => IntegerValue.Of(list.Items.Count),
        SetValue { IsExact: true } set => IntegerValue.Of(set.Count),
        MappingValue { IsExact: true } mapping => IntegerValue.Of(mapping.Count),
        InstanceValue instance when instance.Class.Find("__len__", out _) is FunctionValue method => walk.Call(method, Arguments.Of(instance)),
        _ => UnknownValue.Instance,
    };

    private static Value Map(Interpreter walk, Arguments arguments)
    {
        if (arguments.Positional.Length != 2 || walk.Iterate(arguments.Positional[1]) is not { } items) return UnknownValue.Instance;
        return walk.NewList([.. items.Select(item => walk.Call(arguments.Positional[0], Arguments.Of(item)))]);
    }

    private static Value Extreme(Interpreter walk, Arguments arguments, int sign)
    {
        if (arguments.Keywords.Length > 0 || arguments.IsOpen) return UnknownValue.Instance;
        IReadOnlyList<Value>? items = arguments.Positional.Length == 1 ? walk.Iterate(arguments.Positional[0]) : arguments.Positional;
        if (items is null || items.Count == 0) return UnknownValue.Instance;
        Value best = items[0];
        foreach (Value item in items.Skip(1))
        {
            if (Operations.Compare(item, best) is not { } order) return UnknownValue.Instance;
            if (order * sign > 0) best = item;
        }

        return best;
    }

    private static Value Range(Interpreter walk, Arguments arguments)
    {
        long?[] numbers = [.. arguments.Positional.Select(Operations.Integer)];
        if (numbers.Length is 0 or > 3 || numbers.Any(number => number is null)) return UnknownValue.Instance;
        long start = numbers.Length == 1 ? 0 : numbers[0]!.Value;
        long stop = numbers.Length == 1 ? numbers[0]!.Value : numbers[1]!.Value;
        long step = numbers.Length == 3 ? numbers[2]!.Value : 1;
        if (step == 0 || ((double)stop - start) / step > 5000) return UnknownValue.Instance;
        List<Value> items = [];
        for (long i = start; step > 0 ? i < stop : i > stop; i += step) items.Add(IntegerValue.Of(i));
        return new ListValue(items, walk.Depth) { Class = BuiltinTypes.Range };
    }

    private static SingletonValue SetAttribute(Interpreter walk, Arguments arguments)
    {
        Value owner = Or(arguments.Get(0));
        if (arguments.Get(1) is StringValue name) walk.SetAttribute(owner, name.Text, Or(arguments.Get(2)));
        else if (owner is ModuleValue module) module.Globals.IsOpen = true;
        else if (owner is ClassValue type) type.Members.IsOpen = true;
        else if (owner is InstanceValue instance) instance.Attributes.IsOpen = true;
        return SingletonValue.None;
    }

    private static Value Sorted(Interpreter walk, Arguments arguments)
    {
        if (walk.Iterate(Or(arguments.Get(0))) is not { } items) return UnknownValue.Instance;
        if (arguments.Keywords.Length > 0 || !items.TrueForAll(item => item is StringValue) && !items.TrueForAll(item => item is IntegerValue))
        {
            return arguments.Get(-1, "key") is null && items.Count < 2 ? walk.NewList(items) : UnknownValue.Instance;
        }

        return walk.NewList(items.Order(Comparer<Value>.Create((left, right) => Operations.Compare(left, right) ?? 0)));
    }

    private static Value Sum(Interpreter walk, Arguments arguments)
    {
        if (walk.Iterate(Or(arguments.Get(0))) is not { } items) return UnknownValue.Instance;
        Value total = arguments.Get(1) ?? IntegerValue.Of(0);
        foreach (Value item in items) total = walk.Add(total, item);
        return total;
    }

    private static Value Variables(Interpreter walk, Arguments arguments) => arguments.Get(0) switch
    {
        null when walk.Current is { } frame => new NamespaceMapping(frame.Locals, walk.Write),
        ModuleValue module => new NamespaceMapping(module.Globals, walk.Write),
        ClassValue type => new NamespaceMapping(type.Members, walk.Write),
        InstanceValue instance => new NamespaceMapping(instance.Attributes, walk.Write),
        _ => UnknownValue.Instance,
    };

    private static Value Zip(Interpreter walk, Arguments arguments)
    {
        List<List<Value>> rows = [];
        foreach (Value value in arguments.Positional)
        {
            if (walk.Iterate(value) is not { } items) return UnknownValue.Instance;
            rows.Add(items);
        }

        int count = rows.Count == 0 || arguments.IsOpen ? 0 : rows.Min(row => row.Count);
        return walk.NewList(Enumerable.Range(0, count).Select(i => new TupleValue([.. rows.Select(row => row[i])])));
    }
}
