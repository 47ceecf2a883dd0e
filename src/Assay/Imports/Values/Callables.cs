using Assay.Imports.Syntax;

namespace Assay.Imports.Values;

/// <summary>The arguments of a call.</summary>
/// <param name="Positional">Positional arguments.</param>
/// <param name="Keywords">Keyword arguments.</param>
/// <param name="IsOpen">True when a <c>*</c> or <c>**</c> argument may bring more than is known.</param>
internal readonly record struct Arguments(Value[] Positional, (string Name, Value Value)[] Keywords, bool IsOpen = false)
{
    public static Arguments None { get; } = new([], []);

    /// <summary>Positional arguments only.</summary>
    /// <param name="values">The arguments.</param>
    public static Arguments Of(params Value[] values) => new(values, []);

    /// <summary>An argument by position or name; null when it was not given (or may hide in an open call).</summary>
    /// <param name="position">Its position.</param>
    /// <param name="name">Its name; null when it has none.</param>
    public Value? Get(int position, string? name = null)
    {
        if (position >= 0 && position < Positional.Length) return Positional[position];
        if (name is not null)
        {
            foreach ((string keyword, Value value) in Keywords)
            {
                if (keyword == name) return value;
            }
        }

        return IsOpen ? UnknownValue.Instance : null;
    }

    /// <summary>The same with one more positional argument in front.</summary>
    /// <param name="first">That argument.</param>
    public Arguments Prepend(Value first) => this with { Positional = [first, .. Positional] };
}

/// <summary>A function made by <c>def</c> or <c>lambda</c>.</summary>
internal sealed class FunctionValue : Value
{
    public required string Name { get; init; }

    public required ModuleValue Module { get; init; }

    /// <summary>The statement; null for a lambda.</summary>
    public FunctionStatement? Statement { get; init; }

    /// <summary>The lambda; null for a <c>def</c>.</summary>
    public LambdaExpression? Lambda { get; init; }

    /// <summary>The function around it whose names it sees, or null.</summary>
    public Walking.Frame? Enclosing { get; init; }

    /// <summary>The class whose body it stands in, or null.</summary>
    public ClassValue? Owner { get; set; }

    /// <summary>The defaults evaluated at definition, by parameter; null when there are none.</summary>
    public Dictionary<string, Value>? Defaults { get; init; }

    /// <summary>True when a decorator that cannot be followed stands between this function and its callers.</summary>
    public bool IsWrapped { get; init; }

    /// <summary>Attributes set on it; null until one is.</summary>
    public Namespace? Attributes { get; set; }

    public ParameterList Parameters => Statement is not null ? Statement.Parameters : Lambda!.Parameters;
}

/// <summary>A function of the interpreter, or one of the standard library that is modelled here.</summary>
/// <param name="name">Its name.</param>
/// <param name="body">What it does.</param>
internal sealed class NativeFunction(string name, Func<Walking.Interpreter, Arguments, Value> body) : Value
{
    public string Name { get; } = name;

    public Func<Walking.Interpreter, Arguments, Value> Body { get; } = body;
}

/// <summary>A method of a built-in type with its object: <c>"".join</c>.</summary>
internal sealed class NativeMethod(Value self, string name) : Value
{
    public Value Self { get; } = self;

    public string Name { get; } = name;
}

/// <summary>A function with its first argument.</summary>
internal sealed class BoundMethod(Value self, Value function) : Value
{
    public Value Self { get; } = self;

    public Value Function { get; } = function;
}

/// <summary>What calling a generator function gives: nothing of it has run yet.</summary>
internal sealed class GeneratorValue(FunctionValue function, Arguments arguments) : Value
{
    public FunctionValue Function { get; } = function;

    public Arguments Arguments { get; } = arguments;

    /// <summary>What it yields, once it was iterated over; null before.</summary>
    public List<Value>? Yielded { get; set; }

    /// <summary>False when it may yield more, fewer or other values.</summary>
    public bool IsExact { get; set; } = true;
}

/// <summary><c>functools.partial</c>.</summary>
internal sealed class PartialValue(Value function, Arguments arguments) : Value
{
    public Value Function { get; } = function;

    public Arguments Arguments { get; } = arguments;
}

/// <summary>How a function in a class is reached.</summary>
internal enum DescriptorKind
{
    Property,
    StaticMethod,
    ClassMethod,
}

/// <summary><c>property</c>, <c>staticmethod</c> or <c>classmethod</c>.</summary>
internal sealed class DescriptorValue(DescriptorKind kind, Value function) : Value
{
    public DescriptorKind Kind { get; } = kind;

    public Value Function { get; } = function;
}

/// <summary><c>super()</c>.</summary>
internal sealed class SuperValue(ClassValue start, Value self) : Value
{
    /// <summary>The class behind which the search goes on.</summary>
    public ClassValue Start { get; } = start;

    public Value Self { get; } = self;
}
