using Assay.Imports.Syntax;
using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary>Names and targets.</summary>
internal sealed partial class Interpreter
{
    private Value Lookup(string name, Frame frame)
    {
        if (frame.GlobalNames is null || !frame.GlobalNames.Contains(name))
        {
            if (frame.Locals.Find(name) is { } local) return local;
            for (Frame? outer = frame.Enclosing; outer is not null; outer = outer.Enclosing)
            {
                if (outer.Locals.Find(name) is { } enclosed) return enclosed;
            }
        }

        if (frame.Module.Globals.Find(name) is { } global) return global;
        if (Builtins.Find(name) is { } builtin) return builtin;

        // The standard library does not misspell its names; it binds some by calls (ssl: _IntEnum._convert_('_SSLMethod', __name__, ...)).
        bool open = frame.Module.Globals.IsOpen || frame.Locals.IsOpen || frame.Module.IsStandardLibrary;

        // Where names may be bound that are not known, one of the reserved form is not among them if the code itself reckons with that (`try: __SCIPY_SETUP__`).
        open &= !(IsReserved(name) && IsCaught(NewException(BuiltinTypes.NameError)));
        return open ? UnknownValue.Instance : Otherwise(BuiltinTypes.NameError, new StringValue($"name '{name}' is not defined"));
    }

    private static bool IsReserved(string name) => name.Length > 4 && name.StartsWith("__", StringComparison.Ordinal) && name.EndsWith("__", StringComparison.Ordinal);

    /// <summary>Binds a name where a plain assignment in this frame would; null unbinds.</summary>
    private void Bind(string name, Value? value, Frame frame)
    {
        if (frame.GlobalNames is not null && frame.GlobalNames.Contains(name))
        {
            Write(frame.Module.Globals, name, value);
            return;
        }

        if (frame.OuterNames is not null && frame.OuterNames.Contains(name))
        {
            for (Frame? outer = frame.Enclosing; outer is not null; outer = outer.Enclosing)
            {
                if (outer.Locals.Find(name) is null) continue;
                Write(outer.Locals, name, value);
                return;
            }
        }

        Write(frame.Locals, name, value);
    }

    private void Assign(Expression target, Value value, Frame frame)
    {
        switch (target)
        {
            case NameExpression name:
                Bind(name.Name, value, frame);
                break;
            case AttributeExpression attribute:
                SetAttribute(Evaluate(attribute.Value, frame), attribute.Name, value);
                break;
            case SubscriptExpression subscript:
                SetItem(Evaluate(subscript.Value, frame), Evaluate(subscript.Index, frame), value);
                break;
            case SequenceExpression sequence:
                Unpack(sequence.Elements, value, frame);
                break;
            case StarredExpression starred:
                Assign(starred.Value, value, frame);
                break;
        }
    }

    private void Unpack(Expression[] targets, Value value, Frame frame)
    {
        List<Value>? items = Iterate(value);
        int star = Array.FindIndex(targets, target => target is StarredExpression);
        bool fits = items is not null && (star < 0 ? items.Count == targets.Length : items.Count >= targets.Length - 1);
        for (int i = 0; i < targets.Length; i++)
        {
            if (!fits) Assign(targets[i], UnknownValue.Instance, frame);
            else if (star < 0 || i < star) Assign(targets[i], items![i], frame);
            else if (i == star) Assign(targets[i], NewList(items!.GetRange(i, items.Count - targets.Length + 1)), frame);
            else Assign(targets[i], items![items.Count - targets.Length + i], frame);
        }
    }

