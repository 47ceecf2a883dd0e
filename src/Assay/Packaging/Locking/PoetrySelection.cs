namespace Assay.Packaging.Locking;

/// <summary>
/// What <c>poetry install</c> takes. From lock version 2.1 on every package says it itself; before, only the edges between packages have conditions, and those of the project stand in
/// <c>pyproject.toml</c>, so nothing is certain.
/// </summary>
internal sealed class PoetrySelection(LockReading reading, MarkerEnvironment environment)
{
    private readonly MarkerEnvironment plain = environment.WithExtra("");
    private readonly ILookup<string, LockedDependency> edges = reading.Packages.SelectMany(package => package.Dependencies).ToLookup(edge => edge.Name, StringComparer.Ordinal);
    private readonly bool saysItself = reading.Packages.Any(package => !package.Groups.IsEmpty && (package.Marker is not null || package.Groups.Contains("main")));

    /// <summary>True: by default. False: perhaps. Null: not at all.</summary>
    public bool? IsInstalled(LockedPackage package)
    {
        if (!saysItself)
        {
            bool isWanted = !edges.Contains(package.Name) || edges[package.Name].Any(edge => LockSelection.Holds(edge.Marker, plain) is not false);
            return isWanted ? false : null;
        }

        bool? best = null;
        foreach (string group in package.Groups.IsEmpty ? ["main"] : package.Groups.AsEnumerable())
        {
            Marker? marker = package.GroupMarkers.GetValueOrDefault(group) ?? package.Marker;
            bool? holds = LockSelection.Holds(marker, plain);
            bool isDefault = group is "main" or "dev" && !package.IsOptional;
            if (holds is true && isDefault) return true;
            if (holds is not false || reading.Extras.Any(extra => LockSelection.Holds(marker, environment.WithExtra(extra)) is not false)) best = false;
        }

        return best;
    }
}
