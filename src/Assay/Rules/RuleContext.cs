using System.Collections.Immutable;
using Assay.Environments;
using Assay.Imports;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Rules;

/// <summary>All facts that rules judge, gathered once per target. Nothing in it depends on the process Assay runs in.</summary>
public sealed class RuleContext
{
    private readonly Lazy<OwnerIndex> owners;

    /// <summary>Starts without facts.</summary>
    public RuleContext() => owners = new Lazy<OwnerIndex>(() => new OwnerIndex(Environment!));

    /// <summary>The environment.</summary>
    public required PythonEnvironment Environment { get; init; }

    /// <summary>Where the code is to run.</summary>
    public required Target Target { get; init; }

    /// <summary>The directory that is first on <c>sys.path</c>, or null when there is none.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The day of the examination, or null where the machine does not say.</summary>
    public DateOnly? Today { get; init; }

    /// <summary>The asked imports that raise or crash, in the order asked.</summary>
    public ImmutableArray<FailedImport> Failures { get; init; } = [];

    /// <summary>What became of the recorded files; only distributions that miss some.</summary>
    public ImmutableArray<IncompleteDistribution> Records { get; init; } = [];

    /// <summary>Who put the installed files there, and whether they still are what was put there.</summary>
    public OwnershipFacts Ownership { get; init; } = new();

    /// <summary>Installed extension modules that are not what the tags of their wheels promise.</summary>
    public ImmutableArray<UnkeptTag> UnkeptTags { get; init; } = [];

    /// <summary>Extension modules of the stable ABI that the asked imports load into a free-threaded Python which does not keep it; absolute.</summary>
    public ImmutableArray<string> StableAbiModules { get; init; } = [];

    /// <summary>What the records of a conda prefix say.</summary>
    public CondaFacts Conda { get; init; } = new();

    /// <summary>Declared requirements that are not met.</summary>
    public ImmutableArray<UnmetRequirement> Conflicts { get; init; } = [];

    /// <summary>Modules of the user site that hide a copy further down <c>sys.path</c>.</summary>
    public ImmutableArray<UserSiteHiding> UserSiteHidings { get; init; } = [];

    /// <summary>Files of the working directory that an asked import really loads in place of something else.</summary>
    public ImmutableArray<LocalShadow> Shadows { get; init; } = [];

    /// <summary>Compiled modules of which nothing tells whether the installed NumPy suits them; those that the asked imports reach.</summary>
    public ImmutableArray<NumpyMismatch> NumpyDoubts { get; init; } = [];

    /// <summary>Why the interpreter cannot start, or null when nothing speaks against it.</summary>
    public InterpreterFault? Interpreter { get; init; }

    /// <summary>A look at every binary the asked imports open; gathered only where the interpreter has code for several architectures.</summary>
    public ImmutableArray<FileGlance> OpenedBinaries { get; init; } = [];

    /// <summary>Files of the asked imports that carry an allocator built for one size of memory pages (jemalloc), absolute; gathered only for a Linux with pages larger than 4 KiB.</summary>
    public ImmutableArray<string> FixedPageAllocators { get; init; } = [];

    /// <summary>What the process of each asked import holds in the end, with the libraries that do its linear algebra; in the order of the imports, those whose loader is not modelled left out.</summary>
    public ImmutableArray<ProcessFacts> Processes { get; init; } = [];

    /// <summary>The variables of the process environment that libraries of linear algebra and of threads look at, as far as they are set.</summary>
    public ImmutableSortedDictionary<string, string> ThreadVariables { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>How many threads a process can have; null unless the target is the examined machine itself, and where it does not say.</summary>
    public ThreadLimits? Limits { get; init; }

    /// <summary>What only environments of macOS have; null for other targets.</summary>
    public MacOsFacts? MacOs { get; init; }

    /// <summary>What was found out about the wheel, where one was given by itself; null for an environment.</summary>
    public WheelFacts? Wheel { get; init; }

    /// <summary>What was found out about the lock file, where one was given by itself; null otherwise.</summary>
    public LockFacts? Lock { get; init; }

    /// <summary>
    /// The distributions that remarks beside the verdicts may be about (normalised names): those the asked imports reach. Null for all, when the whole environment
    /// was asked about.
    /// </summary>
    public ImmutableHashSet<string>? Scope { get; init; }

    /// <summary>True when a remark about a distribution is wanted.</summary>
    /// <param name="distribution">The distribution; null for something that belongs to none.</param>
    public bool IsInScope(InstalledDistribution? distribution) => Scope is null || (distribution is not null && Scope.Contains(distribution.NormalizedName));

    /// <summary>The distribution that a file belongs to, or null when none claims it.</summary>
    /// <param name="path">The file, absolute.</param>
    public InstalledDistribution? OwnerOf(string? path) => path is null ? null : owners.Value.OwnerOf(path);

    /// <summary>The package of a conda prefix that a file belongs to, or null when none claims it. Reads the lists of all packages: for failures only.</summary>
    /// <param name="path">The file, absolute.</param>
    public CondaPackage? CondaOwnerOf(string? path)
    {
        string prefix = (Environment.Prefix ?? Environment.Path) + "/";
        if (path is null || !PosixPath.Normalize(path).StartsWith(prefix, StringComparison.Ordinal)) return null;
        string relative = PosixPath.Normalize(path)[prefix.Length..];
        return Environment.CondaPackages.FirstOrDefault(package => package.Details.Value.Files.Contains(relative));
    }

    /// <summary>The distribution that brings a top-level module, or null when none says so.</summary>
    /// <param name="module">A dotted name; only its first part counts.</param>
    public InstalledDistribution? ProviderOf(string module) => owners.Value.ProviderOf(module);

    /// <summary>The record check of a distribution that misses files, or null.</summary>
    /// <param name="distribution">The distribution.</param>
    public IncompleteDistribution? RecordOf(InstalledDistribution? distribution) =>
        distribution is null ? null : Records.FirstOrDefault(check => check.Distribution.MetadataPath == distribution.MetadataPath);
}
