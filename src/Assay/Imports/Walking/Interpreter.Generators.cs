using Assay.Imports.Syntax;
using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>Generators: run to their end when they are iterated over, and around the body of a <c>with</c> when they are context managers.</summary>
internal sealed partial class Interpreter
{
    private Value EvaluateYield(YieldExpression yield, Frame frame)
    {
        Value value = yield.Value is null ? SingletonValue.None : Evaluate(yield.Value, frame);
        Frame? at = frame;
        while (at is not null && at.OnYield is null) at = at.IsClass || at.Function != frame.Function ? null : at.Enclosing;
        if (at?.OnYield is not { } next) return UnknownValue.Instance;
        if (!yield.IsFrom) next(value);
        else if (Iterate(value) is { } items) items.ForEach(next);
        else next(UnknownValue.Instance);
        return UnknownValue.Instance;
    }

    /// <summary>Everything a generator yields; null when that is not all known.</summary>
    private List<Value>? Drain(GeneratorValue generator)
    {
        if (generator.Yielded is null)
        {
            List<Value> items = generator.Yielded = [];
            int depth = Depth;
            if (callDepth >= MaximumCallDepth || IsRunning(generator.Function))
            {
                generator.IsExact = false;
                return null;
            }

            try
            {
                Run(generator.Function, generator.Arguments, value =>
                {
                    if (Depth > depth) generator.IsExact = false;
                    if (items.Count >= MaximumRounds) throw new GeneratorStops();
                    items.Add(value);
                });
            }
            catch (GeneratorStops)
            {
                generator.IsExact = false;
            }
        }

        return generator.IsExact ? generator.Yielded : null;
    }

    /// <summary>A <c>with</c> over a function under <c>contextlib.contextmanager</c>: its body runs where the function yields.</summary>
    private Flow ExecuteWithGenerator(WithStatement with, int item, Expression? target, GeneratorValue generator, Frame frame)
    {
        Flow flow = Flow.Normal;
        bool entered = false;
        int depth = Depth;
        int calls = callDepth;
        void Body(Value value)
        {
            if (entered) return;
            entered = true;

            // The body runs for certain even where it is not certain which of several yields it stands at.
            int inner = Depth;
            int innerCalls = callDepth;
            Frame? innerFrame = current;
            Depth = depth;
            callDepth = calls;
            current = frame;
            try
            {
                if (target is not null) Assign(target, value, frame);
                Flow left = ExecuteWith(with, item + 1, frame);

                // The generator's own handlers stand around its yield.
                ThrowRaised();
                flow = left;
            }
            finally
            {
                Depth = inner;
                callDepth = innerCalls;
                current = innerFrame;
            }
        }

        if (callDepth < MaximumCallDepth && !IsRunning(generator.Function)) Run(generator.Function, generator.Arguments, Body);
        if (!entered) Body(UnknownValue.Instance);
        return flow;
    }

    private sealed class GeneratorStops : Exception;
}
