using Assay.Imports.Syntax;
using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary><c>try</c>, <c>with</c> and <c>raise</c>.</summary>
internal sealed partial class Interpreter
{
    // What is raised when it is not known what.
    private readonly ClassValue anyException = new() { Name = "Exception", Bases = [UnknownValue.Instance], Members = new Namespace(0), Module = "?" };

    private readonly List<InstanceValue> handled = [];
    private readonly List<(TryStatement Statement, Frame Frame, int Depth)> attempts = [];

    // How many possibilities there were before the innermost `try` whose body runs now.
    private int innermostMark;

    /// <summary>Exceptions that the code itself caught, in order.</summary>
    public IReadOnlyList<InstanceValue> Handled => handled;

    private Flow ExecuteTry(TryStatement attempt, Frame frame)
    {
        if (attempt.Final.Statements.Length == 0) return ExecuteHandled(attempt, frame);
        Flow flow = Flow.None;
        InstanceValue? pending;
        try
        {
            flow = ExecuteHandled(attempt, frame);
            pending = raised;
            raised = null;
        }
        catch (PythonError error)
        {
            pending = error.Value;
        }

        Flow last = Execute(attempt.Final, frame);
        if (raised is not null) return Flow.None;
        if (pending is not null)
        {
            // A return, break or continue in `finally` swallows the exception.
            if (!last.HasFlag(Flow.Normal)) return last;
            raised = pending;
            return Flow.None;
        }

        return last == Flow.Normal ? flow : !last.HasFlag(Flow.Normal) ? last : flow | (last & ~Flow.Normal);
    }

    private Flow ExecuteHandled(TryStatement attempt, Frame frame)
    {
        int mark = possibilities.Count;
        int outside = attempts.Count;
        int outerMark = innermostMark;
        innermostMark = mark;
        Flow flow = Flow.None;
        InstanceValue? exception;
        attempts.Add((attempt, frame, Depth));
        try
        {
            flow = Execute(attempt.Body, frame);
            exception = raised;
            raised = null;
        }
        catch (PythonError error)
        {
            exception = error.Value;
        }
        finally
        {
            innermostMark = outerMark;
            attempts.RemoveRange(outside, attempts.Count - outside);
        }

        if (exception is not null) return Handle(attempt, exception, frame);
        if (flow.HasFlag(Flow.Normal) && attempt.OrElse.Statements.Length > 0)
        {
            if (flow == Flow.Normal)
            {
                flow = Execute(attempt.OrElse, frame);
                if (raised is not null) return Flow.None;
            }
            else
            {
                Flow rest = Either(attempt.OrElse, null, frame);
                flow = (flow & ~Flow.Normal) | rest;
            }
        }

        return possibilities.Count > mark ? flow | HandlePossible(attempt, mark, frame) : flow;
    }

    /// <summary>
    /// Handlers of what may have been raised are walked as possible, each once. A guard of the code itself is taken not to fire: its handler is walked for what it
    /// may import, but control is taken to be behind the statement.
    /// </summary>
    private Flow HandlePossible(TryStatement attempt, int mark, Frame frame)
    {
        List<Possibility> open = possibilities.GetRange(mark, possibilities.Count - mark);
        Flow all = Flow.None;
        foreach (ExceptClause clause in attempt.Handlers)
        {
            if (open.Count == 0) break;
            Value? type = clause.Type is null ? null : Evaluate(clause.Type.Value, frame);
            List<Possibility> caught = open.FindAll(possibility => type is null || IsInstance(possibility.Exception, type) != false);
            if (caught.Count == 0) continue;
            Possibility first = caught.Find(possibility => possibility.IsStrong) ?? caught[^1];
            HashSet<Possibility> gone = [.. caught];
            open.RemoveAll(gone.Contains);
            possibilities.RemoveAll(gone.Contains);
            Value? returned = frame.Returned;
            Flow behind = Behind(clause, first.Exception, frame);
            if (first.IsStrong) all |= behind;
            else frame.Returned = returned;
        }

        return all;
    }

    private Flow Handle(TryStatement attempt, InstanceValue exception, Frame frame)
    {
        foreach (ExceptClause clause in attempt.Handlers)
        {
            bool? matches = Matches(clause, exception, frame);
            if (matches == false) continue;
            if (matches is null)
            {
                // It may be caught here or go on: neither is certain, and the code after the statement runs only if it is caught.
                AddPossibility(exception);
                return PossiblyHandle(clause, exception, frame);
            }

            Flow flow = RunHandler(clause, exception, frame);
            if (raised is not null) return Flow.None;
            if (exception.Origin is not null || exception.Cause?.Origin is not null || exception.Class.IsSubclassOf(BuiltinTypes.ImportError)) handled.Add(exception);
            return flow;
        }

        raised = exception;
        return Flow.None;
    }

    /// <summary>
    /// True when an exception that follows from the values is really raised: everything here is certain, or a handler of the same branch waits for it
    /// (<c>try: sys.modules[name] except KeyError: ...</c>). Elsewhere in an undecided branch the values may just not belong together.
    /// </summary>
    /// <param name="exception">The exception.</param>
    public bool IsRaised(InstanceValue exception) => IsCertain || IsCaught(exception);

    private bool IsCaught(InstanceValue exception)
    {
        for (int i = attempts.Count - 1; i >= 0 && attempts[i].Depth == Depth; i--)
        {
            (TryStatement attempt, Frame frame, _) = attempts[i];
            if (attempt.Handlers.Any(clause => Matches(clause, exception, frame) == true)) return true;
        }

        return false;
    }

    // Methods of their own: what a lambda captures is allocated where its scope is entered, needed or not.
    private Flow PossiblyHandle(ExceptClause clause, InstanceValue exception, Frame frame) => Either(() => RunHandler(clause, exception, frame), null);

