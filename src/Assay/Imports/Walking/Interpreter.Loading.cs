using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Imports.Finding;
using Assay.Imports.Models;
using Assay.Imports.Syntax;
using Assay.Imports.Values;
using Assay.Primitives;

namespace Assay.Imports.Walking;

/// <summary>Finding and loading: <c>sys.modules</c>, parents first, and what loading does by the kind of module.</summary>
internal sealed partial class Interpreter
{
    private readonly Dictionary<string, Value> modules = new(StringComparer.Ordinal);
    private readonly List<string> loading = [];
    private string[]? chain;
    private readonly List<ImportStep> steps = [];
    private readonly WalkContext context;
    private readonly IExtensionLoader loader;

    /// <summary>Starts with an empty <c>sys.modules</c>.</summary>
    /// <param name="context">What was read of files.</param>
    /// <param name="loader">What opens compiled code.</param>
    public Interpreter(WalkContext context, IExtensionLoader loader)
    {
        this.context = context;
        this.loader = loader;
        SearchPath = new ListValue([]);
        ResetSearchPath(withStart: true);
        Builtins = BuiltinNames.Make();
    }

    /// <summary>Gives <c>sys.path</c> what the environment says of it.</summary>
    /// <param name="withStart">True to put the directory first that the program is started in.</param>
    public void ResetSearchPath(bool withStart)
    {
        SearchPath.Items.Clear();
        SearchPath.Items.AddRange(context.Environment.ModulePath.Select(path => new StringValue(path)));
        SearchPath.IsExact = true;
        if (withStart) PrependStart();
    }

    /// <summary>Puts the directory first that the program is started in.</summary>
    public void PrependStart()
    {
        if (context.FirstDirectory is not null) SearchPath.Items.Insert(0, new StringValue(""));
    }

    /// <summary>What was read of files.</summary>
    public WalkContext Context => context;

    /// <summary>What opens compiled code.</summary>
    public IExtensionLoader Loader => loader;

    /// <summary><c>sys.path</c>.</summary>
    public ListValue SearchPath { get; }

    /// <summary>The names of the <c>builtins</c> module.</summary>
    public Namespace Builtins { get; }

    /// <summary>The modules loaded or attempted, in order.</summary>
    public IReadOnlyList<ImportStep> Steps => steps;

    /// <summary>True while steps are not to be listed: what the interpreter imports before any code of the user runs.</summary>
    public bool IsStartingUp { get; set; }

    /// <summary>What may go wrong and was caught by nothing.</summary>
    public IReadOnlyList<Possibility> Possibilities => possibilities;

    /// <summary><c>sys.modules</c>.</summary>
    public Dictionary<string, Value> Modules => modules;

    /// <summary>The modules being loaded now, outermost first.</summary>
    public string[] Chain() => chain ??= [.. loading];

    /// <summary>Imports a module with its parents, unless it is there already.</summary>
    /// <param name="name">The dotted name.</param>
    /// <param name="importer">The module whose code asks, or null.</param>
    public Value ImportModule(string name, string? importer)
    {
        if (modules.TryGetValue(name, out Value? known))
        {
            if (known is not SingletonValue) return Confirm(known);
            throw NotFound($"import of {name} halted; None in sys.modules", name, importer, []);
        }

        int dot = name.LastIndexOf('.');
        ModuleValue? parent = null;
        IReadOnlyList<string>? path = null;
        if (dot >= 0)
        {
            string parentName = name[..dot];
            Value above = ImportModule(parentName, importer);
            if (modules.TryGetValue(name, out known)) return known;
            parent = above as ModuleValue;
            if (parent is null)
            {
                if (above is InstanceValue && FindByHook(name, [], before: false) is { } served) return served;
                return UnknownValue.Instance;
            }

            if (parent.Globals.Find("__path__") is null)
            {
                // Compiled code may put submodules into sys.modules itself; whether it did is not read.
                if (parent.IsOpaque) return UnknownValue.Instance;
                throw NotFound($"No module named {Operations.Quote(name)}; {Operations.Quote(parentName)} is not a package", name, importer, []);
            }

            path = PathOf(parent);
        }

        if (FindByHook(name, path, before: true) is { } early) return Adopt(parent, name, early);
        ModuleSpec? spec = path is null && parent is not null ? null : Find(name, path);
        if (spec is null)
        {
            if (FindByHook(name, path, before: false) is { } made) return Adopt(parent, name, made);
            if (parent is null ? context.Environment.IsFragment : MayBeElsewhere(parent)) return Adopt(parent, name, modules[name] = UnknownValue.Instance);
            throw NotFound($"No module named {Operations.Quote(name)}", name, importer, path ?? TopLevelPath());
        }

        Value module = Load(spec, importer);
        if (parent is not null) parent.Globals.Bind(name[(dot + 1)..], module);
        return module;
    }

