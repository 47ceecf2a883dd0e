using System.Collections.Immutable;
using Assay.Packaging;
using Assay.Packaging.Choosing;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>The wheels of a directory, by their names: which machines and Pythons they are for, and which of them pip takes.</summary>
internal sealed class WheelSet
{
    private readonly ImmutableArray<WheelFilename> wheels;
    private readonly ImmutableArray<IndexPage> projects;

    /// <summary>Reads names.</summary>
    /// <param name="names">The names of the files.</param>
    public WheelSet(IEnumerable<string> names)
    {
        Names = [.. names.Order(StringComparer.Ordinal)];
        (string Name, WheelFilename Wheel)[] read = [.. Names.Select(name => (name, WheelFilename.TryParse(name, out WheelFilename? wheel) ? wheel : null)).Where(pair => pair.Item2 is not null)!];
        wheels = [.. read.Select(pair => pair.Wheel)];
        projects = [.. read.GroupBy(pair => pair.Wheel.Name).Select(group => new IndexPage(group.Key, group.Select(pair => new IndexFile(pair.Name))))];
    }

    /// <summary>The names in order.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The machines that the names speak of, of each the oldest system that all wheels for it work on; empty when all are for any platform.</summary>
    public ImmutableArray<Target> Targets =>
    [
        .. wheels.SelectMany(wheel => wheel.Tags.Select(tag => tag.Platform).Distinct().Select(PlatformTag.Parse).SelectMany(platform => platform.Targets())
                .GroupBy(target => (target.Os, target.Architecture, target.Libc)).Select(group => group.MinBy(target => target.OsVersion ?? target.LibcVersion ?? default)!))
            .GroupBy(target => (target.Os, target.Architecture, target.Libc)).Select(group => group.MaxBy(target => target.OsVersion ?? target.LibcVersion ?? default)!)
            .OrderBy(target => TargetName.Format(target), StringComparer.Ordinal),
    ];

    /// <summary>The CPython that most projects have a wheel for on a machine, the newest of equal ones.</summary>
    /// <param name="target">The machine.</param>
    public PythonBuild PythonFor(Target target)
    {
        PythonBuild[] named = [.. wheels.SelectMany(wheel => wheel.Tags).Where(tag => tag.Abi.StartsWith("cp", StringComparison.Ordinal) && tag.Python.StartsWith("cp3", StringComparison.Ordinal))
            .Select(tag => PythonBuild.TryParse($"3.{tag.Python[3..]}{(tag.Abi.EndsWith('t') ? "t" : "")}", out PythonBuild build) ? build with { Micro = PythonStandIn.LastMicro } : default).Where(build => build.Major == 3).Distinct()];
        return named.Length == 0 ? PythonStandIn.OldestKept
            : named.OrderByDescending(build => Taken(build, target).Count).ThenBy(build => build.IsFreeThreaded).ThenByDescending(build => build.Minor).First();
    }

    /// <summary>The wheels that pip takes, by project.</summary>
    /// <param name="python">The Python.</param>
    /// <param name="target">The machine.</param>
    public IReadOnlyDictionary<string, string> Taken(PythonBuild python, Target target)
    {
        SupportedTags tags = SupportedTags.Of(python, target, Installer.Pip);
        Dictionary<string, string> taken = new(StringComparer.Ordinal);
        foreach (IndexPage page in projects)
            if (Requirement.TryParse(page.Project, out Requirement? any) && page.Choose(new Question(any, tags, AllowsSources: false) { AllowsPrereleases = true }) is { } file) taken[page.Project] = file.Filename;
        return taken;
    }

    /// <summary>The files that are not taken, with the reason, one line each.</summary>
    /// <param name="taken">The wheels that are.</param>
    /// <param name="python">The Python.</param>
    /// <param name="target">The machine.</param>
    public ImmutableArray<string> PassedOver(IReadOnlyDictionary<string, string> taken, PythonBuild python, Target target)
    {
        SupportedTags tags = SupportedTags.Of(python, target, Installer.Pip);
        return [.. Names.Where(name => !taken.Values.Contains(name)).Select(name => $"{name}: {Reason(name)}")];

        string Reason(string name) => !WheelFilename.TryParse(name, out WheelFilename? wheel) ? name.EndsWith(".whl", StringComparison.OrdinalIgnoreCase) ? "its name is no name of a wheel" : "is no wheel"
            : tags.RankOf(wheel.Tags) is null ? TagRefusal.Of(wheel.Tags, tags).Reason : $"`{taken.GetValueOrDefault(wheel.Name)}` is taken instead";
    }
}