    private Flow Behind(ExceptClause clause, InstanceValue exception, Frame frame)
    {
        Flow behind = Flow.None;
        Either(() => behind = RunHandler(clause, exception, frame), null);
        return behind;
    }

    private Flow RunHandler(ExceptClause clause, InstanceValue exception, Frame frame)
    {
        if (clause.Name is not null) Bind(clause.Name, exception, frame);
        handling.Add(exception);
        try
        {
            return Execute(clause.Body, frame);
        }
        finally
        {
            handling.RemoveAt(handling.Count - 1);
            if (clause.Name is not null) Bind(clause.Name, null, frame);
        }
    }

    private bool? Matches(ExceptClause clause, InstanceValue exception, Frame frame) =>
        clause.Type is null ? true : IsInstance(exception, Evaluate(clause.Type.Value, frame));

    private Flow ExecuteWith(WithStatement with, Frame frame) => ExecuteWith(with, 0, frame);

    private Flow ExecuteWith(WithStatement with, int item, Frame frame)
    {
        if (item >= with.Items.Length) return Execute(with.Body, frame);
        (Expression context, Expression? target) = with.Items[item];
        Value manager = Evaluate(context, frame);
        Value entered = UnknownValue.Instance;
        if (manager is InstanceValue { Payload: GeneratorValue generator }) return ExecuteWithGenerator(with, item, target, generator, frame);
        InstanceValue? instance = manager as InstanceValue;
        if (instance?.Payload is SuppressedTypes) entered = SingletonValue.None;
        else if (instance is not null && instance.Class.Find("__enter__", out _) is FunctionValue enter) entered = Call(enter, Arguments.Of(instance));
        if (target is not null) Assign(target, entered, frame);
        if (instance?.Payload is SuppressedTypes suppressed) return ExecuteSuppressed(with, item + 1, suppressed, frame);
        Flow flow = ExecuteWith(with, item + 1, frame);
        if (raised is not null) return Flow.None;
        if (instance is not null && instance.Class.Find("__exit__", out _) is FunctionValue exit)
            Call(exit, Arguments.Of(instance, SingletonValue.None, SingletonValue.None, SingletonValue.None));
        return flow;
    }

    private Flow ExecuteSuppressed(WithStatement with, int item, SuppressedTypes suppressed, Frame frame)
    {
        Flow flow = Flow.None;
        InstanceValue? exception;
        try
        {
            flow = ExecuteWith(with, item, frame);
            exception = raised;
        }
        catch (PythonError error)
        {
            exception = error.Value;
        }

        if (exception is null) return flow;
        bool? matches = suppressed.Types.Aggregate((bool?)false, (found, type) => found == true ? true : IsInstance(exception, type) ?? found);
        raised = matches == false ? exception : null;
        if (raised is not null) return Flow.None;
        handled.Add(exception);
        return Flow.Normal;
    }

    private InstanceValue Raise(RaiseSyntax raise, Frame frame)
    {
        if (raise.Exception is null) return handling.Count > 0 ? handling[^1] : NewException(BuiltinTypes.RuntimeError, "No active exception to reraise");

        Value value = Evaluate(raise.Exception, frame);
        if (value is ClassValue type) value = Call(type, Arguments.None);
        Value? cause = raise.Cause is null ? null : Evaluate(raise.Cause, frame);
        InstanceValue exception = value as InstanceValue is { } known && known.Class.IsSubclassOf(BuiltinTypes.BaseException)
            ? known
            : new InstanceValue(anyException, NewNamespace());
        if (cause is InstanceValue explicitCause && explicitCause != exception) exception.Cause = explicitCause;

        // A function comes to raise by what it was given and looked up, which is the walk's own picture of it. That something cannot be imported is what functions are
        // written to say, from files and versions; that their own assumptions do not hold is likelier to be a gap in the picture.
        if (callDepth > 0 && exception.Origin is null && !exception.Class.IsSubclassOf(BuiltinTypes.ImportError)) exception.IsInferred = true;
        return OnItsWay(exception);
    }

    /// <summary>An exception on its way, with what was being handled as its context and the place where it started.</summary>
    /// <param name="exception">The exception.</param>
    public PythonError Thrown(InstanceValue exception) => new(OnItsWay(exception));

    private InstanceValue OnItsWay(InstanceValue exception)
    {
        if (exception.Cause is null && handling.Count > 0 && handling[^1] != exception && !IsCausedBy(handling[^1], exception)) exception.Cause = handling[^1];
        exception.Chain ??= Chain();
        return exception;
    }

    private static bool IsCausedBy(InstanceValue exception, InstanceValue cause)
    {
        for (InstanceValue? at = exception; at is not null; at = at.Cause)
        {
            if (at == cause) return true;
        }

        return false;
    }

    /// <summary>An exception of a built-in class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="text">Its only argument.</param>
    public InstanceValue NewException(ClassValue type, string text) => NewException(type, new StringValue(text));

    /// <summary>An exception of a built-in class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="arguments">Its arguments.</param>
    public InstanceValue NewException(ClassValue type, params Value[] arguments) => new(type, NewNamespace()) { ExceptionArguments = arguments };

    /// <summary>An exception that follows from the walk's picture of the values rather than from files.</summary>
    /// <param name="type">The class.</param>
    /// <param name="text">Its text.</param>
    public PythonError Inferred(ClassValue type, string text)
    {
        InstanceValue exception = NewException(type, text);
        exception.IsInferred = true;
        return Thrown(exception);
    }
}

/// <summary>What a <c>contextlib.suppress</c> swallows.</summary>
/// <param name="Types">Its arguments.</param>
internal sealed record SuppressedTypes(Value[] Types);