    private static Value Adopt(ModuleValue? parent, string name, Value module)
    {
        parent?.Globals.Bind(name[(name.LastIndexOf('.') + 1)..], module);
        return module;
    }

    // A module that is only loaded where it was not certain is loaded for certain by the next certain import of it.
    private Value Confirm(Value module)
    {
        if (!IsCertain || module is not ModuleValue { IsPossible: true } known) return module;
        known.IsPossible = false;
        int at = steps.FindIndex(step => step.Module == known.Name);
        if (at >= 0) steps[at] = steps[at] with { IsCertain = true };
        return module;
    }

    /// <summary>Where a module would be found, without loading it.</summary>
    /// <param name="name">The dotted name.</param>
    /// <param name="path">The parent's path; null for a top-level module.</param>
    public ModuleSpec? Find(string name, IReadOnlyList<string>? path)
    {
        if (path is null && context.IsBuiltin(name)) return new ModuleSpec(name, ModuleKind.Builtin, null);
        if (FrozenModules.Contains(name, context.Environment.Version) && context.FrozenFile(name) is { } file)
            return new ModuleSpec(name, ModuleKind.Source, file) { IsFrozen = true };
        return context.Finder.Find(name, path ?? TopLevelPath());
    }

    private IReadOnlyList<string> TopLevelPath() => [.. SearchPath.Items.OfType<StringValue>().Select(item => item.Text)];

    /// <summary>The directories of a package as far as they are known; where it was found when code computed them.</summary>
    /// <param name="package">The package.</param>
    public IReadOnlyList<string>? PathOf(ModuleValue package) => package.Globals.Find("__path__") switch
    {
        ListValue list => [.. list.Items.OfType<StringValue>().Select(item => item.Text)],
        { } other when Iterate(other) is { } items => [.. items.OfType<StringValue>().Select(item => item.Text)],
        _ => package.Spec is { IsPackage: true } spec ? spec.Locations : null,
    };

    // Code may have put directories on the package's path that are not known.
    private bool MayBeElsewhere(ModuleValue package) => package.Globals.Find("__path__") is not { } path || Iterate(path) is not { } items || !items.TrueForAll(item => item is StringValue);

    private PythonError NotFound(string text, string name, string? importer, IReadOnlyList<string> searched)
    {
        InstanceValue exception = NewException(BuiltinTypes.ModuleNotFoundError, text);
        exception.Attributes.Bind("name", new StringValue(name));
        exception.Origin = new MissingModule(name, importer, [.. searched], context.Finder.NearMisses(name, searched));

        // Where code put something unknown on the path, the module may be there.
        exception.IsInferred = !name.Contains('.', StringComparison.Ordinal) && !SearchPath.IsExact;
        return Thrown(exception);
    }

    private Value Load(ModuleSpec spec, string? importer)
    {
        Namespace globals = new(Depth);
        ModuleValue module = new(spec.Name, spec, globals)
        {
            State = ModuleState.Initializing,
            IsOpaque = spec.Kind is ModuleKind.Builtin or ModuleKind.Extension or ModuleKind.Bytecode,
            IsStandardLibrary = spec.IsFrozen || spec.Kind == ModuleKind.Builtin || (spec.File is { } file && context.IsStandardLibrary(file)),
            IsPossible = !IsCertain,
        };
        DescribeModule(module, spec);
        modules[spec.Name] = module;
        if (!IsStartingUp && (IsCertain || !steps.Exists(step => step.Module == spec.Name))) steps.Add(new ImportStep(spec.Name, spec.Kind, spec.File, importer, IsCertain));
        loading.Add(spec.Name);
        chain = null;
        Frame? before = current;
        try
        {
            Initialize(module, spec);
            module.State = ModuleState.Loaded;
        }
        catch (PythonError)
        {
            module.State = ModuleState.Failed;
            modules.Remove(spec.Name);
            throw;
        }
        finally
        {
            current = before;
            loading.RemoveAt(loading.Count - 1);
            chain = null;
        }

        // A module may put something else into sys.modules in its own place.
        return modules.GetValueOrDefault(spec.Name) ?? module;
    }

