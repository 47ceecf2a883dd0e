using Assay.Imports.Values;
using Assay.Imports.Walking;

namespace Assay.Imports.Models;

/// <summary>The names of the <c>builtins</c> module.</summary>
internal static class BuiltinNames
{
    // The functions of Python/bltinmodule.c whose results decide nothing about imports.
    private static readonly string[] Opaque =
    [
        "aiter", "anext", "ascii", "bin", "breakpoint", "compile", "delattr", "divmod", "hash", "help", "hex", "input", "memoryview", "object", "oct", "open", "pow",
        "round", "exit", "quit", "copyright", "credits", "license", "__build_class__",
    ];

    /// <summary>A fresh set of the names.</summary>
    public static Namespace Make()
    {
        Namespace names = new(0);
        foreach (string name in Opaque) names.Bind(name, new NativeFunction(name, static (_, _) => UnknownValue.Instance));
        foreach ((string name, ClassValue type) in BuiltinTypes.ExceptionNames) names.Bind(name, type);
        foreach (ClassValue type in Types) names.Bind(type.Name, type);
        names.Bind("__debug__", BooleanValue.True);
        names.Bind("NotImplemented", SingletonValue.NotImplemented);
        names.Bind("Ellipsis", SingletonValue.Ellipsis);
        names.Bind("__name__", new StringValue("builtins"));
        foreach ((string name, Func<Interpreter, Arguments, Value> body) in BuiltinFunctions.All) names.Bind(name, new NativeFunction(name, body));
        return names;
    }

    private static readonly ClassValue[] Types =
    [
        BuiltinTypes.Object, BuiltinTypes.Type, BuiltinTypes.Integer, BuiltinTypes.Boolean, BuiltinTypes.Float, BuiltinTypes.Complex, BuiltinTypes.String,
        BuiltinTypes.Bytes, BuiltinTypes.ByteArray, BuiltinTypes.Tuple, BuiltinTypes.List, BuiltinTypes.Set, BuiltinTypes.FrozenSet, BuiltinTypes.Slice,
        BuiltinTypes.Property, BuiltinTypes.StaticMethod, BuiltinTypes.ClassMethod, BuiltinTypes.Dictionary,
    ];
}
