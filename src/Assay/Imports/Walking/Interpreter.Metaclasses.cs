using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>How classes come about where a metaclass written in Python has a say (Objects/typeobject.c, Python/bltinmodule.c <c>__build_class__</c>).</summary>
internal sealed partial class Interpreter
{
    /// <summary>What calling a metaclass with name, bases and members makes: its <c>__new__</c>, then its <c>__init__</c>.</summary>
    private ClassValue BuildClass(string name, string module, Arguments arguments, Namespace members, Frame? frame)
    {
        ClassValue? meta = MetaclassOf(arguments);
        Value[] bases = arguments.Positional;
        Arguments call = new(
            [UnknownValue.Instance, new StringValue(name), new TupleValue(bases), new NamespaceMapping(members, Write)], [.. arguments.Keywords.Where(keyword => keyword.Name != "metaclass")], arguments.IsOpen);
        ClassValue? type = null;
        if (Followed(meta, "__new__") is { } maker)
        {
            call.Positional[0] = meta!;
            type = CallHere(frame, maker, call) as ClassValue;
        }

        if (type is null)
        {
            type = MakeClass(name, module, arguments, members);
            AnnounceSubclass(type, arguments, frame);
        }

        if (Followed(meta, "__init__") is { } initializer)
        {
            call.Positional[0] = type;
            CallHere(frame, initializer, call);
        }

        return type;
    }

    /// <summary><c>type.__new__(metaclass, name, bases, members)</c>.</summary>
    /// <param name="arguments">Its arguments.</param>
    public Value NewClass(Arguments arguments) => ReadClass(arguments) is not { } read ? UnknownValue.Instance : Announced(MakeClass(read.Name, read.Module, read.Arguments, read.Members), read.Arguments);

    /// <summary><c>metaclass(name, bases, members)</c>.</summary>
    private Value CallMetaclass(ClassValue meta, Arguments arguments) =>
        ReadClass(arguments.Prepend(meta)) is { } read ? BuildClass(read.Name, read.Module, read.Arguments, read.Members, current) : UnknownValue.Instance;

    private (string Name, string Module, Arguments Arguments, Namespace Members)? ReadClass(Arguments arguments)
    {
        if (arguments.Positional is not [ClassValue meta, StringValue name, { } basesValue, MappingValue mapping, ..] || Iterate(basesValue) is not { } bases) return null;
        Namespace members = NewNamespace();
        members.IsOpen = !mapping.IsExact;
        foreach ((Value key, Value value) in mapping.Items)
        {
            if (key is StringValue member) members.Bind(member.Text, value);
        }

        string module = (members.Find("__module__") as StringValue)?.Text ?? current?.Module.Name ?? "builtins";
        (string, Value)[] keywords = [.. arguments.Keywords.Where(keyword => keyword.Name != "metaclass")];
        return (name.Text, module, new Arguments([.. bases], meta == BuiltinTypes.Type ? keywords : [.. keywords, ("metaclass", meta)]), members);
    }

    private ClassValue Announced(ClassValue type, Arguments arguments)
    {
        AnnounceSubclass(type, arguments, current);
        return type;
    }

    private static ClassValue? MetaclassOf(Arguments arguments)
    {
        Value? given = arguments.Keywords.FirstOrDefault(keyword => keyword.Name == "metaclass").Value;
        return given is not null ? given as ClassValue : arguments.Positional.OfType<ClassValue>().Select(parent => parent.Metaclass).FirstOrDefault(meta => meta is not null);
    }

    // The metaclasses of the standard library lean on what cannot be read; what they make is marked as reworked instead.
    private static FunctionValue? Followed(ClassValue? meta, string method)
    {
        Value? found = meta?.Find(method, out _);
        FunctionValue? function = found as FunctionValue ?? (found as DescriptorValue)?.Function as FunctionValue;
        return function is { Module.IsStandardLibrary: false } ? function : null;
    }

    private Value CallHere(Frame? frame, Value function, Arguments arguments) => frame is null ? Call(function, arguments) : CallFrom(frame, function, arguments);
}