    private void Initialize(ModuleValue module, ModuleSpec spec)
    {
        if (loading.Count > MaximumModuleDepth) return;
        switch (spec.Kind)
        {
            case ModuleKind.Source:
                ExecuteSource(module, spec);
                break;
            case ModuleKind.Extension:
                Open(module, spec);
                break;
            case ModuleKind.Bytecode:
                CheckByteCode(module, spec);
                break;
            case ModuleKind.Builtin:
                CompiledModels.Fill(this, module);
                break;
        }
    }

    /// <summary>Runs the code of a source file in a module.</summary>
    /// <param name="module">The module.</param>
    /// <param name="spec">Where its file is.</param>
    public void ExecuteSource(ModuleValue module, ModuleSpec spec)
    {
        SourceUnit unit = context.Load(spec);
        if (unit.Text is null) throw Thrown(MessageTexts.CannotRead(this, spec, unit.Outcome));
        if (unit.Text.HasNul || unit.RefusedLine > 0)
        {
            InstanceValue refusal = unit.Text.HasNul ? MessageTexts.HoldsNul(this, context.Environment.Version) : MessageTexts.InvalidSyntax(this, spec, unit.RefusedLine);
            refusal.Origin = new RefusedSource(spec.Name, spec.File ?? spec.Name, unit.RefusedLine);
            throw Thrown(refusal);
        }

        Frame frame = new() { Module = module, Locals = module.Globals };
        int depthBefore = callDepth;
        long spentBefore = spentInCall;

        // Code of a module is not part of the call that imported it.
        callDepth = 0;
        List<InstanceValue> handlingBefore = [.. handling];
        current = frame;
        try
        {
            StandardLibraryModels.Prepare(this, module);
            module.Globals.Bind("__doc__", Documentation(unit.Body));
            Run(unit.Body, frame);
            StandardLibraryModels.Complete(this, module);
        }
        finally
        {
            callDepth = depthBefore;
            spentInCall = spentBefore;
            handling.Clear();
            handling.AddRange(handlingBefore);
        }
    }

    // The first statement, where it is a text: it is bound before anything is executed.
    private static Value Documentation(Block body) => (body.Statements is [SimpleStatement first, ..] ? first.Syntax : null) switch
    {
        ExpressionSyntax { Value: ConstantExpression { Constant: ConstantKind.String, Value: string text } } => new StringValue(text),
        ExpressionSyntax => UnknownValue.Instance,
        _ => SingletonValue.None,
    };

    private void Open(ModuleValue module, ModuleSpec spec)
    {
        ExtensionOutcome outcome = loader.LoadExtension(spec.Name, spec.File!);
        Follow(outcome, spec.File!);
        CompiledModels.Fill(this, module);
        if (outcome is not ExtensionOutcome.Loaded loaded) return;
        ImportFromCompiled(spec, loaded);
    }

    /// <summary>Goes on as compiled code lets it: loaded, raised, crashed or not decided.</summary>
    /// <param name="outcome">How opening it ended.</param>
    /// <param name="what">The file or library.</param>
    public void Follow(ExtensionOutcome outcome, string what)
    {
        switch (outcome)
        {
            case ExtensionOutcome.Raises raises:
                InstanceValue exception = FromFacts(raises.Exception);
                exception.Certainty = raises.Certainty;
                throw Thrown(exception);
            case ExtensionOutcome.Crashes crash when IsCertain:
                throw new ProcessEnds(crash, Chain());
            case ExtensionOutcome.Crashes crash:
                possibilities.Add(new Possibility(NewException(BuiltinTypes.BaseException, crash.Reason), $"the process may die in {PosixPath.Name(what)}: {crash.Reason}", crash.Origin, true, Chain()));
                break;
            case ExtensionOutcome.Undecided undecided:
                possibilities.Add(new Possibility(NewException(BuiltinTypes.ImportError, undecided.Reason), undecided.Reason, undecided.Origin, true, Chain()));
                break;
        }
    }

