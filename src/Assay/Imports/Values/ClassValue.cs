namespace Assay.Imports.Values;

/// <summary>A class.</summary>
internal sealed class ClassValue : Value
{
    private ClassValue[]? order;

    // Boxed: built-in classes are shared by walks on several threads, and a reference is seen whole.
    private object? hasUnknownBase;
    private object? holdsItems;

    public required string Name { get; init; }

    /// <summary>The module it says it is in; null for built-in ones.</summary>
    public string? Module { get; init; }

    /// <summary>The bases as given; values that are no known class stand for unknown ones.</summary>
    public required Value[] Bases { get; init; }

    /// <summary>What the body bound.</summary>
    public required Namespace Members { get; init; }

    /// <summary>Makes an instance of a built-in type; null for a class made by a statement.</summary>
    public Func<Walking.Interpreter, Arguments, Value>? Constructor { get; init; }

    /// <summary>The metaclass when it is one made by a statement; else null.</summary>
    public ClassValue? Metaclass { get; init; }

    /// <summary>True when a metaclass or a decorator that cannot be followed made it: its attributes may be others than those its body bound.</summary>
    public bool IsReworked { get; set; }

    /// <summary>True when <c>dataclasses.dataclass</c> wrote its <c>__init__</c>.</summary>
    public bool HasGeneratedInitializer { get; set; }

    /// <summary>True for types of the interpreter and of modelled modules.</summary>
    public bool IsBuiltin => Module is null;

    /// <summary>True when a base is not known, so that it may have further attributes.</summary>
    public bool HasUnknownBase => (bool)(hasUnknownBase ??= Array.Exists(Order, type => Array.Exists(type.Bases, parent => parent is not ClassValue)));

    /// <summary>True when it derives from a built-in container, string or number.</summary>
    public bool HoldsItems => (bool)(holdsItems ??= Array.Exists(Order, type => type.IsBuiltin && type != BuiltinTypes.Object && type != BuiltinTypes.Type && type != BuiltinTypes.SimpleNamespace
        && type != BuiltinTypes.Path && !type.IsSubclassOf(BuiltinTypes.BaseException)));

    /// <summary>Itself and its known bases in the order of lookup (C3 as far as the bases are known, else depth first).</summary>
    public ClassValue[] Order => order ??= Linearize();

    /// <summary>True when it is or derives from another class.</summary>
    /// <param name="other">The other class.</param>
    public bool IsSubclassOf(ClassValue other) => Array.IndexOf(Order, other) >= 0;

    /// <summary>An attribute found in the class or a known base, or null.</summary>
    /// <param name="name">The name.</param>
    /// <param name="owner">The class it was found in.</param>
    /// <param name="after">Search only behind this class; null for the whole order.</param>
    public Value? Find(string name, out ClassValue? owner, ClassValue? after = null)
    {
        bool passed = after is null;
        foreach (ClassValue type in Order)
        {
            if (passed && type.Members.Find(name) is { } value)
            {
                owner = type;
                return value;
            }

            if (type == after) passed = true;
        }

        owner = null;
        return null;
    }

    private ClassValue[] Linearize()
    {
        if (Bases is [ClassValue only] && only != this) return [this, .. only.Order];
        List<ClassValue[]> sequences = [];
        foreach (Value parent in Bases)
        {
            if (parent is ClassValue type && type != this) sequences.Add(type.Order);
        }

        sequences.Add([.. Bases.OfType<ClassValue>()]);
        List<ClassValue> result = [this];
        List<List<ClassValue>> rest = [.. sequences.Select(sequence => sequence.ToList())];
        while (rest.RemoveAll(list => list.Count == 0) >= 0 && rest.Count > 0)
        {
            ClassValue? next = rest.Select(list => list[0]).FirstOrDefault(head => !rest.Any(list => list.IndexOf(head) > 0));
            next ??= rest[0][0];
            result.Add(next);
            foreach (List<ClassValue> list in rest) list.Remove(next);
        }

        return [.. result.Distinct()];
    }
}

/// <summary>An object of a class made by a statement, or of a modelled type.</summary>
internal sealed class InstanceValue(ClassValue type, Namespace attributes) : Value
{
    /// <summary>Its class, which <c>instance.__class__ = other</c> changes.</summary>
    public ClassValue Class { get; set; } = type;

    public Namespace Attributes { get; } = attributes;

    /// <summary>The arguments an exception was made with; null for other objects and when they are not known.</summary>
    public Value[]? ExceptionArguments { get; set; }

    /// <summary>The exception it was raised from or while handling, or null.</summary>
    public InstanceValue? Cause { get; set; }

    /// <summary>The facts behind an exception, for the rules; null when it is plain Python.</summary>
    public object? Origin { get; set; }

    /// <summary>True for an exception that the walk derived from its own picture of the values (a name, an attribute or a key that is not there).</summary>
    public bool IsInferred { get; set; }

    /// <summary>The modules that were being loaded when it was raised, outermost first; null before.</summary>
    public string[]? Chain { get; set; }

    /// <summary>How sure the exception and its text are.</summary>
    public Diagnostics.Certainty Certainty { get; set; }

    /// <summary>What a modelled type keeps in it: the text of a path.</summary>
    public object? Payload { get; set; }
}
