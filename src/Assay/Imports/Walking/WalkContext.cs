using System.Collections.Concurrent;
using System.Collections.Immutable;
using Assay.Environments;
using Assay.Imports.Finding;
using Assay.Imports.Syntax;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Imports.Walking;

/// <summary>What all walks of one environment for one target share: what was read of files, and nothing that a walk changes. Safe for several threads.</summary>
internal sealed class WalkContext
{
    private readonly ConcurrentDictionary<FileIdentity, Lazy<SourceUnit>> units = new();
    private readonly ConcurrentDictionary<string, Lazy<SourceUnit>> zipped = new(StringComparer.Ordinal);
    private readonly string? standardLibrary;

    /// <summary>Makes a context.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="target">The target.</param>
    /// <param name="workingDirectory">The directory that an empty path entry stands for, or null for none.</param>
    public WalkContext(PythonEnvironment environment, Target target, string? workingDirectory)
    {
        Environment = environment;
        Target = target;
        Directories = new DirectoryCache(environment.Machine);
        Finder = new PathFinder(Directories, environment.ExtensionSuffixes, workingDirectory);
        FirstDirectory = workingDirectory;
        standardLibrary = environment.StandardLibrary ?? FindStandardLibrary(environment);
        SitePaths = [.. environment.SiteDirectories];
        Optional = new OptionalModules(environment);
    }

    public PythonEnvironment Environment { get; }

    public Target Target { get; }

    public IMachine Machine => Environment.Machine;

    public DirectoryCache Directories { get; }

    public PathFinder Finder { get; }

    /// <summary>What <c>sys.path[0]</c> stands for, or null when there is no such entry.</summary>
    public string? FirstDirectory { get; }

    /// <summary>Which modules that are not there a distribution can do without.</summary>
    public OptionalModules Optional { get; }

    /// <summary>The site directories.</summary>
    public ImmutableArray<string> SitePaths { get; }

    /// <summary>The directory of the standard library, or null when there is none.</summary>
    public string? StandardLibrary => standardLibrary;

    /// <summary>The system of the target.</summary>
    public OperatingSystemKind Os => Target.Os is OperatingSystemKind.Unknown ? Environment.Os : Target.Os;

    /// <summary>The names in <c>sys.builtin_module_names</c>; empty when they are not known.</summary>
    public ImmutableHashSet<string> Builtins => Environment.BuiltinModules;

    /// <summary>True for a module compiled into the interpreter.</summary>
    /// <param name="name">A dotted name.</param>
    public bool IsBuiltin(string name) => Builtins.Contains(name) || (Builtins.IsEmpty && BuiltinModuleNames.Contains(name, Os));

    /// <summary>Where the source of a frozen module stands, or null when the standard library is not there.</summary>
    /// <param name="name">A dotted name.</param>
    public string? FrozenFile(string name)
    {
        if (standardLibrary is null) return null;
        string path = PosixPath.Join(standardLibrary, name.Replace('.', '/') + ".py");
        return Machine.IsFile(path) ? path : null;
    }

    /// <summary>True for the name of a module of the standard library.</summary>
    /// <param name="name">A dotted name.</param>
    public bool IsStandardLibraryName(string name) =>
        IsBuiltin(name) || (standardLibrary is not null && Finder.Find(name, [standardLibrary, PosixPath.Join(standardLibrary, "lib-dynload")]) is { Kind: not ModuleKind.Namespace });

    /// <summary>True for a file of the standard library.</summary>
    /// <param name="path">An absolute path.</param>
    public bool IsStandardLibrary(string path)
    {
        if (standardLibrary is null || !path.StartsWith(standardLibrary, StringComparison.Ordinal) || path.Length <= standardLibrary.Length || path[standardLibrary.Length] != '/') return false;
        foreach (string site in SitePaths)
        {
            if (path.StartsWith(site, StringComparison.Ordinal) && path.Length > site.Length && path[site.Length] == '/') return false;
        }

        return true;
    }

    /// <summary>The statements of a source file; each file is read and scanned once.</summary>
    /// <param name="spec">Where it was found.</param>
    public SourceUnit Load(ModuleSpec spec)
    {
        if (spec.IsZipped) return zipped.GetOrAdd(spec.File!, _ => new Lazy<SourceUnit>(() => SourceUnit.From(Finder.Read(spec), AccessOutcome.Failed))).Value;
        FileFacts? facts = Machine.Look(spec.File!, out AccessOutcome outcome);
        if (facts is null) return SourceUnit.From(null, outcome);
        return units.GetOrAdd(facts.Identity, _ => new Lazy<SourceUnit>(() => Read(spec.File!))).Value;
    }

    private SourceUnit Read(string path)
    {
        using ByteSource? source = Machine.Open(path, out AccessOutcome outcome);
        return SourceUnit.From(source is null || source.Length > 64 << 20 ? null : source.ReadUpTo(0, source.Length), outcome, source?.PartUsed);
    }

    private static string? FindStandardLibrary(PythonEnvironment environment) =>
        environment.ModulePath.FirstOrDefault(path => environment.Machine.IsFile(PosixPath.Join(path, "os.py")));
}

/// <summary>One source file, scanned.</summary>
/// <param name="Text">The text; null when it could not be read.</param>
/// <param name="Body">Its statements; empty when it could not be read.</param>
/// <param name="Outcome">How reading ended.</param>
internal sealed record SourceUnit(SourceText? Text, Block Body, AccessOutcome Outcome)
{
    /// <summary>The line at which every Python refuses the whole file, counted from 1; 0 when none was met.</summary>
    public int RefusedLine { get; private init; }

    /// <summary>Scans a file.</summary>
    /// <param name="bytes">Its bytes, or null.</param>
    /// <param name="outcome">How reading ended.</param>
    /// <param name="partUsed">Told of the functions whose bodies are executed; null for nobody.</param>
    public static SourceUnit From(byte[]? bytes, AccessOutcome outcome, Action<int, int>? partUsed = null)
    {
        if (bytes is null) return new SourceUnit(null, Block.Empty, outcome == AccessOutcome.Found ? AccessOutcome.Failed : outcome);
        SourceText text = SourceText.From(bytes, partUsed);
        int refused = -1;
        Block body = text.HasNul ? Block.Empty : StatementScanner.Scan(text, out refused);
        return new SourceUnit(text, body, AccessOutcome.Found) { RefusedLine = refused < 0 ? 0 : text.LineOf(refused) };
    }
}
