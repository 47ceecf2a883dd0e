using Assay.Imports.Models;
using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>Attributes.</summary>
internal sealed partial class Interpreter
{
    /// <summary><c>owner.name</c>; raises AttributeError where the attribute is known not to be there.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="name">The attribute.</param>
    public Value GetAttribute(Value owner, string name)
    {
        if (FindAttribute(owner, name, out string? missing) is { } found) return found;
        if (Unmangled(name) is { } plain) return FindAttribute(owner, plain, out _) ?? UnknownValue.Instance;
        if (owner is not ModuleValue { Spec: { Kind: ModuleKind.Source, IsPackage: false } spec } module || !IsCertain || context.Load(spec) is not { Text: not null, Body.Statements.Length: 0 })
            return Otherwise(BuiltinTypes.AttributeError, MissingText(owner, name, missing));

        // A file without a single statement binds nothing: that is no gap in the picture of its values.
        InstanceValue error = NewException(BuiltinTypes.AttributeError, MissingText(owner, name, missing));
        error.Origin = new HollowModule(module.Name, spec.File ?? spec.Name);
        throw Thrown(error);
    }

    // Private names are kept as they are written in the class; `_Class__name` is how others spell `__name`.
    private static string? Unmangled(string name) => name.Length > 4 && name[0] == '_' && name[1] != '_' && name.IndexOf("__", 2, StringComparison.Ordinal) is > 0 and int at && !name.EndsWith("__", StringComparison.Ordinal) ? name[at..] : null;

    /// <summary><c>hasattr(owner, name)</c>; null when it cannot be told.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="name">The attribute.</param>
    public bool? HasAttribute(Value owner, string name)
    {
        try
        {
            Value? found = FindAttribute(owner, name, out _);
            if (found is null) return false;
            return found is UnknownValue ? IsListed(owner, name) : true;
        }
        catch (PythonError error) when (error.Value.Class.IsSubclassOf(BuiltinTypes.AttributeError))
        {
            return false;
        }
    }

    // An unknown value can stand for an attribute that is there or for one that may be.
    private static bool? IsListed(Value owner, string name) => AttributesOf(owner)?.Find(name) is not null ? true : null;

    private static StringValue MissingText(Value owner, string name, string? text) => new(text ?? $"'{BuiltinTypes.Of(owner)?.Name ?? "object"}' object has no attribute '{name}'");

    /// <summary>The attribute, unknown where it may be there, null where it is known not to be.</summary>
    private Value? FindAttribute(Value owner, string name, out string? missing)
    {
        missing = null;
        switch (owner)
        {
            case UnknownValue:
                return owner;
            case ModuleValue module:
                return FindInModule(module, name, out missing);
            case InstanceValue instance:
                return FindInInstance(instance, name);
            case ClassValue type:
                return FindInClass(type, name, out missing);
            case FunctionValue function:
                return FindInFunction(function, name);
            case SuperValue super:
                return FindInSuper(super, name);
            case TupleValue { Names: { } names } tuple when Array.IndexOf(names, name) is >= 0 and int at:
                return tuple.Items[at];
            case BoundMethod method:
                return name switch
                {
                    "__self__" => method.Self,
                    "__func__" => method.Function,
                    _ => FindAttribute(method.Function, name, out missing) ?? UnknownValue.Instance,
                };
            case PartialValue partial:
                return name switch
                {
                    "func" => partial.Function,
                    "args" => new TupleValue(partial.Arguments.Positional),
                    _ => UnknownValue.Instance,
                };
            case DescriptorValue descriptor:
                if (descriptor.Kind == DescriptorKind.Property && name is "setter" or "deleter" or "getter") return new NativeFunction(name, (_, _) => descriptor);
                return name is "fget" or "__func__" or "__wrapped__" ? descriptor.Function : UnknownValue.Instance;
            case NativeFunction native:
                return name switch
                {
                    "__name__" or "__qualname__" => new StringValue(native.Name),
                    _ => UnknownValue.Instance,
                };
        }

        ClassValue? known = BuiltinTypes.Of(owner);
        if (name == "__class__" && known is not null) return known;
        if (name == "__doc__") return UnknownValue.Instance;
        return BuiltinMethods.Has(owner, name) switch
        {
            true => new NativeMethod(owner, name),
            false => null,
            _ => UnknownValue.Instance,
        };
    }

