using Assay.Imports.Syntax;
using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>Statements without blocks, and blocks.</summary>
internal sealed partial class Interpreter
{
    // What a `raise` statement raised, on its way to the nearest handler: most of them stand under conditions that reading does not decide, are
    // noted as possible there and go no further, and an exception of the runtime would cost more than all the rest of such a branch. While
    // it is set, nothing but the way out is executed, and the flow of control is None.
    private InstanceValue? raised;

    /// <summary>Executes statements in a row; what they raise is thrown.</summary>
    /// <param name="block">The statements.</param>
    /// <param name="frame">Where.</param>
    public Flow Run(Block block, Frame frame)
    {
        Flow flow = Execute(block, frame);
        ThrowRaised();
        return flow;
    }

    private void ThrowRaised()
    {
        if (raised is not { } exception) return;
        raised = null;
        throw new PythonError(exception);
    }

    private Flow Execute(Block block, Frame frame)
    {
        for (int i = 0; i < block.Statements.Length; i++)
        {
            Flow flow = Execute(block.Statements[i], frame);
            if (flow != Flow.Normal) return flow.HasFlag(Flow.Normal) ? ExecutePossibly(block, i + 1, flow, frame) : flow;
        }

        return Flow.Normal;
    }

    // Control may have left before, so the rest is only possible.
    private Flow ExecutePossibly(Block block, int from, Flow all, Frame frame)
    {
        int entered = 1;
        Depth++;
        try
        {
            for (int i = from; i < block.Statements.Length; i++)
            {
                Flow flow = Execute(block.Statements[i], frame);
                if (flow == Flow.Normal) continue;
                if (raised is { } exception)
                {
                    raised = null;
                    AddPossibility(exception);
                    return all & ~Flow.Normal;
                }

                all |= flow & ~Flow.Normal;
                if (!flow.HasFlag(Flow.Normal)) return all & ~Flow.Normal;
                Depth++;
                entered++;
            }
        }
        catch (PythonError error)
        {
            // Raised where control may no longer have been.
            AddPossibility(error.Value);
            return all & ~Flow.Normal;
        }
        finally
        {
            Depth -= entered;
        }

        return all;
    }

    private Flow Execute(Statement statement, Frame frame)
    {
        Spend();
        switch (statement)
        {
            case SimpleStatement simple:
                return simple.IsText ? Flow.Normal : Execute(simple.Syntax, frame, simple);
            case FunctionStatement function:
                Define(function, frame);
                return Flow.Normal;
            case IfStatement choice:
                return ExecuteIf(choice, frame);
            case ClassStatement type:
                Define(type, frame);
                return raised is null ? Flow.Normal : Flow.None;
            case TryStatement attempt:
                return ExecuteTry(attempt, frame);
            case ForStatement loop:
                return ExecuteFor(loop, frame);
            case WhileStatement loop:
                return ExecuteWhile(loop, frame);
            case WithStatement with:
                return ExecuteWith(with, frame);
            case MatchStatement match:
                return ExecuteMatch(match, frame);
            default:
                return Flow.Normal;
        }
    }

    private Flow Execute(SimpleSyntax syntax, Frame frame, SimpleStatement statement)
    {
        switch (syntax)
        {
            case ExpressionSyntax expression:
                // A text alone is documentation; it is kept only where it is the first statement, as __doc__.
                if (expression.Value.Kind != ExpressionKind.Constant) Evaluate(expression.Value, frame);
                return Flow.Normal;
            case AssignSyntax assign:
                Value value = Evaluate(assign.Value, frame);
                foreach (Expression target in assign.Targets) Assign(target, value, frame);
                return Flow.Normal;
            case AugmentedSyntax augmented:
                Augment(augmented, frame);
                return Flow.Normal;
            case AnnotatedSyntax annotated:
                if (annotated.Value is not null) Assign(annotated.Target, Evaluate(annotated.Value, frame), frame);
                return Flow.Normal;
            case ImportSyntax import:
                ExecuteImport(import, frame);
                return Flow.Normal;
            case FromImportSyntax import:
                ExecuteFromImport(import, frame);
                return Flow.Normal;
            case ReturnSyntax result:
                Value returned = result.Value is null ? SingletonValue.None : Evaluate(result.Value, frame);
                frame.Returned = frame.Returned is null ? returned : Operations.Join(frame.Returned, returned);
                return Flow.Return;
            case RaiseSyntax raise:
                raised = Raise(raise, frame);
                return Flow.None;
            case FlowSyntax flow:
                return flow.Keyword switch
                {
                    FlowKeyword.Break => Flow.Break,
                    FlowKeyword.Continue => Flow.Continue,
                    _ => Flow.Normal,
                };
            case ScopeSyntax scope:
                if (scope.IsGlobal) (frame.GlobalNames ??= []).UnionWith(scope.Names);
                else (frame.OuterNames ??= []).UnionWith(scope.Names);
                return Flow.Normal;
            case DeleteSyntax delete:
                foreach (Expression target in delete.Targets) Delete(target, frame);
                return Flow.Normal;
            case AssertSyntax assert:
                return ExecuteAssert(assert, frame);
            case TypeAliasSyntax alias:
                Bind(alias.Name, UnknownValue.Instance, frame);
                return Flow.Normal;
            default:
                AddUnreadable(statement, frame);
                return Flow.Normal;
        }
    }

