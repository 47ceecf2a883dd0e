namespace Assay.Imports.Values;

/// <summary>The classes of the interpreter that the walk tells apart. They hold no state that a walk could change.</summary>
internal static class BuiltinTypes
{
    private static readonly Dictionary<string, ClassValue> Exceptions = new(StringComparer.Ordinal);

    public static ClassValue Object { get; } = Make("object");

    public static ClassValue Type { get; } = Make("type", Object);

    public static ClassValue Integer { get; } = Make("int", Object);

    public static ClassValue Boolean { get; } = Make("bool", Integer);

    public static ClassValue Float { get; } = Make("float", Object);

    public static ClassValue Complex { get; } = Make("complex", Object);

    public static ClassValue String { get; } = Make("str", Object);

    public static ClassValue Bytes { get; } = Make("bytes", Object);

    public static ClassValue ByteArray { get; } = Make("bytearray", Object);

    public static ClassValue Tuple { get; } = Make("tuple", Object);

    public static ClassValue List { get; } = Make("list", Object);

    public static ClassValue Range { get; } = Make("range", Object);

    public static ClassValue Deque { get; } = Make("collections.deque", Object);

    public static ClassValue Set { get; } = Make("set", Object);

    public static ClassValue FrozenSet { get; } = Make("frozenset", Object);

    public static ClassValue Dictionary { get; } = Make("dict", Object);

    public static ClassValue Module { get; } = Make("module", Object);

    public static ClassValue Function { get; } = Make("function", Object);

    public static ClassValue NativeFunction { get; } = Make("builtin_function_or_method", Object);

    public static ClassValue Method { get; } = Make("method", Object);

    public static ClassValue None { get; } = Make("NoneType", Object);

    public static ClassValue Ellipsis { get; } = Make("ellipsis", Object);

    public static ClassValue Slice { get; } = Make("slice", Object);

    public static ClassValue Property { get; } = Make("property", Object);

    public static ClassValue StaticMethod { get; } = Make("staticmethod", Object);

    public static ClassValue ClassMethod { get; } = Make("classmethod", Object);

    /// <summary>A plain object with attributes: <c>types.SimpleNamespace</c>, import specs, frames.</summary>
    public static ClassValue SimpleNamespace { get; } = Make("SimpleNamespace", Object);

    /// <summary><c>pathlib.Path</c> and its relatives; the payload is the path as text.</summary>
    public static ClassValue Path { get; } = Make("PosixPath", Object);

    public static ClassValue BaseException { get; } = Exception("BaseException", Object);

    public static ClassValue ExceptionType { get; } = Exception("Exception", BaseException);

    public static ClassValue ImportError { get; } = Exception("ImportError", ExceptionType);

    public static ClassValue ModuleNotFoundError { get; } = Exception("ModuleNotFoundError", ImportError);

    public static ClassValue OSError { get; } = Exception("OSError", ExceptionType);

    public static ClassValue AttributeError { get; } = Exception("AttributeError", ExceptionType);

    public static ClassValue NameError { get; } = Exception("NameError", ExceptionType);

    public static ClassValue TypeError { get; } = Exception("TypeError", ExceptionType);

    public static ClassValue ValueError { get; } = Exception("ValueError", ExceptionType);

    public static ClassValue LookupError { get; } = Exception("LookupError", ExceptionType);

    public static ClassValue KeyError { get; } = Exception("KeyError", LookupError);

    public static ClassValue IndexError { get; } = Exception("IndexError", LookupError);

    public static ClassValue RuntimeError { get; } = Exception("RuntimeError", ExceptionType);

    public static ClassValue AssertionError { get; } = Exception("AssertionError", ExceptionType);

    public static ClassValue StopIteration { get; } = Exception("StopIteration", ExceptionType);

    public static ClassValue SyntaxError { get; } = Exception("SyntaxError", ExceptionType);

    public static ClassValue FileNotFoundError { get; } = Exception("FileNotFoundError", OSError);

    public static ClassValue ZeroDivisionError { get; } = Exception("ZeroDivisionError", Exception("ArithmeticError", ExceptionType));

    public static ClassValue NotImplementedError { get; } = Exception("NotImplementedError", RuntimeError);

    public static ClassValue SystemExit { get; } = Exception("SystemExit", BaseException);