    private void Augment(AugmentedSyntax augmented, Frame frame)
    {
        Value right;
        switch (augmented.Target)
        {
            case NameExpression name:
                Value left = Lookup(name.Name, frame);
                right = Evaluate(augmented.Value, frame);
                Bind(name.Name, InPlace(augmented.Operator, left, right), frame);
                break;
            case AttributeExpression attribute:
                Value owner = Evaluate(attribute.Value, frame);
                Value old = GetAttribute(owner, attribute.Name);
                right = Evaluate(augmented.Value, frame);
                SetAttribute(owner, attribute.Name, InPlace(augmented.Operator, old, right));
                break;
            case SubscriptExpression subscript:
                Value container = Evaluate(subscript.Value, frame);
                Value index = Evaluate(subscript.Index, frame);
                Value item = GetItem(container, index);
                right = Evaluate(augmented.Value, frame);
                SetItem(container, index, InPlace(augmented.Operator, item, right));
                break;
        }
    }

    private Value InPlace(BinaryOperator op, Value left, Value right)
    {
        if (op == BinaryOperator.Add && left is ListValue list)
        {
            Touch(list);
            if (Iterate(right) is { } items) list.Items.AddRange(items);
            else list.IsExact = false;
            return list;
        }

        if (op == BinaryOperator.Or && left is MappingValue mapping && right is MappingValue more)
        {
            Touch(mapping);
            foreach ((Value key, Value value) in more.Items.ToArray()) mapping.Set(key, value);
            if (!more.IsExact) mapping.Loosen();
            return mapping;
        }

        if (op == BinaryOperator.Or && left is SetValue set && Iterate(right) is { } elements)
        {
            Touch(set);
            foreach (Value element in elements) set.Add(element);
            return set;
        }

        return Binary(op, left, right);
    }

    private void Delete(Expression target, Frame frame)
    {
        switch (target)
        {
            case NameExpression name:
                if (frame.Locals.Find(name.Name) is null && (frame.GlobalNames is null || !frame.GlobalNames.Contains(name.Name)))
                {
                    if (IsCertain && frame.IsModule && !frame.Locals.IsOpen) throw Inferred(BuiltinTypes.NameError, $"name '{name.Name}' is not defined");
                    return;
                }

                Bind(name.Name, null, frame);
                break;
            case AttributeExpression attribute:
                Value owner = Evaluate(attribute.Value, frame);
                if (AttributesOf(owner) is { } names && names.Find(attribute.Name) is not null) Write(names, attribute.Name, null);
                break;
            case SubscriptExpression subscript:
                DeleteItem(Evaluate(subscript.Value, frame), Evaluate(subscript.Index, frame));
                break;
            case SequenceExpression sequence:
                foreach (Expression element in sequence.Elements) Delete(element, frame);
                break;
        }
    }

    /// <summary>The namespace that attributes set on a value go to; null when they go nowhere that is modelled.</summary>
    private static Namespace? AttributesOf(Value value) => value switch
    {
        ModuleValue module => module.Globals,
        ClassValue { IsBuiltin: false } type => type.Members,
        InstanceValue instance => instance.Attributes,
        FunctionValue function => function.Attributes,
        _ => null,
    };

    /// <summary><c>owner.name = value</c>.</summary>
    /// <param name="owner">The object.</param>
    /// <param name="name">The attribute.</param>
    /// <param name="value">The value.</param>
    public void SetAttribute(Value owner, string name, Value value)
    {
        if (owner is FunctionValue function) function.Attributes ??= NewNamespace();
        if (owner is InstanceValue instance)
        {
            if (name == "__class__")
            {
                // The object is of another class from here on.
                if (IsCertain && value is ClassValue type) instance.Class = type;
                else instance.Attributes.IsOpen = true;
                return;
            }

            if (instance.Class.Find("__setattr__", out _) is FunctionValue setter)
            {
                Call(setter, Arguments.Of(instance, new StringValue(name), value));
                return;
            }

            if (instance.Class.Find(name, out _) is InstanceValue descriptor && descriptor.Class.Find("__set__", out _) is FunctionValue set)
            {
                Call(set, Arguments.Of(descriptor, instance, value));
                return;
            }
        }

        if (owner is ModuleValue module && name == "__class__")
        {
            // The module's class is replaced: what its attributes are is up to that class now.
            module.Globals.IsOpen = true;
            return;
        }

        if (AttributesOf(owner) is { } names) Write(names, name, value);
    }
}
