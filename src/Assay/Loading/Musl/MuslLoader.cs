using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Binaries.Elf;
using Assay.Binaries.Numpy;
using Assay.Diagnostics;
using Assay.Imports;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Loading.Musl;

/// <summary>
/// What musl's loader would do with each extension module of a process (ldso/dynlink.c of 1.2.3 to 1.2.5): search, map, load what is needed breadth first,
/// relocate in the order of loading, run the initialisation functions. One instance is one process.
/// </summary>
public sealed class MuslLoader : IExtensionLoader, IViewedLoader
{
    private readonly Target target;
    private readonly int pageSize;
    private readonly MuslSearch? search;
    private readonly MuslRelocation relocation;
    private readonly List<MuslObject> loaded = [];
    private readonly List<MuslObject> global = [];
    private readonly string? unusable;
    private MuslObject? libc;
    private ImmutableArray<SearchStep>.Builder steps = ImmutableArray.CreateBuilder<SearchStep>();

    /// <summary>Starts a process: the program, what LD_PRELOAD adds, and all they need.</summary>
    /// <param name="target">Where it runs: x86-64 or aarch64 with musl.</param>
    /// <param name="machine">The machine whose files are read.</param>
    /// <param name="store">The binaries of that machine.</param>
    /// <param name="program">The interpreter, absolute on the machine; null when there is none.</param>
    /// <param name="workingDirectory">The directory it is started in, or null when not known.</param>
    public MuslLoader(Target target, IMachine machine, BinaryStore store, string? program, string? workingDirectory)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(machine);
        ArgumentNullException.ThrowIfNull(store);
        this.target = target;
        pageSize = target.PageSize;
        relocation = new MuslRelocation(target.Architecture, target.LibcVersion, pageSize);
        (ushort number, string name) = target.Architecture == Architecture.Arm64 ? (ElfConstants.EM_AARCH64, "aarch64") : (ElfConstants.EM_X86_64, "x86_64");
        if (target.Architecture is not (Architecture.Arm64 or Architecture.X86_64)) unusable = "the loader of musl is modelled for x86_64 and aarch64 only";
        MuslFiles files = new(machine, store, number, pageSize);
        string? real = program is null ? null : machine.RealPath(program);
        if (unusable is null && real is null) unusable = "there is no interpreter whose symbols could be read";
        if (unusable is not null || real is null) return;

