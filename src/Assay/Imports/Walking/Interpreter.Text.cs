using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>Classes of values, and values as text.</summary>
internal sealed partial class Interpreter
{
    /// <summary><c>isinstance(value, type)</c>; null when it cannot be told.</summary>
    /// <param name="value">The value.</param>
    /// <param name="type">A class or a tuple of them.</param>
    public bool? IsInstance(Value value, Value type)
    {
        if (type is TupleValue tuple)
        {
            bool? any = false;
            foreach (Value item in tuple.Items)
            {
                bool? one = IsInstance(value, item);
                if (one == true) return true;
                if (one is null) any = null;
            }

            return any;
        }

        if (type is not ClassValue wanted) return null;
        if (wanted == BuiltinTypes.Object) return true;
        if (value is ClassValue && wanted == BuiltinTypes.Type) return true;

        // Some classes (range, zip, map) are modelled as the function that calling them is.
        if (value is NativeFunction && wanted == BuiltinTypes.Type) return null;
        if (BuiltinTypes.Of(value) is not { } actual) return null;
        return IsSubclass(actual, wanted);
    }

    /// <summary><c>issubclass(type, other)</c>; null when it cannot be told.</summary>
    /// <param name="type">A class.</param>
    /// <param name="other">Another.</param>
    public static bool? IsSubclass(ClassValue type, ClassValue other)
    {
        if (type.IsSubclassOf(other)) return true;

        // Abstract classes may register others, and an unknown base may derive from anything.
        return type.HasUnknownBase || other.Metaclass is not null || other.IsReworked || (other.HasUnknownBase && !other.IsSubclassOf(BuiltinTypes.BaseException)) ? null : false;
    }

    /// <summary><c>str(value)</c>, or null when it cannot be told.</summary>
    /// <param name="value">A value.</param>
    public StringValue? TextOf(Value value)
    {
        if (value is not InstanceValue instance || instance.Class == BuiltinTypes.Path) return Operations.Text(value);
        if (instance.Class.Find("__str__", out _) is FunctionValue method) return Call(method, Arguments.Of(instance)) as StringValue;
        if (instance.ExceptionArguments is null && instance.Class.Find("__repr__", out _) is FunctionValue representation) return Call(representation, Arguments.Of(instance)) as StringValue;
        return PlainTextOf(instance);
    }

    /// <summary><c>str</c> of an exception as <c>BaseException</c> and its built-in relatives define it.</summary>
    /// <param name="exception">The exception.</param>
    public StringValue? PlainTextOf(InstanceValue exception)
    {
        if (exception.ExceptionArguments is not { } arguments || !exception.Class.IsSubclassOf(BuiltinTypes.BaseException)) return null;
        if (arguments.Length == 0) return StringValue.Empty;
        if (arguments.Length > 1)
        {
            if (!exception.Class.IsSubclassOf(BuiltinTypes.OSError)) return Operations.Represent(new TupleValue(arguments));
            if (TextOf(arguments[0]) is not { } number || TextOf(arguments[1]) is not { } text) return null;
            return new StringValue($"[Errno {number.Text}] {text.Text}" + (arguments.Length > 2 && Operations.Represent(arguments[2]) is { } file ? ": " + file.Text : ""));
        }

        return exception.Class.IsSubclassOf(BuiltinTypes.KeyError) ? Represent(arguments[0]) : TextOf(arguments[0]);
    }

    /// <summary><c>repr(value)</c>, or null when it cannot be told.</summary>
    /// <param name="value">A value.</param>
    public StringValue? Represent(Value value)
    {
        if (value is not InstanceValue instance || instance.Class == BuiltinTypes.Path) return Operations.Represent(value);
        if (instance.Class.Find("__repr__", out _) is FunctionValue method) return Call(method, Arguments.Of(instance)) as StringValue;
        if (instance.ExceptionArguments is not { } arguments || !instance.Class.IsSubclassOf(BuiltinTypes.BaseException)) return null;
        string? row = arguments.Length == 1 ? Represent(arguments[0])?.Text : Operations.Represent(new TupleValue(arguments))?.Text;
        return row is null ? null : new StringValue(instance.Class.Name + (arguments.Length == 1 ? $"({row})" : row));
    }

    /// <summary>True for a modelled path; gives its text.</summary>
    /// <param name="value">A value.</param>
    /// <param name="path">The text.</param>
    public static bool IsPath(Value value, out string? path)
    {
        path = value is InstanceValue { Payload: string text } instance && instance.Class == BuiltinTypes.Path ? text : null;
        return path is not null;
    }

    /// <summary>The text of a string or a path; null for anything else.</summary>
    /// <param name="value">A value.</param>
    public static string? PathText(Value? value) => value is StringValue { IsApproximate: false } text ? text.Text : value is not null && IsPath(value, out string? path) ? path : null;

    /// <summary>A path object.</summary>
    /// <param name="text">Its text.</param>
    public InstanceValue NewPath(string text) => new(BuiltinTypes.Path, NewNamespace()) { Payload = Primitives.PosixPath.Normalize(text) };
}