    private Value? FindInModule(ModuleValue module, string name, out string? missing)
    {
        missing = null;
        if (module.Globals.Find(name) is { } found) return found;
        switch (name)
        {
            case "__dict__": return new NamespaceMapping(module.Globals, Write);
            case "__class__": return BuiltinTypes.Module;
            case "__doc__" or "__annotations__" or "__builtins__": return UnknownValue.Instance;
        }

        // PEP 562
        if (module.Globals.Find("__getattr__") is { } getter && name != "__path__")
        {
            if (getter is not (FunctionValue or PartialValue or BoundMethod)) return UnknownValue.Instance;
            try
            {
                return Call(getter, Arguments.Of(new StringValue(name)));
            }
            catch (PythonError error) when (module.Globals.IsOpen && error.Value.Class.IsSubclassOf(BuiltinTypes.AttributeError))
            {
                // It is only asked for what the module does not bind, and what this one binds is not all known.
                return UnknownValue.Instance;
            }
        }

        if (module.Absent is not null && module.Absent.Contains(name))
        {
            missing = $"module '{module.Name}' has no attribute '{name}'";
            return null;
        }

        if (module.Globals.IsOpen || module.IsOpaque) return name == "__path__" && module.Spec is { IsPackage: false } ? null : UnknownValue.Instance;

        if (MayBeBoundByCompiledCode(module, name)) return UnknownValue.Instance;
        missing = MessageTexts.NoModuleAttribute(module, name, this);
        return null;
    }

    private Value? FindInInstance(InstanceValue instance, string name)
    {
        Value? inClass = instance.Class.Find(name, out _);
        if (inClass is DescriptorValue { Kind: DescriptorKind.Property } property) return Call(property.Function, Arguments.Of(instance));
        if (instance.Attributes.Find(name) is { } own) return own;
        if (inClass is not null) return BindTo(inClass, instance, instance.Class);
        switch (name)
        {
            case "__class__": return instance.Class;
            case "__dict__": return new NamespaceMapping(instance.Attributes, Write);
            case "__doc__" or "__module__": return UnknownValue.Instance;
        }

        if (instance.Class.IsSubclassOf(BuiltinTypes.BaseException)) return FindInException(instance, name);
        if (instance.Class.IsSubclassOf(BuiltinTypes.Path)) return PathMethods.Find(this, instance, name);
        if (instance.Class.Find("__getattr__", out _) is FunctionValue getter) return Call(getter, Arguments.Of(instance, new StringValue(name)));
        bool mayHave = instance.Attributes.IsOpen || instance.Class.HasUnknownBase || instance.Class.HoldsItems || instance.Class.IsReworked
            || instance.Class.Find("__getattribute__", out _) is not null || instance.Class.Find("__slots__", out _) is not null || name.StartsWith("__", StringComparison.Ordinal);
        return mayHave ? UnknownValue.Instance : null;
    }

    private Value? FindInException(InstanceValue exception, string name)
    {
        switch (name)
        {
            case "args": return exception.ExceptionArguments is { } arguments ? new TupleValue(arguments) : UnknownValue.Instance;
            case "__cause__" or "__context__": return (Value?)exception.Cause ?? SingletonValue.None;
            case "msg" when exception.ExceptionArguments is [{ } only] && exception.Class.IsSubclassOf(BuiltinTypes.ImportError): return only;
            case "name" or "path" when exception.Class.IsSubclassOf(BuiltinTypes.ImportError): return SingletonValue.None;
            case "with_traceback": return new NativeFunction(name, (_, _) => exception);
            case "message" when exception.Class.IsBuiltin: return null;
            default: return UnknownValue.Instance;
        }
    }

    /// <summary>What an attribute found in a class is for an object of it.</summary>
    private Value BindTo(Value value, InstanceValue? instance, ClassValue type)
    {
        switch (value)
        {
            case FunctionValue or NativeFunction when instance is not null:
                return new BoundMethod(instance, value);
            case DescriptorValue { Kind: DescriptorKind.StaticMethod } descriptor:
                return descriptor.Function;
            case DescriptorValue { Kind: DescriptorKind.ClassMethod } descriptor:
                return new BoundMethod(type, descriptor.Function);
            case InstanceValue { Class: var owner } descriptor when owner.Find("__get__", out _) is FunctionValue getter:
                return Call(getter, Arguments.Of(descriptor, (Value?)instance ?? SingletonValue.None, type));
            default:
                return value;
        }
    }