    // The rest of Objects/exceptions.c: name and base.
    private static readonly (string Name, string Base)[] Others =
    [
        ("KeyboardInterrupt", "BaseException"), ("GeneratorExit", "BaseException"), ("BaseExceptionGroup", "BaseException"), ("ExceptionGroup", "Exception"),
        ("StopAsyncIteration", "Exception"), ("FloatingPointError", "ArithmeticError"), ("OverflowError", "ArithmeticError"), ("BufferError", "Exception"),
        ("EOFError", "Exception"), ("MemoryError", "Exception"), ("UnboundLocalError", "NameError"), ("BlockingIOError", "OSError"),
        ("ChildProcessError", "OSError"), ("ConnectionError", "OSError"), ("BrokenPipeError", "ConnectionError"), ("ConnectionAbortedError", "ConnectionError"),
        ("ConnectionRefusedError", "ConnectionError"), ("ConnectionResetError", "ConnectionError"), ("FileExistsError", "OSError"), ("InterruptedError", "OSError"),
        ("IsADirectoryError", "OSError"), ("NotADirectoryError", "OSError"), ("PermissionError", "OSError"), ("ProcessLookupError", "OSError"), ("TimeoutError", "OSError"),
        ("ReferenceError", "Exception"), ("RecursionError", "RuntimeError"), ("IndentationError", "SyntaxError"), ("TabError", "IndentationError"),
        ("SystemError", "Exception"), ("UnicodeError", "ValueError"), ("UnicodeDecodeError", "UnicodeError"), ("UnicodeEncodeError", "UnicodeError"),
        ("UnicodeTranslateError", "UnicodeError"), ("Warning", "Exception"), ("DeprecationWarning", "Warning"), ("PendingDeprecationWarning", "Warning"),
        ("RuntimeWarning", "Warning"), ("SyntaxWarning", "Warning"), ("UserWarning", "Warning"), ("FutureWarning", "Warning"), ("ImportWarning", "Warning"),
        ("UnicodeWarning", "Warning"), ("BytesWarning", "Warning"), ("ResourceWarning", "Warning"), ("EncodingWarning", "Warning"),
    ];

    private static readonly bool Completed = Complete();

    /// <summary>The built-in exceptions by name; <c>IOError</c> and <c>EnvironmentError</c> are <c>OSError</c>.</summary>
    public static IEnumerable<KeyValuePair<string, ClassValue>> ExceptionNames =>
        Completed ? Exceptions.Append(KeyValuePair.Create("IOError", OSError)).Append(KeyValuePair.Create("EnvironmentError", OSError)) : [];

    /// <summary>A built-in exception by name; <c>Exception</c> when there is none of that name.</summary>
    /// <param name="name">The class name.</param>
    public static ClassValue ExceptionByName(string name) => Completed && Exceptions.TryGetValue(name, out ClassValue? found) ? found : ExceptionType;

    /// <summary>The class of a value, or null when it is not known.</summary>
    /// <param name="value">A value.</param>
    public static ClassValue? Of(Value value) => value switch
    {
        StringValue => String,
        BooleanValue => Boolean,
        IntegerValue => Integer,
        FloatValue => Float,
        BytesValue => Bytes,
        TupleValue => Tuple,
        ListValue row => row.Class,
        DictionaryValue { DefaultFactory: null } or NamespaceMapping => Dictionary,
        SetValue set => set.IsFrozen ? FrozenSet : Set,
        SingletonValue single when single == SingletonValue.None => None,
        SingletonValue single when single == SingletonValue.Ellipsis => Ellipsis,
        ModuleValue => Module,
        FunctionValue { IsWrapped: false } => Function,
        Values.NativeFunction or NativeMethod => NativeFunction,
        BoundMethod => Method,
        SliceValue => Slice,
        ClassValue type => type.Metaclass ?? (type.IsReworked ? null : Type),
        InstanceValue instance => instance.Class,
        DescriptorValue descriptor => descriptor.Kind switch
        {
            DescriptorKind.Property => Property,
            DescriptorKind.StaticMethod => StaticMethod,
            _ => ClassMethod,
        },
        _ => null,
    };

    private static ClassValue Make(string name, params Value[] bases) => new() { Name = name, Bases = bases, Members = new Namespace(0) { IsOpen = true } };

    private static ClassValue Exception(string name, ClassValue parent)
    {
        ClassValue type = Make(name, parent);
        Exceptions[name] = type;
        return type;
    }

    private static bool Complete()
    {
        foreach ((string name, string parent) in Others) Exception(name, Exceptions[parent]);
        return true;
    }
}
