using Assay.Imports.Syntax;
using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>Branches of which reading does not tell whether they are taken: walked, taken back, and joined.</summary>
internal sealed partial class Interpreter
{
    // More changes than this are looked up by hash.
    private const int FewChanges = 16;

    private readonly record struct Change(Namespace Names, string Name, Value? After)
    {
        public bool IsOf(Namespace names, string name) => ReferenceEquals(Names, names) && Name == name;
    }

    /// <summary>Executes two alternatives of which exactly one really happens, and leaves behind what both agree on.</summary>
    private Flow Either(Func<Flow> first, Func<Flow>? second)
    {
        Change[] left = Possibly(first, null, null!, out Flow leftFlow);
        Flow rightFlow = Flow.Normal;
        Change[] right = second is null ? [] : Possibly(second, null, null!, out rightFlow);
        return Join(left, leftFlow, right, rightFlow);
    }

    private Flow Either(Block first, Block? second, Frame frame)
    {
        Change[] left = Possibly(null, first, frame, out Flow leftFlow);
        Flow rightFlow = Flow.Normal;
        Change[] right = second is null || second.Statements.Length == 0 ? [] : Possibly(null, second, frame, out rightFlow);
        return Join(left, leftFlow, right, rightFlow);
    }

    private Change[] Possibly(Func<Flow>? body, Block? block, Frame frame, out Flow flow)
    {
        int mark = journal.Count;
        Depth++;
        try
        {
            flow = block is null ? body!() : Execute(block, frame);
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

        return journal.Count == mark ? [] : TakeBack(mark);
    }

    private Change[] TakeBack(int mark)
    {
        List<Change> changes = new(journal.Count - mark);
        HashSet<(Namespace, string)>? seen = journal.Count - mark > FewChanges ? [] : null;
        for (int i = journal.Count - 1; i >= mark; i--)
        {
            (Namespace names, string name, Value? before) = journal[i];
            if (seen is null ? !changes.Exists(change => change.IsOf(names, name)) : seen.Add((names, name))) changes.Add(new Change(names, name, names.Find(name)));
            if (before is null) names.Unbind(name);
            else names.Bind(name, before);
        }

        journal.RemoveRange(mark, journal.Count - mark);
        return [.. changes];
    }

    private Flow Join(Change[] left, Flow leftFlow, Change[] right, Flow rightFlow)
    {
        // An alternative that does not go on leaves nothing behind for what follows.
        bool leftStays = leftFlow.HasFlag(Flow.Normal);
        bool rightStays = rightFlow.HasFlag(Flow.Normal);
        if (leftStays != rightStays)
        {
            foreach (Change change in leftStays ? left : right) Write(change.Names, change.Name, change.After);
            return leftFlow | rightFlow;
        }

        if (left.Length == 0 && right.Length == 0) return leftFlow | rightFlow;
        Dictionary<(Namespace, string), Value?>? others = left.Length > 0 && right.Length > FewChanges ? right.ToDictionary(change => (change.Names, change.Name), change => change.After) : null;
        HashSet<(Namespace, string)>? common = others is null ? null : [];
        foreach (Change change in left)
        {
            Value? other;
            bool both;
            if (others is not null)
            {
                both = others.TryGetValue((change.Names, change.Name), out other);
                if (both) common!.Add((change.Names, change.Name));
            }
            else
            {
                int at = Array.FindIndex(right, candidate => candidate.IsOf(change.Names, change.Name));
                both = at >= 0;
                other = both ? right[at].After : null;
            }

            WriteEither(change.Names, change.Name, change.After, both ? other : change.Names.Find(change.Name));
        }

        foreach (Change change in right)
        {
            bool done = common is not null ? common.Contains((change.Names, change.Name)) : Array.Exists(left, candidate => candidate.IsOf(change.Names, change.Name));
            if (!done) WriteEither(change.Names, change.Name, change.Names.Find(change.Name), change.After);
        }

        return leftFlow | rightFlow;
    }

    private void WriteEither(Namespace names, string name, Value? first, Value? second) =>
        Write(names, name, first is null ? second : second is null ? first : Operations.Join(first, second));

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
}