        MuslFile main = files.Open(real, real);
        if (main.Image?.Interpreter is not { } loader) unusable = $"{real} is no program that musl's loader starts";
        else
        {
            search = new MuslSearch(machine, files, loader, name, real, workingDirectory);
            unusable = Start(main, loader, files, machine.EnvironmentVariable("LD_PRELOAD") ?? "");
        }
    }

    /// <summary>What a file that is not opened tells of NumPy.</summary>
    internal Func<string, NumpyUse> NumpyFiles { get; init; } = _ => NumpyUse.None;

    /// <inheritdoc/>
    public NumpyUse NumpyUseOf(string path) => NumpyFiles(path);

    /// <inheritdoc/>
    public IProcessView View() => new MuslView(loaded, global, relocation);

    /// <inheritdoc/>
    public ExtensionOutcome LoadExtension(string moduleName, string path)
    {
        ArgumentNullException.ThrowIfNull(moduleName);
        ArgumentNullException.ThrowIfNull(path);
        if (unusable is not null) return new ExtensionOutcome.Undecided(unusable);
        (MuslObject? opened, ExtensionOutcome? refused) = Open(path, isGlobal: false, moduleName, "ImportError");
        if (opened is null) return refused!;
        string init = "PyInit_" + moduleName[(moduleName.LastIndexOf('.') + 1)..];
        if (relocation.Definer(init, [opened, .. opened.Below()]) is not null)
            return new ExtensionOutcome.Loaded { Imports = CompiledImports.Of(opened.Image), Names = opened.Image is { } image ? CompiledNameReader.Of(image, moduleName) : CompiledNames.None };
        return InitFunction.NotDefined(init, moduleName, path, path);
    }

    /// <inheritdoc/>
    public ExtensionOutcome LoadLibrary(string nameOrPath, bool isGlobal)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        return unusable is not null ? new ExtensionOutcome.Undecided(unusable) : Open(nameOrPath, isGlobal, null, "OSError").Refused ?? new ExtensionOutcome.Loaded();
    }

    /// <inheritdoc/>
    public void AddDllDirectory(string directory)
    {
        // A notion of Windows.
    }

    // dlopen. What a failure had loaded is taken back.
    private (MuslObject? Opened, ExtensionOutcome? Refused) Open(string name, bool isGlobal, string? module, string exception)
    {
        int before = loaded.Count;
        steps = ImmutableArray.CreateBuilder<SearchStep>();
        try
        {
            MuslObject opened = Load(name, loaded[0], out MuslFile file) ?? throw Refuse(file, $"Error loading shared library {name}: {file.Error}", name, null);
            LoadNeeds(opened);
            IReadOnlyList<MuslObject> below = opened.Below();
            if (!opened.IsRelocated) Relocate([.. global, .. ((MuslObject[])[opened, .. below]).Where(map => !map.IsGlobal)], before);
            if (isGlobal) MakeGlobal([opened, .. below]);
            return (opened, null);
        }
        catch (MuslRefusalException refusal)
        {
            loaded.RemoveRange(before, loaded.Count - before);
            LoadFailure failure = refusal.Failure with { Module = module, Opened = name };
            return (null, refusal.Outcome switch
            {
                { Undecided: { } reason } => new ExtensionOutcome.Undecided(reason, failure),
                { Signal: { } signal } => new ExtensionOutcome.Crashes(signal, 128 + (signal == "SIGBUS" ? 7 : 11), failure.Message, failure),
                _ => new ExtensionOutcome.Raises(new PythonException(exception, failure.Message) { Origin = failure }, refusal.Outcome.IsTextSure ? Certainty.Certain : Certainty.TextMayVary),
            });
        }
    }

    private string? Start(MuslFile main, string loader, MuslFiles files, string preload)
    {
        if (main.Image is not { } image) return $"{main.Path} cannot be mapped";
        MuslFile own = files.Open(loader, loader);
        if (own.Image is not { } code) return $"{loader} is not there to be read";
        libc = new MuslObject { Name = loader, ShortName = "libc.so", Image = code, Identity = own.Identity, IsStartup = true, IsLibc = true, IsRelocated = true, Direct = [] };
        loaded.Add(new MuslObject { Name = main.Path, Image = image, Identity = main.Identity, IsStartup = true, IsMain = true });
        try
        {
            foreach (string name in preload.Split([' ', '\t', '\n', ':'], StringSplitOptions.RemoveEmptyEntries)) Load(name, null, out _, isStartup: true);
            for (int i = 0; i < loaded.Count; i++) LoadDirectNeeds(loaded[i], isStartup: true);
            if (!loaded.Contains(libc)) loaded.Add(libc);
            MakeGlobal(loaded);
            foreach (MuslObject map in loaded) map.IsRelocated = true;
            return null;
        }
        catch (MuslRefusalException refusal)
        {
            return "the interpreter itself does not start: " + refusal.Failure.Message;
        }
    }

    private void LoadNeeds(MuslObject opened)
    {
        if (opened.Direct is not null) return;
        for (int i = loaded.IndexOf(opened); i < loaded.Count; i++) LoadDirectNeeds(loaded[i], isStartup: false);
    }

    private void LoadDirectNeeds(MuslObject map, bool isStartup)
    {
        if (map.Direct is not null) return;
        List<MuslObject> direct = [];
        foreach (LibraryNeed need in map.Image.Needs)
        {
            steps = ImmutableArray.CreateBuilder<SearchStep>();
            direct.Add(Load(need.Name, map, out MuslFile file, isStartup) ?? throw Refuse(file, $"Error loading shared library {need.Name}: {file.Error} (needed by {map.Name})", need.Name, map));
        }

        map.Direct = direct;
    }

    // load_library
    private MuslObject? Load(string name, MuslObject? asker, out MuslFile file, bool isStartup = false)
    {
        file = new MuslFile { Path = name, Error = "Invalid argument", Kind = LoadFailureKind.InvalidHeader, Reason = "an empty name" };
        if (name.Length == 0) return null;
        if (IsLibcName(name) || name == libc!.Name) return Attach(libc!);
        bool isPath = name.Contains('/', StringComparison.Ordinal);
        if (!isPath && loaded.Skip(1).FirstOrDefault(map => map.ShortName == name) is { } known) return known;
        file = isPath ? search!.Open(name, "the path asked for", steps) : search!.Find(name, asker, steps);
        if (!file.IsOpened) return null;
        FileIdentity identity = file.Identity;
        if (loaded.Skip(1).FirstOrDefault(map => map.Identity == identity) is { } same)
        {
            if (!isPath) same.ShortName ??= PosixPath.Name(same.Name);
            return same;
        }

        if (file.Image is not { } image) return null;
        if (MuslMapping.Touched(image, pageSize) is { } place)
        {
            file = file with { Image = null, Signal = "SIGBUS", Kind = LoadFailureKind.Truncated, Crash = $"the file ends at 0x{image.FileLength:x}, before {place}; touching it raises SIGBUS" };
            return null;
        }

        if (MuslMapping.Unmapped(image) is { } table)
        {
            file = file with { Image = null, Signal = "SIGSEGV", Kind = LoadFailureKind.NotLoadable, Crash = $"{table} is in no segment that is mapped" };
            return null;
        }

        // A C library opened by mistake, whichever: musl's own takes its place.
        MuslObject mapped = new() { Name = file.Path, ShortName = isPath ? null : PosixPath.Name(file.Path), Image = image, Identity = file.Identity, NeededBy = asker, IsStartup = isStartup };
        if (relocation.Definer("__libc_start_main", [mapped]) is not null && relocation.Definer("stdin", [mapped]) is not null) return Attach(libc!);
        loaded.Add(mapped);
        return mapped;
    }

    private MuslObject Attach(MuslObject own)
    {
        if (!loaded.Contains(own)) loaded.Add(own);
        return own;
    }

    // lib, then one of these and a dot: libc.so.6, libpthread.so.0, libm.so, ...
    private static bool IsLibcName(string name) =>
        name.StartsWith("lib", StringComparison.Ordinal) && (string[])["c.", "pthread.", "rt.", "m.", "dl.", "util.", "xnet."] is var reserved && reserved.Any(part => name.AsSpan(3).StartsWith(part, StringComparison.Ordinal));

    private void Relocate(IReadOnlyList<MuslObject> scope, int from)
    {
        List<MuslObject> added = [.. loaded.Skip(from)];
        foreach (MuslObject map in added.Where(map => !map.IsRelocated))
        {
            if (relocation.Apply(map, scope) is { } fault) throw Refuse(map, fault);
            map.IsRelocated = true;
        }

        foreach (MuslObject map in Enumerable.Reverse(added))
            if (relocation.Start(map) is { } fault) throw Refuse(map, fault);
    }

    private void MakeGlobal(IEnumerable<MuslObject> maps)
    {
        foreach (MuslObject map in maps)
        {
            if (map.IsGlobal) continue;
            map.IsGlobal = true;
            global.Add(map);
        }
    }

    private MuslRefusalException Refuse(MuslFile file, string message, string name, MuslObject? asker) => new(
        new LoadFailure { Kind = file.Kind, Message = file.Crash ?? message, Opened = name, Library = name, Requester = asker?.Name, Culprit = file.IsOpened ? file.Path : null, Steps = steps.ToImmutable(), LoadChain = asker?.Chain ?? [] },
        new MuslRefusal(file.Signal, file.Undecided));

    private static MuslRefusalException Refuse(MuslObject map, MuslRelocationFault fault) => new(
        new LoadFailure { Kind = fault.Kind, Message = fault.Message, Opened = map.Name, Culprit = map.Name, Symbol = fault.Symbol, LoadChain = map.Chain },
        new MuslRefusal(fault.Signal, null, fault.IsTextSure));

    /// <summary>How a refusal shows: an error unless a signal or an open question is named.</summary>
    private sealed record MuslRefusal(string? Signal, string? Undecided, bool IsTextSure = true);

    /// <summary>The <c>longjmp</c> of the loader: whatever was under way ends here.</summary>
    private sealed class MuslRefusalException(LoadFailure failure, MuslRefusal outcome) : Exception
    {
        public LoadFailure Failure { get; } = failure;

        public MuslRefusal Outcome { get; } = outcome;
    }
}