    private Value? FindInClass(ClassValue type, string name, out string? missing)
    {
        missing = null;
        if (type.Find(name, out ClassValue? owner) is { } found)
        {
            // What a metaclass made of plain values (the members of an enumeration) is not what the body bound.
            if (owner!.IsReworked && found is not (FunctionValue or DescriptorValue or ClassValue)) return UnknownValue.Instance;
            return BindTo(found, null, type);
        }

        switch (name)
        {
            case "__name__" or "__qualname__": return new StringValue(type.Name);
            case "__module__": return new StringValue(type.Module ?? "builtins");
            case "__dict__": return new NamespaceMapping(type.Members, Write);
            case "__bases__": return new TupleValue(type.Bases);
            case "__mro__": return type.HasUnknownBase ? UnknownValue.Instance : new TupleValue(type.Order);
            case "__doc__" or "__annotations__": return UnknownValue.Instance;
            case "__class__": return (Value?)type.Metaclass ?? BuiltinTypes.Type;
            case "mro": return UnknownValue.Instance;
        }

        if (type.Metaclass?.Find(name, out _) is { } meta) return meta is FunctionValue ? new BoundMethod(type, meta) : UnknownValue.Instance;
        if (type.Metaclass?.Find("__getattr__", out _) is FunctionValue getter) return Call(getter, Arguments.Of(type, new StringValue(name)));
        if (BuiltinMethods.OfType(type, name) is { } native) return native;
        if (type.IsBuiltin || type.IsReworked || type.HasUnknownBase || type.HoldsItems || type.Metaclass is not null || name.StartsWith("__", StringComparison.Ordinal)
            || type.Members.IsOpen || type.Find("__slots__", out _) is not null || type.IsSubclassOf(BuiltinTypes.BaseException))
        {
            return UnknownValue.Instance;
        }

        missing = $"type object '{type.Name}' has no attribute '{name}'";
        return null;
    }

    private Value FindInFunction(FunctionValue function, string name)
    {
        if (function.Attributes?.Find(name) is { } own) return own;
        switch (name)
        {
            case "__name__": return new StringValue(function.Name);
            case "__module__": return new StringValue(function.Module.Name);
            case "__qualname__": return new StringValue(function.Owner is null ? function.Name : function.Owner.Name + "." + function.Name);
            case "__globals__": return new NamespaceMapping(function.Module.Globals, Write);
            case "__dict__": return new NamespaceMapping(function.Attributes ??= NewNamespace(), Write);
            default: return UnknownValue.Instance;
        }
    }

    private Value FindInSuper(SuperValue super, string name)
    {
        ClassValue type = super.Self switch
        {
            InstanceValue instance => instance.Class,
            ClassValue self => self,
            _ => super.Start,
        };
        InstanceValue? target = super.Self as InstanceValue;
        if (type.Find(name, out _, super.Start) is { } found) return BindTo(found, target, type);
        switch (name)
        {
            case "__new__":
                return new NativeFunction(name, (interpreter, arguments) => arguments.Get(0) is not ClassValue made ? UnknownValue.Instance : made.IsSubclassOf(BuiltinTypes.Type) ? interpreter.NewClass(arguments) : interpreter.NewInstance(made));
            case "__init__":
                return new NativeFunction(name, (_, arguments) =>
                {
                    if (target?.ExceptionArguments is not null) target.ExceptionArguments = arguments.IsOpen ? null : arguments.Positional;
                    return SingletonValue.None;
                });
            case "__init_subclass__" or "__setattr__" or "__exit__" or "__delattr__":
                return new NativeFunction(name, (interpreter, arguments) =>
                {
                    if (name == "__setattr__" && target is not null && arguments.Get(0) is StringValue attribute && arguments.Get(1) is { } value) interpreter.Write(target.Attributes, attribute.Text, value);
                    return SingletonValue.None;
                });
            case "__call__" when super.Self is ClassValue self:
                return new NativeFunction(name, (interpreter, arguments) => interpreter.Instantiate(self, arguments));
            case "__str__" when target is not null:
                return new NativeFunction(name, (interpreter, _) => (Value?)interpreter.PlainTextOf(target) ?? UnknownValue.Instance);
            default:
                return UnknownValue.Instance;
        }
    }
}
