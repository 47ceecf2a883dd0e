using Assay.Imports.Syntax;
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

    private Dictionary<(Namespace Names, string Name), Value?> Possibly(Func<Flow> body, out Flow flow)
    {
        int mark = journal.Count;
        Depth++;
        try
        {
            flow = body();
            if (raised is { } exception)
            {
                raised = null;
                AddPossibility(exception);
                flow = Flow.None;
            }
        }
        catch (PythonError error)
        {
            AddPossibility(error.Value);
            flow = Flow.None;
        }
        finally
        {
            Depth--;
        }

        Dictionary<(Namespace, string), Value?> writes = [];
        for (int i = journal.Count - 1; i >= mark; i--)
        {
            (Namespace names, string name, Value? before) = journal[i];
            writes.TryAdd((names, name), names.Find(name));
            if (before is null) names.Unbind(name);
            else names.Bind(name, before);
        }

        journal.RemoveRange(mark, journal.Count - mark);
        return writes;
    }

    private static readonly Dictionary<(Namespace Names, string Name), Value?> NoWrites = [];

    /// <summary>Executes two alternatives of which exactly one really happens, and leaves behind what both agree on.</summary>
    private Flow Either(Func<Flow> first, Func<Flow>? second)
    {
        Dictionary<(Namespace Names, string Name), Value?> left = Possibly(first, out Flow leftFlow);
        Flow rightFlow = Flow.Normal;
        Dictionary<(Namespace Names, string Name), Value?> right = second is null ? NoWrites : Possibly(second, out rightFlow);

        // An alternative that does not go on leaves nothing behind for what follows.
        bool leftStays = leftFlow.HasFlag(Flow.Normal);
        bool rightStays = rightFlow.HasFlag(Flow.Normal);
        if (leftStays != rightStays)
        {
            foreach (((Namespace names, string name), Value? value) in leftStays ? left : right) Write(names, name, value);
            return leftFlow | rightFlow;
        }

        foreach ((Namespace Names, string Name) key in left.Keys.Concat(right.Keys.Where(key => !left.ContainsKey(key))))
        {
            Value? before = key.Names.Find(key.Name);
            Value? a = left.TryGetValue(key, out Value? leftValue) ? leftValue : before;
            Value? b = right.TryGetValue(key, out Value? rightValue) ? rightValue : before;
            Write(key.Names, key.Name, a is null ? b : b is null ? a : Operations.Join(a, b));
        }

        return leftFlow | rightFlow;
    }

    /// <summary>Evaluates what may or may not be evaluated.</summary>
    private Value EvaluatePossibly(Expression expression, Frame frame)
    {
        Value result = UnknownValue.Instance;
        Either(
            () =>
            {
                result = Evaluate(expression, frame);
                return Flow.Normal;
            },
            null);
        return result;
    }

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

        if (IsNoted(exception.Class, strong)) return;
        string reason = "";
        if (strong)
        {
            string text = TextOf(exception)?.Text ?? "";
            int line = text.IndexOf('\n', StringComparison.Ordinal);
            reason = $"{exception.Class.Name} under a condition that reading does not decide: {(line < 0 ? text : text[..line])}";
        }

        possibilities.Add(new Possibility(exception, reason, origin, strong, chain ?? Chain()));
    }

    // Handlers catch by class and take the first, and the outcome asks for the first strong one: a second of a class below the same `try` tells nothing.
    private bool IsNoted(ClassValue type, bool strong)
    {
        int last = Math.Max(innermostMark, possibilities.Count - RememberedPossibilities);
        for (int i = possibilities.Count - 1; i >= last; i--)
        {
            if (possibilities[i].Exception.Class == type && (possibilities[i].IsStrong || !strong)) return true;
        }

        return false;
    }
}