    private InstanceValue FromFacts(PythonException facts)
    {
        ClassValue type = BuiltinTypes.ExceptionByName(facts.TypeName);
        InstanceValue exception = NewException(type, facts.Message is { } text ? new StringValue(text) : UnknownValue.Instance);
        if (facts.Cause is { } cause) exception.Cause = FromFacts(cause);
        exception.Origin = facts.Origin;
        return exception;
    }

    // The first two bytes of a .pyc name the version that wrote it (Lib/importlib/_bootstrap_external.py, MAGIC_NUMBER).
    private void CheckByteCode(ModuleValue module, ModuleSpec spec)
    {
        byte[] head = context.Finder.Read(spec) ?? [];
        if (head.Length >= 4 && ByteCodeMagic.Of(context.Environment.Version) is { } magic && head[0] + (head[1] << 8) != magic)
        {
            throw Thrown(NewException(BuiltinTypes.ImportError, $"bad magic number in {Operations.Quote(spec.Name)}: {Operations.Represent(new BytesValue(head[..4]))?.Text}"));
        }

        module.Globals.IsOpen = true;
        InstanceValue unknown = NewException(BuiltinTypes.ImportError, "byte code");
        possibilities.Add(new Possibility(unknown, $"{spec.File} is byte code without its source, which is not read", null, true, Chain()));
    }

    /// <summary>Opens compiled code for a module that is not put into sys.modules.</summary>
    /// <param name="module">The module.</param>
    /// <param name="spec">Where its file is.</param>
    public void OpenOnly(ModuleValue module, ModuleSpec spec)
    {
        if (spec.Kind == ModuleKind.Extension) Open(module, spec);
    }

    /// <summary>Binds what importlib binds in a module before its code runs.</summary>
    /// <param name="module">The module.</param>
    /// <param name="spec">Where it was found.</param>
    public void DescribeModule(ModuleValue module, ModuleSpec spec)
    {
        Namespace globals = module.Globals;
        globals.Bind("__name__", new StringValue(spec.Name));
        globals.Bind("__package__", new StringValue(spec.Parent));
        globals.Bind("__doc__", UnknownValue.Instance);
        globals.Bind("__loader__", UnknownValue.Instance);
        globals.Bind("__spec__", MakeSpec(spec));
        if (spec.File is { } file) globals.Bind("__file__", new StringValue(file));
        if (spec.IsPackage) globals.Bind("__path__", new ListValue([.. spec.Locations.Select(location => new StringValue(location))], Depth));
        globals.Bind("__builtins__", UnknownValue.Instance);
    }

    /// <summary>A module's <c>__spec__</c>.</summary>
    /// <param name="spec">Where it was found.</param>
    public InstanceValue MakeSpec(ModuleSpec spec)
    {
        InstanceValue value = new(BuiltinTypes.SimpleNamespace, new Namespace(Depth) { IsOpen = true }) { Payload = spec };
        value.Attributes.Bind("name", new StringValue(spec.Name));
        value.Attributes.Bind("origin", spec.File is { } file ? new StringValue(file) : spec.Kind == ModuleKind.Builtin ? new StringValue("built-in") : SingletonValue.None);
        value.Attributes.Bind("parent", new StringValue(spec.Parent));
        value.Attributes.Bind("has_location", BooleanValue.Of(spec.File is not null));
        value.Attributes.Bind("submodule_search_locations", spec.IsPackage ? new ListValue([.. spec.Locations.Select(location => new StringValue(location))], Depth) : SingletonValue.None);
        return value;
    }

    /// <summary>The exceptions of a chain as facts.</summary>
    /// <param name="exception">The outermost exception.</param>
    /// <param name="depth">How deep it is nested.</param>
    public PythonException ToFacts(InstanceValue exception, int depth = 0) => new(exception.Class.Name, TextOf(exception)?.Text)
    {
        Cause = exception.Cause is null || depth > 50 ? null : ToFacts(exception.Cause, depth + 1),
        Origin = exception.Origin,
    };
}
