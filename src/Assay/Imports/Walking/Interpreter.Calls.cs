using Assay.Imports.Syntax;
using Assay.Imports.Models;
using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>Calls.</summary>
internal sealed partial class Interpreter
{
    private Frame? current;
    private int callDepth;

    /// <summary>The innermost frame of a call or module; null outside.</summary>
    public Frame? Current => current;

    private Value EvaluateCall(CallExpression call, Frame frame)
    {
        if (call.Function is NameExpression { Name: "super" } && call.Arguments.Length == 0) return MakeSuper(frame);
        Value function = Evaluate(call.Function, frame);
        Arguments arguments = EvaluateArguments(call.Arguments, call.Keywords, frame);
        if (function is UnknownValue)
        {
            // enum's _convert_ binds names in the module it is called from.
            if (call.Function is AttributeExpression { Name: "_convert_" or "_convert" }) frame.Module.Globals.IsOpen = true;
            return UnknownValue.Instance;
        }

        Frame? before = current;
        current = frame;
        try
        {
            return Call(function, arguments);
        }
        finally
        {
            current = before;
        }
    }

    private Arguments EvaluateArguments(Expression[] positional, KeywordArgument[] keywords, Frame frame)
    {
        if (positional.Length == 0 && keywords.Length == 0) return Arguments.None;
        bool open = false;
        Value[] values;
        if (Array.Exists(positional, argument => argument.Kind == ExpressionKind.Starred))
        {
            values = EvaluateStarred(positional, frame, out open);
        }
        else
        {
            values = positional.Length == 0 ? [] : new Value[positional.Length];
            for (int i = 0; i < positional.Length; i++) values[i] = Evaluate(positional[i], frame);
        }

        if (keywords.Length == 0) return new Arguments(values, [], open);
        List<(string, Value)> named = new(keywords.Length);
        foreach (KeywordArgument keyword in keywords)
        {
            Value value = Evaluate(keyword.Value, frame);
            if (keyword.Name is not null)
            {
                named.Add((keyword.Name, value));
            }
            else if (value is MappingValue { IsExact: true } mapping)
            {
                foreach ((Value key, Value item) in mapping.Items)
                {
                    if (key is StringValue name) named.Add((name.Text, item));
                }
            }
            else
            {
                open = true;
            }
        }

        return new Arguments(values, [.. named], open);
    }

    private Value[] EvaluateStarred(Expression[] positional, Frame frame, out bool open)
    {
        List<Value> values = new(positional.Length);
        open = false;
        foreach (Expression argument in positional)
        {
            if (argument is not StarredExpression starred) values.Add(Evaluate(argument, frame));
            else if (Iterate(Evaluate(starred.Value, frame)) is { } more && !open) values.AddRange(more);
            else open = true;
        }

        return [.. values];
    }

    private static Value MakeSuper(Frame frame)
    {
        for (Frame? at = frame; at is not null; at = at.Enclosing)
        {
            if (at.Function?.Owner is { } owner && at.FirstArgument is { } self) return new SuperValue(owner, self);
        }

        return UnknownValue.Instance;
    }

    /// <summary>Calls a value.</summary>
    /// <param name="function">What is called.</param>
    /// <param name="arguments">The arguments.</param>
    public Value Call(Value function, Arguments arguments)
    {
        switch (function)
        {
            case FunctionValue defined:
                return CallFunction(defined, arguments);
            case NativeFunction native:
                return native.Body(this, arguments);
            case NativeMethod method:
                return BuiltinMethods.Call(this, method.Self, method.Name, arguments);
            case BoundMethod bound:
                return Call(bound.Function, arguments.Prepend(bound.Self));
            case ClassValue type:
                return Instantiate(type, arguments);
            case PartialValue partial:
                return Call(partial.Function, new Arguments(
                    [.. partial.Arguments.Positional, .. arguments.Positional], [.. partial.Arguments.Keywords, .. arguments.Keywords], partial.Arguments.IsOpen || arguments.IsOpen));
            case DescriptorValue { Kind: not DescriptorKind.Property } descriptor:
                return Call(descriptor.Function, arguments);
            case InstanceValue instance when instance.Class.Find("__call__", out _) is FunctionValue method:
                return Call(method, arguments.Prepend(instance));
            default:
                return UnknownValue.Instance;
        }
    }

