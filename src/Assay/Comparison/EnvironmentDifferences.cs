using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Comparison;

/// <summary>What differs in two environments and belongs to no single file that an import read.</summary>
/// <param name="before">The first environment.</param>
/// <param name="after">The second one.</param>
/// <param name="files">Compares files.</param>
internal sealed class EnvironmentDifferences(ComparedSide before, ComparedSide after, FileComparer files)
{
    // What interpreters, loaders and the libraries of linear algebra look at.
    private static readonly string[] Variables =
    [
        "PYTHONPATH", "PYTHONHOME", "PYTHONNOUSERSITE", "PYTHONUSERBASE", "PYTHONPLATLIBDIR", "PYTHONSAFEPATH", "LD_LIBRARY_PATH", "LD_PRELOAD", "LD_BIND_NOW", "LD_AUDIT", "GLIBC_TUNABLES",
        "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "DYLD_INSERT_LIBRARIES", "DYLD_FRAMEWORK_PATH", "CONDA_PREFIX", "VIRTUAL_ENV", "NPY_DISABLE_CPU_FEATURES", "NPY_ENABLE_CPU_FEATURES",
        "OPENBLAS_CORETYPE", "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "MKL_THREADING_LAYER", "BLIS_ARCH_TYPE",
    ];

    private static readonly string[] SearchFiles = ["/etc/ld.so.preload", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld-musl-x86_64.path", "/etc/ld-musl-aarch64.path"];

    /// <summary>Variables that decide what is loaded.</summary>
    public IEnumerable<Difference> OfVariables()
    {
        foreach (string name in Variables)
        {
            string? old = before.Ask(machine => machine.EnvironmentVariable(name), out bool isOldKnown), now = after.Ask(machine => machine.EnvironmentVariable(name), out bool isKnown);
            if (isOldKnown && isKnown && old != now && (name is not ("VIRTUAL_ENV" or "CONDA_PREFIX") || old is null != now is null)) yield return new Difference(DifferenceKind.Variable, name, old, now);
        }
    }

    /// <summary>The settings of the loader and of <c>sys.path</c>.</summary>
    public IEnumerable<Difference> OfSearch()
    {
        IEnumerable<string> loader = SearchFiles.Concat(Entries("/etc/ld.so.conf.d", name => name.EndsWith(".conf", StringComparison.Ordinal)));
        foreach (string path in loader)
            if (files.At(path) is { } difference) yield return difference with { Kind = DifferenceKind.LibrarySearch };
        IEnumerable<string> modules = after.Environment.SiteDirectories.SelectMany(site => Entries(site, name => name.EndsWith(".pth", StringComparison.Ordinal) || name is "sitecustomize.py" or "usercustomize.py")).Append(after.Environment.VirtualEnvironmentConfig?.Path ?? "");
        foreach (string path in modules.Where(path => path.Length > 0))
            if (files.At(path) is { } difference && !OnlyNamesItself(path)) yield return difference with { Kind = DifferenceKind.ModuleSearch };
        string[] old = [.. before.Environment.ModulePath.Select(path => before.In(after, path))], now = [.. after.Environment.ModulePath];
        foreach (string path in now.Except(old)) yield return new Difference(DifferenceKind.ModuleSearch, path, null, "on sys.path");
        foreach (string path in old.Except(now)) yield return new Difference(DifferenceKind.ModuleSearch, path, "on sys.path", null);
    }

    /// <summary>Distributions by their versions, builds and installers.</summary>
    public IEnumerable<Difference> OfDistributions()
    {
        Dictionary<string, InstalledDistribution> old = ByName(before), now = ByName(after);
        foreach (string name in old.Keys.Union(now.Keys).Order(StringComparer.Ordinal))
        {
            string? was = old.TryGetValue(name, out InstalledDistribution? first) ? Words(before, first) : null, isNow = now.TryGetValue(name, out InstalledDistribution? second) ? Words(after, second) : null;
            if (was != isNow) yield return new Difference(DifferenceKind.Distribution, (second ?? first)!.Name, was, isNow);
        }
    }

    /// <summary>The interpreter and the machine.</summary>
    public IEnumerable<Difference> OfSystem()
    {
        if (Python(before) is var old && Python(after) is var now && old != now) yield return new Difference(DifferenceKind.Interpreter, after.Environment.Executable ?? after.Environment.Path, old, now);
        if (TargetName.Format(before.Target) is var here && TargetName.Format(after.Target) is var there && here != there) yield return new Difference(DifferenceKind.Machine, "target", here, there);
        if (before.Target.Cpu != after.Target.Cpu) yield return new Difference(DifferenceKind.Machine, "processor", before.Target.Cpu, after.Target.Cpu);
        if (before.Target.PageSize != after.Target.PageSize) yield return new Difference(DifferenceKind.Machine, "page size", before.Target.PageSize.ToString(System.Globalization.CultureInfo.InvariantCulture), after.Target.PageSize.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    private IEnumerable<string> Entries(string directory, Func<string, bool> isMeant)
    {
        IEnumerable<string> Names(ComparedSide side, string path) => (side.Ask(machine => machine.List(path), out _) ?? []).Select(entry => entry.Name).Where(isMeant);
        return Names(after, directory).Union(Names(before, after.In(before, directory)), StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(name => PosixPath.Join(directory, name));
    }

    // pyvenv.cfg has the command that made the environment, with its path.
    private bool OnlyNamesItself(string path)
    {
        string? old = before.Ask(machine => machine.ReadText(after.In(before, path)), out _), now = after.Ask(machine => machine.ReadText(path), out _);
        return old is not null && now is not null && after.Environment.Prefix is { } prefix && before.Environment.Prefix is { } other && old.Replace(other, prefix, StringComparison.Ordinal) == now;
    }

    private static Dictionary<string, InstalledDistribution> ByName(ComparedSide side) => side.Environment.Distributions.DistinctBy(distribution => distribution.NormalizedName).ToDictionary(distribution => distribution.NormalizedName, StringComparer.Ordinal);

    private static string Words(ComparedSide side, InstalledDistribution distribution)
    {
        string? installer = side.Ask(_ => distribution.Installer, out _);
        System.Collections.Immutable.ImmutableArray<string> read = side.Ask(_ => distribution.WheelTags, out _);
        string[] tags = read.IsDefaultOrEmpty ? [] : [.. read.Order(StringComparer.Ordinal)];
        return $"{distribution.Version}{(tags.Length == 0 ? "" : $" ({tags[0]}{(installer is null ? "" : $", by {installer}")})")}";
    }

    private static string Python(ComparedSide side) => $"{side.Environment.Implementation} {side.Environment.Version}{side.Environment.ReleaseLevel}{side.Environment.AbiFlags} for {string.Join(" and ", side.Environment.Architectures.Select(architecture => TargetName.ArchitectureName(architecture, side.Environment.Os)))}";
}
