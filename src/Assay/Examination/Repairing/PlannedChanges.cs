using System.Collections.Immutable;
using Assay.Environments;
using Assay.Packaging;

namespace Assay.Examination.Repairing;

/// <summary>What happened to the distributions between two worlds.</summary>
internal static class PlannedChanges
{
    /// <summary>The changes, by name.</summary>
    /// <param name="before">The environment as it is.</param>
    /// <param name="after">The environment as it would be.</param>
    public static ImmutableArray<PackageChange> Between(RepairWorld before, RepairWorld after)
    {
        ILookup<string, InstalledDistribution> old = before.Environment.Distributions.ToLookup(distribution => distribution.NormalizedName, StringComparer.Ordinal);
        HashSet<string> still = [.. after.Environment.Distributions.Select(distribution => distribution.NormalizedName)];
        IEnumerable<PackageChange> installed = after.Wheels.Select(wheel => new PackageChange(wheel.Title, old[wheel.Name].FirstOrDefault()?.Version, wheel.Version)
        {
            File = wheel.File.Filename,
            Bytes = wheel.Bytes,
            IsDownload = wheel.IsRemote,
            Copies = Math.Max(1, old[wheel.Name].Count(distribution => before.Owns(distribution))),
            HasNoRecord = old[wheel.Name].Any(distribution => before.Owns(distribution) && distribution.RecordedFiles.Value.IsEmpty),
        });
        IEnumerable<PackageChange> removed = old.Where(group => !still.Contains(group.Key)).Select(group => new PackageChange(group.First().Name, group.First().Version, null) { Copies = group.Count() });
        return [.. installed.Concat(removed).OrderBy(change => PackageName.Normalize(change.Name), StringComparer.Ordinal)];
    }
}
