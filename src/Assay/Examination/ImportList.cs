using System.Collections.Immutable;
using Assay.Environments;

namespace Assay.Examination;

/// <summary>What is to be imported, and who brings it.</summary>
internal sealed class ImportList
{
    private readonly Dictionary<string, InstalledDistribution> providers = new(StringComparer.Ordinal);

    /// <summary>The asked names, or every top-level module of every distribution.</summary>
    public ImportList(ExaminationRequest request, PythonEnvironment environment)
    {
        // Which names a distribution brings stands in a file of its own: several at once are read in a fraction of the time.
        Parallel.ForEach(environment.Distributions, distribution => _ = distribution.TopLevelModules);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (InstalledDistribution distribution in environment.Distributions)
        {
            // Python sees the first copy only.
            if (!seen.Add(distribution.NormalizedName)) continue;
            foreach (string module in distribution.TopLevelModules) providers.TryAdd(module, distribution);
        }

        Names = request.Imports.IsEmpty
            ? [.. providers.Keys.Where(IsImportable).Order(StringComparer.Ordinal)]
            : [.. request.Imports.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The dotted names, in the order asked; for a whole environment by name.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>The distribution that brings a dotted name, or null.</summary>
    public InstalledDistribution? ProviderOf(string import) => providers.GetValueOrDefault(import.Split('.')[0]);

    // RECORD and top_level.txt also name folders of data and of other programs; `import` takes identifiers only (PEP 3131, near enough).
    private static bool IsImportable(string name) =>
        name.Length > 0 && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsLetterOrDigit(letter) || letter == '_');
}
