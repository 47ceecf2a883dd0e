using Assay.Environments;

namespace Assay.Imports.Walking;

/// <summary>
/// Tells the modules that a distribution can do without. Code that looks for another library under a condition (is this argument an array of CuPy?) is taken not to come
/// to its import where the library is not there, as long as the distribution does not say that it needs something that is missing.
/// </summary>
/// <param name="environment">The environment.</param>
internal sealed class OptionalModules(PythonEnvironment environment)
{
    private readonly Lazy<Facts> facts = new(() => Gather(environment));

    /// <summary>True when nothing speaks for the module being needed: it is no part of what is installed, and all that the importer's distribution requires is there.</summary>
    /// <param name="missing">The module that was not found.</param>
    public bool Contains(MissingModule missing)
    {
        if (missing.Importer is not { } importer || missing.Name.Contains('.', StringComparison.Ordinal) || !missing.NearMisses.IsEmpty) return false;
        (Dictionary<string, HashSet<string>> owners, HashSet<string> lacking) = (facts.Value.Owners, facts.Value.Lacking);
        return !owners.ContainsKey(missing.Name)
            && owners.TryGetValue(importer.Split('.')[0], out HashSet<string>? distributions)
            && !distributions.Overlaps(lacking);
    }

    private static Facts Gather(PythonEnvironment environment)
    {
        Dictionary<string, HashSet<string>> owners = new(StringComparer.Ordinal);
        foreach (InstalledDistribution distribution in environment.Distributions)
        {
            foreach (string module in distribution.TopLevelModules)
            {
                if (!owners.TryGetValue(module, out HashSet<string>? names)) owners[module] = names = new(StringComparer.Ordinal);
                names.Add(distribution.NormalizedName);
            }
        }

        return new Facts(owners, [.. RequirementCheck.Of(environment).Unmet.Where(unmet => unmet.Found is null).Select(unmet => unmet.Distribution.NormalizedName)]);
    }

    /// <param name="Owners">The distributions that bring a top-level module.</param>
    /// <param name="Lacking">The distributions that require another one which is not installed.</param>
    private sealed record Facts(Dictionary<string, HashSet<string>> Owners, HashSet<string> Lacking);
}
