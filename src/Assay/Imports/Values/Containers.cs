namespace Assay.Imports.Values;

/// <summary>A <c>tuple</c>.</summary>
/// <param name="items">The elements.</param>
/// <param name="names">The names of the fields of a structure such as <c>sys.version_info</c>; null for a plain tuple.</param>
internal sealed class TupleValue(Value[] items, string[]? names = null) : Value
{
    public static TupleValue Empty { get; } = new([]);

    public Value[] Items { get; } = items;

    public string[]? Names { get; } = names;
}

/// <summary>A <c>list</c>, or another row of elements that is read like one.</summary>
/// <param name="items">The elements.</param>
/// <param name="depth">How many undecided branches deep it was made.</param>
internal sealed class ListValue(List<Value> items, int depth = 0) : Value
{
    public List<Value> Items { get; } = items;

    public int Depth { get; } = depth;

    /// <summary>False when there may be more, fewer or other elements than those known.</summary>
    public bool IsExact { get; set; } = true;

    /// <summary>The class where it is another row of elements than a list: <c>range</c>, <c>deque</c>.</summary>
    public ClassValue Class { get; init; } = BuiltinTypes.List;
}

/// <summary>A <c>set</c> or <c>frozenset</c>, in the order of insertion.</summary>
internal sealed class SetValue : Value
{
    private readonly OrderedDictionary<object, Value> items = [];

    /// <summary>How many undecided branches deep it was made.</summary>
    public int Depth { get; init; }

    /// <summary>False when there may be more, fewer or other elements than those known.</summary>
    public bool IsExact { get; set; } = true;

    public bool IsFrozen { get; init; }

    public int Count => items.Count;

    public IEnumerable<Value> Items => items.Values;

    /// <summary>Adds an element; one that cannot be compared makes the set inexact.</summary>
    /// <param name="item">The element.</param>
    public void Add(Value item)
    {
        if (Keys.Of(item) is { } key) items.TryAdd(key, item);
        else IsExact = false;
    }

    public bool Remove(Value item) => Keys.Of(item) is { } key && items.Remove(key);

    /// <summary>True, false, or null when it cannot be told.</summary>
    /// <param name="item">The element looked for.</param>
    public bool? Contains(Value item)
    {
        object? key = Keys.Of(item);
        if (key is null) return null;
        if (items.ContainsKey(key)) return true;
        return IsExact ? false : null;
    }

    public void Clear() => items.Clear();
}

/// <summary>Anything with keys and values.</summary>
internal abstract class MappingValue : Value
{
    /// <summary>False when there may be more, fewer or other items than those known.</summary>
    public abstract bool IsExact { get; }

    /// <summary>The known items in order.</summary>
    public abstract IEnumerable<(Value Key, Value Value)> Items { get; }

    /// <summary>The number of known items.</summary>
    public abstract int Count { get; }

    /// <summary>The value under a key, or null when it is not among the known items.</summary>
    /// <param name="key">The key.</param>
    public abstract Value? Find(Value key);

    /// <summary>Puts a value under a key; an unknown key makes the mapping inexact.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">The value.</param>
    public abstract void Set(Value key, Value value);

    /// <summary>Takes a key out; false when it was not there.</summary>
    /// <param name="key">The key.</param>
    public abstract bool Remove(Value key);

    /// <summary>Says that from now on more, fewer or other items may be there.</summary>
    public abstract void Loosen();
}

/// <summary>A <c>dict</c>.</summary>
internal sealed class DictionaryValue : MappingValue
{
    private readonly OrderedDictionary<object, (Value Key, Value Value)> items = [];
    private bool isExact = true;

    /// <summary>How many undecided branches deep it was made.</summary>
    public int Depth { get; init; }

    /// <summary>Called for a key that is not there (<c>defaultdict</c>); null for a plain dictionary.</summary>
    public Value? DefaultFactory { get; init; }

    public override bool IsExact => isExact;

    public override int Count => items.Count;

    public override IEnumerable<(Value Key, Value Value)> Items => items.Values;

    public override Value? Find(Value key) => Keys.Of(key) is { } known && items.TryGetValue(known, out (Value Key, Value Value) found) ? found.Value : null;

    public override void Set(Value key, Value value)
    {
        if (Keys.Of(key) is { } known) items[known] = (key, value);
        else isExact = false;
    }

    public override bool Remove(Value key)
    {
        if (Keys.Of(key) is { } known) return items.Remove(known);
        isExact = false;
        return true;
    }

    public void Clear() => items.Clear();

    public override void Loosen() => isExact = false;
}

/// <summary>What makes two values the same key.</summary>
internal static class Keys
{
    /// <summary>An object that is equal for equal values; null when that cannot be told or the value cannot be a key.</summary>
    /// <param name="value">A value.</param>
    public static object? Of(Value value) => value switch
    {
        StringValue text => text.Text,
        IntegerValue number => number.Value,
        BooleanValue truth => truth.Value ? 1L : 0L,
        FloatValue real => real.Value == Math.Floor(real.Value) && Math.Abs(real.Value) < 1e15 ? (long)real.Value : real.Value,
        TupleValue tuple => OfTuple(tuple),
        BytesValue bytes => "b\0" + Convert.ToHexString(bytes.Bytes),
        UnknownValue or ListValue or DictionaryValue or SetValue or SliceValue => null,
        _ => value,
    };

    private static TupleKey? OfTuple(TupleValue tuple)
    {
        object[] parts = new object[tuple.Items.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (Of(tuple.Items[i]) is not { } part) return null;
            parts[i] = part;
        }

        return new TupleKey(parts);
    }

    private sealed class TupleKey(object[] parts) : IEquatable<TupleKey>
    {
        private readonly object[] parts = parts;

        public bool Equals(TupleKey? other) => other is not null && parts.AsSpan().SequenceEqual(other.parts);

        public override bool Equals(object? other) => Equals(other as TupleKey);

        public override int GetHashCode()
        {
            HashCode hash = default;
            foreach (object part in parts) hash.Add(part);
            return hash.ToHashCode();
        }
    }
}
