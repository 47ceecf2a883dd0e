namespace Assay.Packaging.Locking;

/// <summary>Follows the edges of <c>uv.lock</c> from the projects that were locked, as <c>uv sync</c> does: the conditions stand on the edges.</summary>
internal sealed class UvSelection
{
    private readonly LockReading reading;
    private readonly ILookup<string, LockedPackage> byName;
    private readonly HashSet<LockedPackage> certain = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<LockedPackage> possible = new(ReferenceEqualityComparer.Instance);

    public UvSelection(LockReading reading, MarkerEnvironment environment)
    {
        this.reading = reading;
        byName = reading.Packages.ToLookup(package => package.Name, StringComparer.Ordinal);
        MarkerEnvironment plain = With(environment, "");
        foreach (LockedPackage root in reading.Roots.SelectMany(root => byName[root]))
        {
            Walk(root, root.Dependencies, plain, isCertain: true);
            foreach ((string group, var needs) in root.GroupDependencies) Walk(root, needs, reading.DefaultGroups.Contains(group) ? plain : With(environment, $"group-{root.Name.Length}-{root.Name}-{group}"), reading.DefaultGroups.Contains(group));
            foreach ((string extra, var needs) in root.ExtraDependencies) Walk(root, needs, With(environment, $"extra-{root.Name.Length}-{root.Name}-{extra}"), isCertain: false);
        }
    }

    /// <summary>True: by default. False: when an extra or a group is asked for. Null: not at all.</summary>
    public bool? IsInstalled(LockedPackage package) => certain.Contains(package) ? true : possible.Contains(package) || reading.Roots.IsEmpty ? false : null;

    private static MarkerEnvironment With(MarkerEnvironment environment, string extra) => new() { Values = environment.Values.SetItem("extra", extra), Sets = environment.Sets };

    private void Walk(LockedPackage root, IEnumerable<LockedDependency> needs, MarkerEnvironment environment, bool isCertain)
    {
        HashSet<(int Line, string Name, string Extra, bool IsCertain)> seen = [];
        Stack<(IEnumerable<LockedDependency> Needs, bool IsCertain)> open = new([(needs, isCertain)]);
        (isCertain ? certain : possible).Add(root);
        while (open.TryPop(out (IEnumerable<LockedDependency> Needs, bool IsCertain) next))
        {
            foreach (LockedDependency need in next.Needs)
            {
                if (LockSelection.Holds(need.Marker, environment) is var holds && holds is false) continue;
                foreach (LockedPackage package in byName[need.Name])
                {
                    if (need.Version is not null && package.Version is not null && need.Version != package.Version) continue;
                    bool? fork = package.Forks.IsEmpty ? true : package.Forks.Any(marker => LockSelection.Holds(marker, environment) is true) ? true : package.Forks.All(marker => LockSelection.Holds(marker, environment) is false) ? false : null;
                    if (fork is false) continue;
                    bool sure = next.IsCertain && holds is true && fork is true;
                    (sure ? certain : possible).Add(package);
                    foreach (string extra in need.Extras.Prepend(""))
                    {
                        if (!seen.Add((package.Line, package.Name, extra, sure))) continue;
                        if (extra.Length == 0) open.Push((package.Dependencies, sure));
                        else if (package.ExtraDependencies.TryGetValue(extra, out var more)) open.Push((more, sure));
                    }
                }
            }
        }
    }
}
