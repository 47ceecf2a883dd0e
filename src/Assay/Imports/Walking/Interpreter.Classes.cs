using Assay.Imports.Syntax;
using Assay.Imports.Models;
using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>Functions and classes as they are defined, and objects as they are made.</summary>
internal sealed partial class Interpreter
{
    private void Define(FunctionStatement statement, Frame frame)
    {
        if (frame.Module.IsStandardLibrary && StandardLibraryModels.Find(frame, statement.Name) is { } model)
        {
            Bind(statement.Name, model, frame);
            return;
        }

        Value value = new FunctionValue
        {
            Name = statement.Name,
            Module = frame.Module,
            Statement = statement,
            Enclosing = frame.ForClosure,
            Defaults = statement.HasDefaults ? EvaluateDefaults(statement.Parameters, frame) : null,
        };
        for (int i = statement.Decorators.Length - 1; i >= 0; i--) value = Decorate(statement.Decorators[i].Value, value, frame);
        Bind(statement.Name, value, frame);
    }

    private Value Decorate(Expression decorator, Value value, Frame frame)
    {
        Value function = Evaluate(decorator, frame);
        Value result = function is UnknownValue ? function : CallFrom(frame, function, Arguments.Of(value));
        if (result is not UnknownValue) return result;

        // What the decorator makes is not known; most likely it calls what it was given.
        switch (value)
        {
            case FunctionValue plain:
                return new FunctionValue
                {
                    Name = plain.Name,
                    Module = plain.Module,
                    Statement = plain.Statement,
                    Lambda = plain.Lambda,
                    Enclosing = plain.Enclosing,
                    Defaults = plain.Defaults,
                    IsWrapped = true,
                    Owner = plain.Owner,
                };
            case ClassValue type:
                type.IsReworked = true;
                return type;
            default:
                return value;
        }
    }

