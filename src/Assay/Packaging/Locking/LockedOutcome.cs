using Assay.Packaging.Choosing;

namespace Assay.Packaging.Locking;

/// <summary>What an installer finds for a locked package on a machine.</summary>
/// <param name="Package">The package.</param>
/// <param name="IsCertain">True when it is installed by whoever installs the lock file as it is.</param>
/// <param name="Kind">What is found.</param>
public sealed record LockedOutcome(LockedPackage Package, bool IsCertain, LockedOutcomeKind Kind)
{
    /// <summary>The file that is taken, or null.</summary>
    public IndexFile? File { get; init; }

    /// <summary>The wheel that misses by the least, and by what; null when there is none, or one fits.</summary>
    public string? NearestMiss { get; init; }

    /// <summary>Chooses among a package's own files.</summary>
    /// <param name="selected">The package.</param>
    /// <param name="tags">What interpreter and machine take, in the order of the installer.</param>
    public static LockedOutcome Of(SelectedPackage selected, SupportedTags tags)
    {
        ArgumentNullException.ThrowIfNull(selected);
        ArgumentNullException.ThrowIfNull(tags);
        LockedPackage package = selected.Package;
        if (package.Source.Kind == LockSourceKind.Conda) return new LockedOutcome(package, selected.IsCertain, LockedOutcomeKind.Binary) { File = package.Files.FirstOrDefault() };
        if (package.Files.IsEmpty) return new LockedOutcome(package, selected.IsCertain, package.Source.Kind == LockSourceKind.Index || !package.Hashes.IsEmpty ? LockedOutcomeKind.NotTold : LockedOutcomeKind.Elsewhere);

        // One file at an address or a path has no choice of version.
        string text = package.Version is { } version && package.Source.Kind == LockSourceKind.Index ? $"{package.Name}=={version}" : package.Name;
        if (!Requirement.TryParse(text, out Requirement? requirement)) return new LockedOutcome(package, selected.IsCertain, LockedOutcomeKind.NotTold);
        IndexPage page = new(package.Name, package.Files.Where(file => file.Filename.EndsWith(".whl", StringComparison.Ordinal) || file.Filename.Contains(".tar", StringComparison.Ordinal) || file.Filename.EndsWith(".zip", StringComparison.Ordinal) || file.Filename.EndsWith(".tgz", StringComparison.Ordinal)));
        IndexFile? file = page.Choose(new Question(requirement, tags) { AllowsPrereleases = true });
        if (file is null && package.Source.Kind != LockSourceKind.Index && package.Files.All(each => !each.Filename.EndsWith(".whl", StringComparison.Ordinal))) return new LockedOutcome(package, selected.IsCertain, LockedOutcomeKind.Source) { File = package.Files[0] };
        bool isWheel = file?.Filename.EndsWith(".whl", StringComparison.Ordinal) == true;
        return new LockedOutcome(package, selected.IsCertain, file is null ? LockedOutcomeKind.Nothing : isWheel ? LockedOutcomeKind.Binary : LockedOutcomeKind.Source)
        {
            File = file,
            NearestMiss = isWheel ? null : Nearest(package, tags),
        };
    }

    private static string? Nearest(LockedPackage package, SupportedTags tags)
    {
        (string Name, Refusal Refusal)? best = null;
        foreach (IndexFile file in package.Files)
        {
            if (!WheelFilename.TryParse(file.Filename, out WheelFilename? wheel)) continue;
            Refusal refusal = TagRefusal.Of(wheel.Tags, tags);
            if (best is null || refusal.Kind > best.Value.Refusal.Kind) best = (file.Filename, refusal);
        }

        return best is { } nearest ? $"`{nearest.Name}` {nearest.Refusal.Reason}" : null;
    }
}
