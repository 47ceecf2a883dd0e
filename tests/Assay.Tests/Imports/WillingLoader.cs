using Assay.Binaries;
using Assay.Diagnostics;
using Assay.Imports;
using Assay.Loading;
using Assay.Primitives;
using Assay.Targets;
using Assay.Tests.Environments;

namespace Assay.Tests.Imports;

/// <summary>
/// A loader that loads whatever it is given and says what the code of it imports, unless a test says how something ends: for what the walk of Python does by itself, apart
/// from any system's loader.
/// </summary>
internal sealed class WillingLoader(IMachine machine, Architecture architecture) : IExtensionLoader, IDisposable
{
    private readonly BinaryStore store = new(machine);
    private readonly Dictionary<string, ExtensionOutcome> outcomes = new(StringComparer.Ordinal);

    /// <summary>The libraries asked for, in order; those wanted globally are marked.</summary>
    public List<string> Libraries { get; } = [];

    /// <summary>The extension modules opened, in order.</summary>
    public List<string> Modules { get; } = [];

    /// <summary>Walks an import of a laid-out environment.</summary>
    /// <param name="root">Its root.</param>
    /// <param name="prefix">Its interpreter.</param>
    /// <param name="target">The target.</param>
    /// <param name="import">The import.</param>
    /// <param name="prepare">Says how some things end; null for none.</param>
    public static (ImportWalkResult Result, WillingLoader Loader) Walk(string root, string prefix, string target, string import, Action<WillingLoader>? prepare = null)
    {
        Assert.True(TargetName.TryParse(target, out Target? parsed, out string? problem), problem);
        IMachine machine = new RootedMachine(new HostMachine(), root);
        using WillingLoader loader = new(machine, parsed!.Architecture);
        prepare?.Invoke(loader);
        return (ImportWalker.Walk(machine.Found(prefix), parsed, import, loader), loader);
    }

    /// <summary>How imports of a laid-out environment end, each in a process of its own: the name, a tab, and <c>imports</c>, the first line of the exception or <c>unknown</c>.</summary>
    /// <param name="root">Its root.</param>
    /// <param name="prefix">Its interpreter.</param>
    /// <param name="target">The target.</param>
    /// <param name="imports">The imports.</param>
    public static string[] WalkAll(string root, string prefix, string target, IEnumerable<string> imports)
    {
        Assert.True(TargetName.TryParse(target, out Target? parsed, out string? problem), problem);
        IMachine machine = new RootedMachine(new HostMachine(), root);
        ImportWalker walker = new(machine.Found(prefix), parsed!);
        using WillingLoader loader = new(machine, parsed!.Architecture);
        return [.. imports.Select(import => (import, Result: walker.Walk(import, loader))).Select(each => each.import + "\t" + (each.Result.Outcome switch
        {
            VerdictKind.Imports => "imports",
            VerdictKind.Fails => $"{each.Result.Exception!.TypeName}: {each.Result.Exception.Message!.Split('\n')[0]}",
            _ => "unknown",
        }))];
    }

    /// <summary>Says how opening a module or library ends.</summary>
    /// <param name="name">The dotted name, or the path.</param>
    /// <param name="type">The exception it raises.</param>
    /// <param name="message">Its text.</param>
    public void Refuse(string name, string type, string message) => outcomes[name] = new ExtensionOutcome.Raises(new PythonException(type, message) { Origin = name });

    public ExtensionOutcome LoadExtension(string moduleName, string path)
    {
        Modules.Add(moduleName);
        if (outcomes.TryGetValue(moduleName, out ExtensionOutcome? outcome)) return outcome;
        BinaryImage? image = store.Get(path, out _)?.Images.FirstOrDefault(image => image.Architecture == architecture);
        return image is null ? new ExtensionOutcome.Undecided("no image") : new ExtensionOutcome.Loaded { Imports = CompiledImports.Of(image), Names = CompiledNameReader.Of(image, moduleName) };
    }

    public ExtensionOutcome LoadLibrary(string nameOrPath, bool isGlobal)
    {
        Libraries.Add(isGlobal ? nameOrPath + " global" : nameOrPath);
        return outcomes.GetValueOrDefault(nameOrPath) ?? new ExtensionOutcome.Loaded();
    }

    public void AddDllDirectory(string directory) => Assert.Fail("macOS has no such search");

    public void Dispose() => store.Dispose();
}