    private Value CallFrom(Frame frame, Value function, Arguments arguments)
    {
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

    private void Define(ClassStatement statement, Frame frame)
    {
        if (frame.Module.IsStandardLibrary && StandardLibraryModels.Find(frame, statement.Name) is { } model)
        {
            Bind(statement.Name, model, frame);
            return;
        }

        Arguments arguments = Arguments.None;
        if (statement.Arguments is not null)
        {
            arguments = ExpressionParser.ParseArguments(statement.Arguments) is { } parsed
                ? EvaluateArguments(parsed.Arguments, parsed.Keywords, frame)
                : new Arguments([UnknownValue.Instance], []);
        }

        Namespace members = NewNamespace();
        members.Bind("__module__", new StringValue(frame.Module.Name));
        members.Bind("__qualname__", new StringValue(statement.Name));
        Frame body = new() { Module = frame.Module, Locals = members, Enclosing = frame.ForClosure, IsClass = true, Caller = frame, Function = frame.Function, FirstArgument = frame.FirstArgument };
        Execute(statement.Body, body);
        if (raised is not null) return;
        Value value = BuildClass(statement.Name, frame.Module.Name, arguments, members, frame);
        for (int i = statement.Decorators.Length - 1; i >= 0; i--) value = Decorate(statement.Decorators[i].Value, value, frame);
        Bind(statement.Name, value, frame);
    }

    /// <summary>Makes a class.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="module">The module it says it is in.</param>
    /// <param name="arguments">Bases and keywords.</param>
    /// <param name="members">What its body bound.</param>
    public ClassValue MakeClass(string name, string module, Arguments arguments, Namespace members)
    {
        Value[] bases = arguments.IsOpen ? [.. arguments.Positional, UnknownValue.Instance] : arguments.Positional;
        for (int i = 0; i < bases.Length; i++)
        {
            if (bases[i] is not ClassValue) bases[i] = UnknownValue.Instance;
        }

        Value? metaclass = arguments.Keywords.FirstOrDefault(keyword => keyword.Name == "metaclass").Value;
        metaclass ??= bases.OfType<ClassValue>().Select(parent => parent.Metaclass).FirstOrDefault(meta => meta is not null);
        if (bases.Length == 0) bases = [BuiltinTypes.Object];
        ClassValue type = new()
        {
            Name = name,
            Module = module,
            Bases = bases,
            Members = members,
            Metaclass = metaclass as ClassValue is { IsBuiltin: false } meta ? meta : null,
            IsReworked = metaclass is UnknownValue || bases.Any(parent => parent is ClassValue { IsReworked: true }),
        };
        foreach (KeyValuePair<string, Value> member in members.Bindings)
        {
            switch (member.Value)
            {
                case FunctionValue { Owner: null } function when function.Module.Name == module:
                    function.Owner = type;
                    break;
                case DescriptorValue { Function: FunctionValue { Owner: null } function }:
                    function.Owner = type;
                    break;
            }
        }

        // ABCMeta adds registration, nothing that changes attributes; other metaclasses may change anything (Enum).
        if (type.Metaclass is not null && !(type.Metaclass.Name == "ABCMeta" || type.Metaclass.Order.All(t => t.Find("__new__", out _) is null && t.Find("__prepare__", out _) is null))) type.IsReworked = true;
        return type;
    }

    // PEP 487
    private void AnnounceSubclass(ClassValue type, Arguments arguments, Frame? frame)
    {
        foreach ((string name, Value value) in type.Members.Bindings.Where(pair => pair.Value is InstanceValue).Select(pair => (pair.Key, pair.Value)).ToArray())
        {
            if (((InstanceValue)value).Class.Find("__set_name__", out _) is FunctionValue naming) CallHere(frame, naming, Arguments.Of(value, type, new StringValue(name)));
        }

        if (type.Find("__init_subclass__", out _, type) is not { } hook) return;
        Value function = hook is DescriptorValue descriptor ? descriptor.Function : hook;
        if (function is FunctionValue) CallHere(frame, function, new Arguments([type], [.. arguments.Keywords.Where(keyword => keyword.Name != "metaclass")], arguments.IsOpen));
    }

    /// <summary>Makes an object of a class.</summary>
    /// <param name="type">The class.</param>
    /// <param name="arguments">The arguments.</param>
    public Value Instantiate(ClassValue type, Arguments arguments)
    {
        if (Constructors.Find(type) is { } constructor) return constructor(this, arguments);
        if (type.Metaclass?.Find("__call__", out ClassValue? owner) is FunctionValue call && owner != BuiltinTypes.Type && current?.Function != call)
            return Call(call, arguments.Prepend(type));
        if (type.IsSubclassOf(BuiltinTypes.Type)) return CallMetaclass(type, arguments);
        if (type.IsReworked) return UnknownValue.Instance;
        InstanceValue instance;
        if (type.Find("__new__", out _) is { } maker && maker is FunctionValue or DescriptorValue)
        {
            Value made = Call(maker is DescriptorValue descriptor ? descriptor.Function : maker, arguments.Prepend(type));
            if (made is not InstanceValue known || !known.Class.IsSubclassOf(type)) return made;
            instance = known;
        }
        else
        {
            instance = NewInstance(type);
        }

        if (type.IsSubclassOf(BuiltinTypes.BaseException)) MakeException(instance, arguments);
        Value? initializer = type.Find("__init__", out ClassValue? place);
        if (Array.Exists(type.Order, parent => parent.HasGeneratedInitializer) && place?.HasGeneratedInitializer != false)
        {
            instance.Attributes.IsOpen = true;
            foreach ((string name, Value value) in arguments.Keywords) instance.Attributes.Bind(name, value);
            return instance;
        }

        if (initializer is FunctionValue { Statement: { } statement } function)
        {
            bool skipped = statement.IsAsync || (function.Module.IsStandardLibrary && !StandardLibraryPolicy.IsExecuted(function)) || function.IsWrapped;
            if (skipped) instance.Attributes.IsOpen = true;
            else Call(function, arguments.Prepend(instance));
        }
        else if (initializer is not null || type.HasUnknownBase || (place is null && type.HoldsItems))
        {
            instance.Attributes.IsOpen = true;
        }

        return instance;
    }

    /// <summary>A bare object of a class.</summary>
    /// <param name="type">The class.</param>
    public InstanceValue NewInstance(ClassValue type) => new(type, NewNamespace());

    private static void MakeException(InstanceValue instance, Arguments arguments)
    {
        instance.ExceptionArguments = arguments.IsOpen ? null : arguments.Positional;
        foreach ((string name, Value value) in arguments.Keywords)
        {
            if (name is "name" or "path") instance.Attributes.Bind(name, value);
        }
    }
}