    // A statement that no Python Assay knows: CPython would refuse the whole file, or the reader does not know the syntax of a newer Python.
    private void AddUnreadable(SimpleStatement statement, Frame frame)
    {
        InstanceValue error = NewException(BuiltinTypes.SyntaxError, "invalid syntax");
        string reason = $"a statement could not be read: {frame.Module.Spec?.File ?? frame.Module.Name}, line {statement.Line}";
        possibilities.Add(new Possibility(error, reason, null, true, Chain()));
    }

    private Flow ExecuteAssert(AssertSyntax assert, Frame frame)
    {
        if (Operations.Truth(Evaluate(assert.Test, frame)) != false) return Flow.Normal;
        Value[] arguments = assert.Message is null ? [] : [Evaluate(assert.Message, frame)];
        InstanceValue error = NewException(BuiltinTypes.AssertionError, arguments);
        error.IsInferred = true;
        raised = OnItsWay(error);
        return Flow.None;
    }

    private Flow ExecuteIf(IfStatement choice, Frame frame)
    {
        while (true)
        {
            bool? truth = TruthOf(Evaluate(choice.Test.Value, frame));
            if (truth == true) return Execute(choice.Body, frame);
            if (truth is null) return Either(choice.Body, choice.OrElse, frame);

            // An elif is an `if` alone in the other branch; looping keeps long chains off the stack.
            if (choice.OrElse.Statements is not [IfStatement next]) return Execute(choice.OrElse, frame);
            choice = next;
        }
    }

    private Flow ExecuteWhile(WhileStatement loop, Frame frame)
    {
        Flow all = Flow.None;
        for (int round = 0; ; round++)
        {
            bool? truth = TruthOf(Evaluate(loop.Test.Value, frame));
            if (truth == false) return After(all & ~Flow.Break & ~Flow.Continue, loop.OrElse, frame);
            if (truth is null || round > MaximumRounds)
            {
                // Any number of rounds: one is walked, and what it binds is not known afterwards.
                all |= Either(loop.Body, null, frame);
                return (all & Flow.Return) | Flow.Normal;
            }

            Flow flow = Execute(loop.Body, frame);
            if (raised is not null) return Flow.None;
            all |= flow;
            if (flow == Flow.Normal || flow == Flow.Continue) continue;
            if (!flow.HasFlag(Flow.Normal) && !flow.HasFlag(Flow.Continue)) return (all & Flow.Return) | (all.HasFlag(Flow.Break) ? Flow.Normal : Flow.None);

            // Left or not left: nothing that follows is certain, and another round would not tell more.
            return (all & Flow.Return) | Flow.Normal;
        }
    }

    private Flow ExecuteFor(ForStatement loop, Frame frame)
    {
        if (loop.Parts is not { } parts) return Flow.Normal;
        Value iterable = Evaluate(parts.Iterable, frame);
        List<Value>? items = Iterate(iterable);
        if (items is null || items.Count > MaximumRounds)
        {
            Flow once = ExecuteOnce(parts.Target, loop.Body, frame);
            return After(once & Flow.Return, loop.OrElse, frame);
        }

        Flow all = Flow.None;
        Flow rest = Flow.Normal;
        int entered = 0;
        try
        {
            foreach (Value item in items)
            {
                Assign(parts.Target, item, frame);
                Flow flow = Execute(loop.Body, frame);
                if (raised is { } exception)
                {
                    if (entered == 0) return Flow.None;
                    raised = null;
                    AddPossibility(exception);
                    return (all & Flow.Return) | (all.HasFlag(Flow.Break) ? Flow.Normal : Flow.None);
                }

                all |= flow;
                if (flow is Flow.Normal or Flow.Continue) continue;
                if (!flow.HasFlag(Flow.Normal) && !flow.HasFlag(Flow.Continue)) return (all & Flow.Return) | (all.HasFlag(Flow.Break) ? Flow.Normal : Flow.None);
                if (flow.HasFlag(Flow.Break) || flow.HasFlag(Flow.Return))
                {
                    Depth++;
                    entered++;
                }
            }

            // Where a round may have left the loop, its `else` is only possible too.
            if (loop.OrElse.Statements.Length > 0) rest = Execute(loop.OrElse, frame);
            if (raised is { } last)
            {
                if (entered == 0) return Flow.None;
                raised = null;
                AddPossibility(last);
                return (all & Flow.Return) | (all.HasFlag(Flow.Break) ? Flow.Normal : Flow.None);
            }
        }
        catch (PythonError error) when (entered > 0)
        {
            AddPossibility(error.Value);
            return (all & Flow.Return) | (all.HasFlag(Flow.Break) ? Flow.Normal : Flow.None);
        }
        finally
        {
            Depth -= entered;
        }

        return (all & Flow.Return) | (all.HasFlag(Flow.Break) ? Flow.Normal : Flow.None) | rest;
    }

    private Flow After(Flow before, Block rest, Frame frame)
    {
        Flow flow = Execute(rest, frame);
        return raised is null ? before | flow : Flow.None;
    }

    private Flow ExecuteOnce(Expression target, Block body, Frame frame) => Either(
        () =>
        {
            Assign(target, UnknownValue.Instance, frame);
            return Execute(body, frame);
        },
        null);

    private Flow ExecuteMatch(MatchStatement match, Frame frame)
    {
        Evaluate(match.Subject.Value, frame);
        Flow all = Flow.Normal;
        foreach (Block body in match.Cases) all |= Either(body, null, frame);
        return all;
    }

    private bool? TruthOf(Value value)
    {
        if (value is InstanceValue instance && Operations.Truth(value) is null)
        {
            if (instance.Class.Find("__bool__", out _) is FunctionValue method) return Operations.Truth(Call(method, Arguments.Of(instance)));
        }

        return Operations.Truth(value);
    }
}
