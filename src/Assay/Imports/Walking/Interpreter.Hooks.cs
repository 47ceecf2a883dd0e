using Assay.Imports.Values;

namespace Assay.Imports.Walking;

/// <summary><c>sys.meta_path</c>: finders that packages put there themselves (six, setuptools' shim).</summary>
internal sealed partial class Interpreter
{
    private static readonly ClassValue StandardFinder = new() { Name = "PathFinder", Bases = [BuiltinTypes.Object], Members = new Namespace(0), Constructor = (_, _) => UnknownValue.Instance };

    /// <summary><c>sys.meta_path</c>; the interpreter's own three finders are in it as one class each.</summary>
    public ListValue MetaPath { get; } = new([StandardFinder]);

    /// <summary>What is being handled now, or null.</summary>
    public InstanceValue? BeingHandled => handling.Count > 0 ? handling[^1] : null;

    /// <summary>What a finder of a package makes of a name; null when none knows it. Asked before the standard finders are, if it stands before them.</summary>
    private Value? FindByHook(string name, IReadOnlyList<string>? path, bool before)
    {
        if (MetaPath.Items.Count <= 1) return null;
        bool passed = false;
        foreach (Value finder in MetaPath.Items.ToArray())
        {
            if (finder == StandardFinder) passed = true;
            if (finder == StandardFinder || passed == before) continue;
            if (finder is not InstanceValue and not ClassValue) continue;
            Value pathValue = path is null ? SingletonValue.None : NewList(path.Select(item => new StringValue(item)));
            if (HookMethod(finder, "find_spec") is not { } method)
            {
                if (LoadByOldHook(name, finder, pathValue) is { } old) return old;
                continue;
            }

            Value spec = Call(method, Arguments.Of(new StringValue(name), pathValue, SingletonValue.None));
            if (spec == SingletonValue.None) continue;
            if (spec is UnknownValue)
            {
                if (before) continue;
                return modules[name] = UnknownValue.Instance;
            }

            return LoadByHook(name, spec);
        }

        return null;
    }

    private Value? HookMethod(Value hook, string name)
    {
        try
        {
            return FindAttribute(hook, name, out _) is { } method and (BoundMethod or FunctionValue) ? method : null;
        }
        catch (PythonError)
        {
            // A finder that cannot be asked does not answer.
            return null;
        }
    }

    // PEP 302's find_module and load_module, which Python 3.12 no longer asks (Lib/importlib/_bootstrap.py, _find_spec_legacy).
    private Value? LoadByOldHook(string name, Value finder, Value path)
    {
        if (context.Environment.Version.Minor >= 12 || HookMethod(finder, "find_module") is not { } find) return null;
        Value loader = Call(find, Arguments.Of(new StringValue(name), path));
        if (loader == SingletonValue.None || HookMethod(loader, "load_module") is not { } load) return null;
        Value module = Call(load, Arguments.Of(new StringValue(name)));
        modules.TryAdd(name, module);
        return modules[name];
    }

    private Value LoadByHook(string name, Value spec)
    {
        if (modules.TryGetValue(name, out Value? there)) return there;
        Value module = UnknownValue.Instance;
        Value? loaderValue = FindAttribute(spec, "loader", out _);
        if (loaderValue is InstanceValue hook)
        {
            if (hook.Class.Find("create_module", out _) is FunctionValue create) module = Call(create, Arguments.Of(hook, spec));
            if (module == SingletonValue.None) module = new ModuleValue(name, null, NewNamespace()) { IsOpaque = true };
            modules[name] = module;
            if (hook.Class.Find("exec_module", out _) is FunctionValue execute) Call(execute, Arguments.Of(hook, module));
        }

        modules.TryAdd(name, module);
        return modules[name];
    }
}
