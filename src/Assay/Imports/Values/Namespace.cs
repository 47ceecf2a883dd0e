namespace Assay.Imports.Values;

/// <summary>Names and what they are bound to: a module's globals, a function's locals, the attributes of a class or an instance.</summary>
/// <param name="depth">How many undecided branches deep it was made; writes from deeper branches are kept in a journal.</param>
internal sealed class Namespace(int depth)
{
    private readonly Dictionary<string, Value> names = new(StringComparer.Ordinal);

    /// <summary>How many undecided branches deep it was made.</summary>
    public int Depth { get; } = depth;

    /// <summary>True when code that cannot be followed may have bound further names.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The bound names in the order of binding.</summary>
    public IEnumerable<KeyValuePair<string, Value>> Bindings => names;

    /// <summary>How many names are bound.</summary>
    public int Count => names.Count;

    /// <summary>What a name is bound to, or null.</summary>
    /// <param name="name">The name.</param>
    public Value? Find(string name) => names.GetValueOrDefault(name);

    /// <summary>Binds without a journal. Only for what no branch can undo: the import system, and namespaces just made.</summary>
    /// <param name="name">The name.</param>
    /// <param name="value">The value.</param>
    public void Bind(string name, Value value) => names[name] = value;

    /// <summary>Unbinds without a journal.</summary>
    /// <param name="name">The name.</param>
    public bool Unbind(string name) => names.Remove(name);
}
