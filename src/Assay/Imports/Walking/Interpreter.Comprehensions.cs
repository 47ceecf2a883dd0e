using Assay.Imports.Syntax;
using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>Comprehensions, and iterating in general.</summary>
internal sealed partial class Interpreter
{
    /// <summary>The elements an iteration over a value gives, or null when they are not all known.</summary>
    /// <param name="value">The value.</param>
    public List<Value>? Iterate(Value value)
    {
        switch (value)
        {
            case ListValue list: return list.IsExact ? [.. list.Items] : null;
            case TupleValue tuple: return [.. tuple.Items];
            case SetValue set: return set.IsExact ? [.. set.Items] : null;
            case MappingValue mapping: return mapping.IsExact ? [.. mapping.Items.Select(item => item.Key)] : null;
            case StringValue { IsApproximate: false } text:
                return text.Text.Length > MaximumRounds ? null : [.. text.Text.EnumerateRunes().Select(rune => new StringValue(rune.ToString()))];
            case BytesValue bytes: return bytes.Bytes.Length > MaximumRounds ? null : [.. bytes.Bytes.Select(b => IntegerValue.Of(b))];
            case GeneratorValue generator: return Drain(generator);
            case InstanceValue instance when instance.Class.Find("__iter__", out _) is FunctionValue method:
                Value iterator = Call(method, Arguments.Of(instance));
                return iterator is InstanceValue ? null : Iterate(iterator);
            default: return null;
        }
    }

    private Value EvaluateComprehension(ComprehensionExpression comprehension, Frame frame)
    {
        // A frame of its own: its variables do not leak, yet it sees the class around it only through the first iterable, which errs nowhere here.
        Frame inner = new() { Module = frame.Module, Locals = NewNamespace(), Enclosing = frame.IsClass ? frame : frame.ForClosure, Function = frame.Function, Caller = frame.Caller };
        List<(Value? Key, Value Element)> results = [];
        bool exact = Collect(comprehension, 0, inner, frame, results);
        switch (comprehension.Shape)
        {
            case ComprehensionKind.Dictionary:
                DictionaryValue dictionary = NewDictionary();
                foreach ((Value? key, Value element) in results) dictionary.Set(key!, element);
                if (!exact) dictionary.Loosen();
                return dictionary;
            case ComprehensionKind.Set:
                SetValue set = new() { Depth = Depth, IsExact = exact };
                foreach ((_, Value element) in results) set.Add(element);
                return set;
            default:
                return new ListValue([.. results.Select(result => result.Element)], Depth) { IsExact = exact };
        }
    }

    private bool Collect(ComprehensionExpression comprehension, int number, Frame inner, Frame outer, List<(Value? Key, Value Element)> results)
    {
        if (number == comprehension.Clauses.Length)
        {
            Value? key = comprehension.Key is null ? null : Evaluate(comprehension.Key, inner);
            results.Add((key, Evaluate(comprehension.Element, inner)));
            return true;
        }

        ComprehensionClause clause = comprehension.Clauses[number];
        List<Value>? items = Iterate(Evaluate(clause.Iterable, number == 0 ? outer : inner));
        if (items is null || items.Count > MaximumRounds)
        {
            // Any number of rounds: one is walked for what it may import.
            Either(
                () =>
                {
                    Assign(clause.Target, UnknownValue.Instance, inner);
                    foreach (Expression condition in clause.Conditions) Evaluate(condition, inner);
                    Collect(comprehension, number + 1, inner, outer, []);
                    return Flow.Normal;
                },
                null);
            return false;
        }

        bool exact = true;
        foreach (Value item in items)
        {
            Spend();
            Assign(clause.Target, item, inner);
            bool? passes = true;
            foreach (Expression condition in clause.Conditions)
            {
                bool? truth = TruthOf(Evaluate(condition, inner));
                if (truth == false) passes = false;
                else if (truth is null && passes == true) passes = null;
                if (passes == false) break;
            }

            if (passes == false) continue;
            if (passes is null) exact = false;
            exact &= Collect(comprehension, number + 1, inner, outer, results);
        }

        return exact;
    }
}