    private Value CallFunction(FunctionValue function, Arguments arguments)
    {
        if (function.Statement is { } statement)
        {
            if (statement.IsAsync) return UnknownValue.Instance;
            if (function.Module.IsStandardLibrary && !StandardLibraryPolicy.IsExecuted(function))
            {
                if (statement.MentionsGlobals) function.Module.Globals.IsOpen = true;
                return UnknownValue.Instance;
            }

            if (statement.IsGenerator) return function.IsWrapped ? UnknownValue.Instance : new GeneratorValue(function, arguments);
        }

        if (callDepth >= MaximumCallDepth || IsRunning(function)) return UnknownValue.Instance;
        if (function.IsWrapped)
        {
            // A decorator made by a decorator that cannot be followed: what it is given is not what its body expects.
            if (arguments.Positional is not [FunctionValue or ClassValue]) RunPossibly(function, arguments);
            return UnknownValue.Instance;
        }

        return Run(function, arguments);
    }

    private void RunPossibly(FunctionValue function, Arguments arguments) => Either(
        () =>
        {
            Run(function, arguments);
            return Flow.Normal;
        },
        null);

    // A function that is already running several times over is a recursion; what it returns further down decides nothing about imports.
    private bool IsRunning(FunctionValue function)
    {
        int count = 0;
        for (Frame? frame = current; frame is not null; frame = frame.Caller)
        {
            if (frame.Function is { } other && ReferenceEquals(other.Statement ?? (object?)other.Lambda, function.Statement ?? (object?)function.Lambda) && ++count >= MaximumRecursion) return true;
        }

        return false;
    }

    private Value Run(FunctionValue function, Arguments arguments, Action<Value>? onYield = null)
    {
        Frame frame = new()
        {
            Module = function.Module,
            Locals = NewNamespace(),
            Enclosing = function.Enclosing,
            Function = function,
            Caller = current,
            FirstArgument = arguments.Positional.Length > 0 ? arguments.Positional[0] : null,
            OnYield = onYield,
        };
        BindParameters(function, arguments, frame.Locals);
        Frame? before = current;
        current = frame;
        // A call from module level has a budget of its own; the calls in it share it.
        bool outermost = ++callDepth == 1;
        long spentBefore = spentInCall;
        if (outermost) spentInCall = 0;
        try
        {
            if (function.Lambda is not null) return Evaluate(function.Lambda.Body, frame);
            Flow flow = Run(function.Statement!.Body, frame);
            if (flow.HasFlag(Flow.Normal)) return frame.Returned is null ? SingletonValue.None : Operations.Join(frame.Returned, SingletonValue.None);
            return frame.Returned ?? UnknownValue.Instance;
        }
        catch (BudgetExceeded exceeded) when (!exceeded.IsFinal)
        {
            // What the rest of it would have bound is not known.
            if (frame.FirstArgument is InstanceValue self) self.Attributes.IsOpen = true;
            if (function.Statement is { MentionsGlobals: true }) function.Module.Globals.IsOpen = true;
            if (!outermost) throw;
            return UnknownValue.Instance;
        }
        finally
        {
            if (outermost) spentInCall = spentBefore;
            callDepth--;
            current = before;
        }
    }

    private void BindParameters(FunctionValue function, Arguments arguments, Namespace locals)
    {
        ParameterList list = function.Parameters;
        int positional = 0;
        foreach (Parameter parameter in list.Parameters)
        {
            Value? value = null;
            if (!parameter.IsKeywordOnly && positional < arguments.Positional.Length) value = arguments.Positional[positional++];
            if (value is null)
            {
                foreach ((string name, Value given) in arguments.Keywords)
                {
                    if (name == parameter.Name) value = given;
                }
            }

            value ??= arguments.IsOpen ? UnknownValue.Instance : function.Defaults?.GetValueOrDefault(parameter.Name) ?? UnknownValue.Instance;
            locals.Bind(parameter.Name, value);
        }

        if (list.Rest is not null)
        {
            bool known = !arguments.IsOpen;
            locals.Bind(list.Rest, known ? new TupleValue([.. arguments.Positional.Skip(positional)]) : UnknownValue.Instance);
        }

        if (list.Keywords is null) return;
        DictionaryValue rest = NewDictionary();
        foreach ((string name, Value given) in arguments.Keywords)
        {
            if (!Array.Exists(list.Parameters, parameter => parameter.Name == name)) rest.Set(new StringValue(name), given);
        }

        if (arguments.IsOpen) rest.Loosen();
        locals.Bind(list.Keywords, rest);
    }
}
