using System.Collections.Immutable;
using Assay.Environments;
using Assay.Packaging.Conda;
using Assay.Packaging.Locking;
using Assay.Rules;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>Reads the records of a conda prefix and holds what they declare against the prefix and the target.</summary>
/// <param name="environment">The environment.</param>
/// <param name="target">Where it runs.</param>
internal sealed class CondaGatherer(PythonEnvironment environment, Target target)
{
    /// <summary>The facts.</summary>
    public CondaFacts Gather()
    {
        ImmutableArray<CondaPackage> packages = environment.CondaPackages;
        if (packages.IsEmpty) return new CondaFacts();
        Parallel.ForEach(packages, package => _ = package.Details.Value);
        Dictionary<string, CondaPackage> installed = new(StringComparer.Ordinal);
        foreach (CondaPackage package in packages) installed.TryAdd(package.Name, package);
        return new CondaFacts
        {
            Unmet = [.. packages.SelectMany(package => Unmet(package, installed))],
            Channels = [.. packages.Select(package => package.Details.Value.Channel).OfType<string>().Select(NameOf).GroupBy(name => name, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Select(group => (group.Key, group.Count()))],
        };
    }

    private IEnumerable<UnmetCondaDependency> Unmet(CondaPackage package, Dictionary<string, CondaPackage> installed)
    {
        foreach (string text in package.Details.Value.Depends)
        {
            if (!CondaDependency.TryParse(text, out CondaDependency? wanted)) continue;
            if (wanted.IsVirtual)
            {
                if (wanted.Build is null or "*" && CondaPlatform.VersionOf(wanted.Name, target) is { } present && CondaRange.Contains(wanted.Range, present) == false)
                    yield return new UnmetCondaDependency(package, text, wanted.Name, present);
                continue;
            }

            CondaPackage? found = installed.GetValueOrDefault(wanted.Name);
            if (found is null || wanted.IsMetBy(found.Version, found.Build) == false) yield return new UnmetCondaDependency(package, text, wanted.Name, found is null ? null : $"{found.Version} {found.Build}");
        }

        // A constraint says nothing of what is not installed.
        foreach (string text in package.Details.Value.Constrains)
            if (CondaDependency.TryParse(text, out CondaDependency? wanted) && installed.TryGetValue(wanted.Name, out CondaPackage? found) && wanted.IsMetBy(found.Version, found.Build) == false)
                yield return new UnmetCondaDependency(package, text, wanted.Name, $"{found.Version} {found.Build}");
    }

    // https://conda.anaconda.org/conda-forge/linux-64, https://repo.anaconda.com/pkgs/main/noarch, or a name alone.
    private static string NameOf(string channel)
    {
        string[] parts = channel.TrimEnd('/').Split('/');
        int last = parts.Length - 1;
        if (last > 0 && (parts[last] == "noarch" || (parts[last].Contains('-', StringComparison.Ordinal) && parts[last].Split('-')[0] is "linux" or "osx" or "win"))) last--;
        return last > 0 && parts[last - 1] == "pkgs" ? "pkgs/" + parts[last] : parts[last];
    }
}
