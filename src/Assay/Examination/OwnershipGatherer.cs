using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Environments;
using Assay.Imports;
using Assay.Loading;
using Assay.Packaging;
using Assay.Primitives;
using Assay.Rules;

namespace Assay.Examination;

/// <summary>
/// Finds out who put the installed files there and whether they still are what was put there. Sizes are compared for the distributions that imports reach (for
/// compiled code alone where the whole environment is asked about), hashes for the files that a failure points to.
/// </summary>
/// <param name="environment">The environment.</param>
internal sealed class OwnershipGatherer(PythonEnvironment environment)
{
    /// <summary>The facts.</summary>
    /// <param name="failures">The imports that failed.</param>
    /// <param name="scope">The distributions that remarks may be about; null for all.</param>
    public OwnershipFacts Gather(ImmutableArray<FailedImport> failures, ImmutableHashSet<string>? scope)
    {
        InstalledDistribution[] inScope = [.. environment.Distributions.Where(distribution => scope is null || scope.Contains(distribution.NormalizedName))];
        ImmutableArray<ContestedFiles> contested = [.. Contested(inScope)];
        HashSet<string> disputed = [.. contested.SelectMany(each => each.Files.SelectMany(file => each.Owners.Select(owner => PosixPath.Join(owner.Location, file))))];
        HashSet<string> suspects = [.. failures.SelectMany(Suspects)];
        ImmutableArray<ChangedDistribution> changed =
        [
            .. inScope.AsParallel().AsOrdered().Where(distribution => distribution.KeepsRecord)
                .Select(distribution => new ChangedDistribution(distribution, [.. RecordComparison.Of(environment.Machine, distribution, scope is null, suspects).Where(file => !disputed.Contains(PosixPath.Join(distribution.Location, file.File)))]))
                .Where(each => !each.Files.IsEmpty),
        ];
        return new OwnershipFacts { Changed = changed, Contested = contested, OverConda = [.. OverConda(inScope, scope is null || failures.Length > 0)] };
    }

    // Where an import ends: the module that ran last, the files of the loader's complaint, and the file that an error text names.
    private static IEnumerable<string> Suspects(FailedImport failed)
    {
        LoadFailure? load = failed.Load;
        IEnumerable<string?> files = [failed.LastFile, load?.Opened, load?.Culprit, load?.Requester, (failed.Deciding?.Origin as RefusedSource)?.File];
        string text = failed.Deciding?.Message ?? "";
        int open = text.LastIndexOf('(');
        if (open >= 0 && text.EndsWith(')')) files = files.Append(text[(open + 1)..^1]);
        return files.OfType<string>().Where(file => file.StartsWith('/')).Select(PosixPath.Normalize);
    }

    private static IEnumerable<ContestedFiles> Contested(InstalledDistribution[] distributions)
    {
        // Only distributions that bring the same top-level name can have files in common that an import sees.
        HashSet<InstalledDistribution> candidates = [];
        foreach (var same in distributions.SelectMany(distribution => distribution.TopLevelModules.Select(module => (Key: (distribution.Location, module), Distribution: distribution))).GroupBy(pair => pair.Key).Where(group => group.Count() > 1))
            candidates.UnionWith(same.Select(pair => pair.Distribution));

        Dictionary<string, List<(InstalledDistribution Owner, WheelRecordEntry Entry)>> claims = new(StringComparer.Ordinal);
        foreach (InstalledDistribution distribution in candidates)
        {
            foreach (WheelRecordEntry entry in distribution.Record.Value)
            {
                if (entry.Hash is null || entry.Path.Contains("..", StringComparison.Ordinal) || entry.Path.Contains(".dist-info/", StringComparison.Ordinal)) continue;
                if (!entry.Path.EndsWith(".py", StringComparison.Ordinal) && !NativeName.IsOne(entry.Path)) continue;
                string path = PosixPath.Join(distribution.Location, entry.Path);
                if (!claims.TryGetValue(path, out var owners)) claims.Add(path, owners = []);
                owners.Add((distribution, entry));
            }
        }

        return claims.Values
            .Where(owners => owners.Count > 1 && owners.Select(owner => owner.Entry.Hash).Distinct().Count() > 1 && owners.Select(owner => owner.Owner.NormalizedName).Distinct().Count() > 1)
            .GroupBy(owners => string.Join(' ', owners.Select(owner => owner.Owner.MetadataPath).Order(StringComparer.Ordinal)), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ContestedFiles(
                [.. group.First().Select(owner => owner.Owner).OrderBy(owner => owner.NormalizedName, StringComparer.Ordinal)],
                [.. group.Select(owners => owners[0].Entry.Path).Order(StringComparer.Ordinal)]));
    }

    private IEnumerable<CondaOverlap> OverConda(InstalledDistribution[] distributions, bool readsAll)
    {
        if (environment.CondaPackages.IsEmpty || environment.Prefix is not { } prefix) yield break;
        foreach (InstalledDistribution distribution in distributions)
        {
            if (distribution.Installer is null or "conda" || !distribution.Location.StartsWith(prefix + "/", StringComparison.Ordinal)) continue;
            string location = distribution.Location[(prefix.Length + 1)..];
            HashSet<string> own = [.. distribution.RecordedFiles.Value.Where(file => !file.Contains("..", StringComparison.Ordinal)).Select(file => PosixPath.Join(location, file))];
            string metadata = PosixPath.Join(location, PosixPath.Name(distribution.MetadataPath)) + "/";
            foreach (CondaPackage package in environment.CondaPackages)
            {
                // conda names most packages as Python does; some are divided, as numpy and numpy-base are.
                string name = PackageName.Normalize(package.Name);
                if (!readsAll && name != distribution.NormalizedName && !name.StartsWith(distribution.NormalizedName + "-", StringComparison.Ordinal)) continue;
                ImmutableArray<string> files = package.Details.Value.Files;
                if (files.Any(file => file.StartsWith(metadata, StringComparison.Ordinal))) continue;
                int shared = files.Count(own.Contains);
                if (shared > 0) yield return new CondaOverlap(distribution, package, shared);
            }
        }
    }
}
