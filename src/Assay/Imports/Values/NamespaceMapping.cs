namespace Assay.Imports.Values;

/// <summary>A namespace seen as a dictionary: <c>globals()</c>, <c>module.__dict__</c>, <c>vars(x)</c>.</summary>
/// <param name="names">The namespace.</param>
/// <param name="write">Binds or (for null) unbinds a name, with whatever journal applies.</param>
internal sealed class NamespaceMapping(Namespace names, Action<Namespace, string, Value?> write) : MappingValue
{
    /// <summary>The namespace.</summary>
    public Namespace Names { get; } = names;

    public override bool IsExact => !Names.IsOpen;

    public override int Count => Names.Count;

    public override IEnumerable<(Value Key, Value Value)> Items => Names.Bindings.Select(pair => ((Value)new StringValue(pair.Key), pair.Value));

    public override Value? Find(Value key) => key is StringValue name ? Names.Find(name.Text) : null;

    public override void Set(Value key, Value value)
    {
        if (key is StringValue name) write(Names, name.Text, value);
        else Names.IsOpen = true;
    }

    public override bool Remove(Value key)
    {
        if (key is not StringValue name)
        {
            Names.IsOpen = true;
            return true;
        }

        if (Names.Find(name.Text) is null) return false;
        write(Names, name.Text, null);
        return true;
    }

    public override void Loosen() => Names.IsOpen = true;
}

/// <summary>A dictionary whose items live elsewhere: <c>sys.modules</c>, <c>os.environ</c>.</summary>
/// <param name="find">The value under a name, or null.</param>
/// <param name="write">Sets a name or (for null) removes it.</param>
/// <param name="list">The known names.</param>
/// <param name="isExact">True when a name that is not found is certainly not there.</param>
internal sealed class LiveMapping(Func<string, Value?> find, Action<string, Value?> write, Func<IEnumerable<string>> list, bool isExact) : MappingValue
{
    public override bool IsExact => isExact;

    public override int Count => list().Count();

    public override IEnumerable<(Value Key, Value Value)> Items => list().ToArray().Select(name => ((Value)new StringValue(name), find(name) ?? UnknownValue.Instance));

    public override Value? Find(Value key) => key is StringValue name ? find(name.Text) : null;

    public override void Set(Value key, Value value)
    {
        if (key is StringValue name) write(name.Text, value);
    }

    public override bool Remove(Value key)
    {
        if (key is not StringValue name) return true;
        if (find(name.Text) is null) return false;
        write(name.Text, null);
        return true;
    }

    public override void Loosen()
    {
        // What the machine says stays what it says.
    }
}
