using System.Collections.Immutable;
using Assay.Environments;
using Assay.Primitives;
using Assay.Targets;

namespace Assay.Examination.Repairing;

/// <summary>
/// An environment as it would be after some changes, and the machine it would stand on. Worlds are values: each change gives another one, so that several ways can be tried and
/// compared.
/// </summary>
internal sealed class RepairWorld
{
    private readonly IMachine reality;
    private readonly ExaminationRequest request;
    private readonly ImmutableHashSet<string> removed;

    private RepairWorld(ExaminationRequest request, IMachine reality, Target target, ImmutableHashSet<string> removed, ImmutableArray<PickedWheel> wheels, ImmutableSortedDictionary<string, string?> variables, PythonEnvironment? environment, string site)
    {
        this.request = request;
        this.reality = reality;
        this.removed = removed;
        Target = target;
        Wheels = wheels;
        Variables = variables;
        Site = site;
        IMachine machine = removed.IsEmpty && wheels.IsEmpty ? reality : new AlteredMachine(reality, removed, [.. wheels.Select(wheel => (site, (IMachine)wheel.Subject.Machine))]);
        Machine = variables.IsEmpty ? machine : new OverlaidMachine(machine, variables, inherits: true);
        Environment = environment ?? Subject.Find(request, Machine).Environment!;
    }

    /// <summary>The environment as its files say.</summary>
    public PythonEnvironment Environment { get; }

    /// <summary>The machine as it would be.</summary>
    public IMachine Machine { get; }

    /// <summary>Where it runs.</summary>
    public Target Target { get; }

    /// <summary>The wheels that would have been installed, in their order.</summary>
    public ImmutableArray<PickedWheel> Wheels { get; }

    /// <summary>Variables that would be set, or unset by a null value.</summary>
    public ImmutableSortedDictionary<string, string?> Variables { get; }

    /// <summary>The directory that packages are installed into, all links followed.</summary>
    public string Site { get; }

    /// <summary>The environment as it is.</summary>
    /// <param name="request">What is asked; its subject is the environment.</param>
    /// <param name="machine">The machine that has it.</param>
    /// <param name="environment">The environment.</param>
    /// <param name="target">Where it runs.</param>
    public static RepairWorld Of(ExaminationRequest request, IMachine machine, PythonEnvironment environment, Target target) =>
        new(request with { Subject = environment.Executable ?? environment.Path }, machine, target, [], [], ImmutableSortedDictionary<string, string?>.Empty, environment, SiteOf(environment, machine));

    /// <summary>What <c>check</c> would say.</summary>
    /// <param name="imports">The imports; none: every top-level module there is.</param>
    public TargetExamination Judge(ImmutableArray<string> imports) => TargetExaminer.Run(request with { Imports = imports }, Environment, Target);

    /// <summary>True for a distribution in the environment's own site directory: not one of the user's, nor of the interpreter it was made from.</summary>
    public bool Owns(InstalledDistribution distribution) => (Machine.RealPath(distribution.Location) ?? distribution.Location) == Site;

    /// <summary>Without a distribution: the files it has recorded are gone, and the directories that are empty then. One without a record loses its modules and its metadata.</summary>
    /// <param name="distribution">The distribution.</param>
    public RepairWorld Without(InstalledDistribution distribution)
    {
        if (Wheels.FirstOrDefault(wheel => wheel.Name == distribution.NormalizedName) is { } wheel)
            return new(request, reality, Target, removed, Wheels.Remove(wheel), Variables, null, Site);
        ImmutableHashSet<string>.Builder gone = removed.ToBuilder();
        string location = reality.RealPath(distribution.Location) ?? distribution.Location;
        gone.Add(Resolved(distribution.MetadataPath));
        if (distribution.RecordedFiles.Value is { IsEmpty: false } files)
        {
            HashSet<string> own = [.. files.Select(file => PosixPath.Normalize(PosixPath.Join(location, file)))];
            gone.UnionWith(own);
            foreach (string folder in own.Select(PosixPath.Directory).Where(folder => Below(folder, location)).Distinct(StringComparer.Ordinal).OrderByDescending(folder => folder.Length).ToArray()) RemoveEmpty(folder, location, gone);
        }
        else
        {
            foreach (string module in distribution.TopLevelModules)
                foreach (string name in (string[])[module, module + ".py"]) gone.Add(PosixPath.Join(location, name));
        }

        return new(request, reality, Target, gone.ToImmutable(), Wheels, Variables, null, Site);
    }

    /// <summary>With a wheel: in place of another one of the same project, and beside everything else.</summary>
    /// <param name="wheel">The wheel.</param>
    public RepairWorld With(PickedWheel wheel) => new(request, reality, Target, removed, Wheels.RemoveAll(other => other.Name == wheel.Name).Add(wheel), Variables, null, Site);

    /// <summary>Without a file or a directory and what is in it.</summary>
    /// <param name="path">The path, absolute.</param>
    public RepairWorld WithoutPath(string path) => new(request, reality, Target, removed.Add(Resolved(path)), Wheels, Variables, null, Site);

    /// <summary>With a variable of the process environment set, or unset by null.</summary>
    public RepairWorld WithVariable(string name, string? value) => new(request, reality, Target, removed, Wheels, Variables.SetItem(name, value), null, Site);

    private string Resolved(string path) => PosixPath.Join(reality.RealPath(PosixPath.Directory(path)) ?? PosixPath.Directory(path), PosixPath.Name(path));

    // From the innermost outwards, and never the site directory itself.
    private void RemoveEmpty(string folder, string location, ImmutableHashSet<string>.Builder gone)
    {
        for (string path = folder; Below(path, location) && !gone.Contains(path); path = PosixPath.Directory(path))
        {
            if (reality.List(path) is not { } entries || entries.Any(entry => !gone.Contains(PosixPath.Join(path, entry.Name)))) return;
            gone.Add(path);
        }
    }

    private static bool Below(string path, string folder) => path.Length > folder.Length && path[folder.Length] == '/' && path.StartsWith(folder, StringComparison.Ordinal);

    private static string SiteOf(PythonEnvironment environment, IMachine machine)
    {
        string prefix = environment.Prefix ?? environment.Path;
        string site = environment.SiteDirectories.FirstOrDefault(directory => Below(directory, prefix)) ?? environment.SiteDirectories.FirstOrDefault() ?? environment.Path;
        return machine.RealPath(site) ?? site;
    }
}
