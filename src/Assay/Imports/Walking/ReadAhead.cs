using Assay.Imports.Finding;
using Assay.Imports.Syntax;

namespace Assay.Imports.Walking;

/// <summary>
/// Reads and scans, on a second processor, the files that a walk will probably want next: those that import statements name, in the order of the statements.
/// It decides nothing. What it leaves out the walk reads itself, and what it reads in vain is only time of a processor that had nothing to do.
/// </summary>
internal sealed class ReadAhead : IDisposable
{
    // A bound for packages that are far larger than anything known.
    private const int MaximumModules = 20_000;

    private readonly WalkContext context;
    private readonly Action<string>? openExtension;
    private readonly Dictionary<string, ModuleSpec?> known = new(StringComparer.Ordinal);
    private readonly Thread thread;
    private readonly string[] topLevel;
    private volatile bool isStopped;

    private ReadAhead(WalkContext context, string name, Action<string>? openExtension)
    {
        this.context = context;
        this.openExtension = openExtension;
        topLevel = [.. context.FirstDirectory is null ? [] : new[] { "" }, .. context.Environment.ModulePath];
        thread = new Thread(() => Run(name)) { IsBackground = true };
    }

    /// <summary>Starts reading.</summary>
    /// <param name="context">Where what was read is kept.</param>
    /// <param name="name">The module that will be imported.</param>
    /// <param name="openExtension">Reads what loading a file of compiled code will want, or null.</param>
    public static ReadAhead Start(WalkContext context, string name, Action<string>? openExtension)
    {
        ReadAhead started = new(context, name, openExtension);
        started.thread.Start();
        return started;
    }

    /// <summary>Stops, at the latest behind the file that is being read.</summary>
    public void Dispose()
    {
        isStopped = true;
        thread.Join();
    }

    private void Run(string name)
    {
        try
        {
            // Depth first, as the statements are executed; a stack of its own, for chains of imports can be long.
            Stack<IEnumerator<string>> pending = new();
            pending.Push(WithParents(name).GetEnumerator());
            while (!isStopped && known.Count < MaximumModules && pending.TryPeek(out IEnumerator<string>? names))
            {
                if (!names.MoveNext()) pending.Pop();
                else if (!known.ContainsKey(names.Current) && Visit(names.Current) is { } inside) pending.Push(inside.GetEnumerator());
            }
        }
        catch (Exception)
        {
            // The walk will meet the same thing, and it is the one who reports.
        }
    }

    private static IEnumerable<string> WithParents(string name)
    {
        for (int dot = name.IndexOf('.'); dot >= 0; dot = name.IndexOf('.', dot + 1)) yield return name[..dot];
        yield return name;
    }

    private IEnumerable<string>? Visit(string name)
    {
        known[name] = null;
        int dot = name.LastIndexOf('.');
        IEnumerable<string>? path = dot < 0 ? topLevel : known.GetValueOrDefault(name[..dot]) is { IsPackage: true } parent ? parent.Locations : null;
        if (path is null || (dot < 0 && context.IsBuiltin(name)) || context.Finder.Find(name, path) is not { } spec) return null;
        known[name] = spec;
        if (spec.Kind == ModuleKind.Extension) openExtension?.Invoke(spec.File!);
        return spec.Kind == ModuleKind.Source ? Names(context.Load(spec).Body, spec.Parent) : null;
    }

    // What stands under a condition may be for another system or for type checkers.
    private static IEnumerable<string> Names(Block block, string package)
    {
        foreach (Statement statement in block.Statements)
        {
            IEnumerable<string> names = statement switch
            {
                SimpleStatement simple when IsImport(simple) => Names(simple.Syntax, package),
                TryStatement attempt => Names(attempt.Body, package),
                WithStatement with => Names(with.Body, package),
                _ => [],
            };
            foreach (string name in names) yield return name;
        }
    }

    private static bool IsImport(SimpleStatement statement)
    {
        ReadOnlySpan<byte> text = statement.Source.Bytes.AsSpan(statement.Start, statement.End - statement.Start);
        return text.StartsWith("from"u8) || text.StartsWith("import"u8);
    }

    private static IEnumerable<string> Names(SimpleSyntax syntax, string package)
    {
        if (syntax is ImportSyntax import) return import.Names.SelectMany(alias => WithParents(alias.Name));
        if (syntax is not FromImportSyntax { } from) return [];
        string start = package;
        for (int level = 1; level < from.Level; level++) start = start.LastIndexOf('.') is >= 0 and int cut ? start[..cut] : "";
        string module = from.Level == 0 ? from.Module : from.Module.Length == 0 ? start : start + "." + from.Module;
        return WithParents(module).Concat(from.Names.Where(alias => alias.Name != "*").Select(alias => module + "." + alias.Name));
    }
}
