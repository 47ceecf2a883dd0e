using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>
/// Executes module code on what is known of its values. Statements are executed in CPython's order; a value that reading does not tell is unknown, a
/// condition on it is not decided and both branches are walked as merely possible. Nothing of the subject runs: calls into compiled code give
/// unknown values.
/// </summary>
internal sealed partial class Interpreter
{
    private readonly List<(Namespace Names, string Name, Value? Before)> journal = [];
    private readonly List<Possibility> possibilities = [];
    private readonly List<InstanceValue> handling = [];

    /// <summary>How many undecided branches deep execution is.</summary>
    public int Depth { get; private set; }

    /// <summary>True when what happens now happens for certain.</summary>
    public bool IsCertain => Depth == 0;

    /// <summary>Binds a name; from an undecided branch the binding can be taken back.</summary>
    /// <param name="names">Where.</param>
    /// <param name="name">The name.</param>
    /// <param name="value">The value; null unbinds.</param>
    public void Write(Namespace names, string name, Value? value)
    {
        if (names.Depth < Depth) journal.Add((names, name, names.Find(name)));
        if (value is null) names.Unbind(name);
        else names.Bind(name, value);
    }

    /// <summary>Says that a list is changed here: from an undecided branch this makes it inexact.</summary>
    /// <param name="list">The list.</param>
    public void Touch(ListValue list)
    {
        if (list.Depth < Depth) list.IsExact = false;
    }

    /// <summary>Says that a mapping is changed here.</summary>
    /// <param name="mapping">The mapping.</param>
    public void Touch(MappingValue mapping)
    {
        if (mapping is DictionaryValue dictionary && dictionary.Depth < Depth) dictionary.Loosen();
    }

    /// <summary>Says that a set is changed here.</summary>
    /// <param name="set">The set.</param>
    public void Touch(SetValue set)
    {
        if (set.Depth < Depth) set.IsExact = false;
    }

    /// <summary>A list made here.</summary>
    /// <param name="items">Its elements.</param>
    public ListValue NewList(IEnumerable<Value> items) => new([.. items], Depth);

    /// <summary>An empty dictionary made here.</summary>
    public DictionaryValue NewDictionary() => new() { Depth = Depth };

    /// <summary>A namespace made here.</summary>
    public Namespace NewNamespace() => new(Depth);

    /// <summary>Drops what may have gone wrong so far: it did not keep the interpreter from starting.</summary>
    public void ForgetPossibilities()
    {
        possibilities.Clear();
        handled.Clear();
    }

    private void AddPossibility(InstanceValue exception)
    {
        bool strong = false;
        object? origin = null;
        string[]? chain = null;
        for (InstanceValue? at = exception; at is not null; at = at.Cause)
        {
            if (at.Origin is null) continue;
            strong |= at.Origin is not MissingModule missing || !context.Optional.Contains(missing);
            origin = at.Origin;
            chain = at.Chain;
        }

        int noted = Noted(exception.Class);
        if (noted >= 0 && possibilities[noted].IsStrong) return;
        string reason = "";
        if (strong)
        {
            string text = TextOf(exception)?.Text ?? "";
            int line = text.IndexOf('\n', StringComparison.Ordinal);
            reason = $"{exception.Class.Name} under a condition that reading does not decide: {(line < 0 ? text : text[..line])}";
        }

        Possibility possibility = new(exception, reason, origin, strong, chain ?? Chain());
        if (noted >= 0 && !strong) possibilities[noted] = possibility;
        else possibilities.Add(possibility);
    }

    // Handlers catch by class and take the first strong one or else the last, and the outcome asks for the first strong one: of those of a class below
    // the same `try`, no other tells anything.
    private int Noted(ClassValue type)
    {
        int last = Math.Max(innermostMark, possibilities.Count - RememberedPossibilities);
        for (int i = possibilities.Count - 1; i >= last; i--)
        {
            if (possibilities[i].Exception.Class == type) return i;
        }

        return -1;
    }
}
