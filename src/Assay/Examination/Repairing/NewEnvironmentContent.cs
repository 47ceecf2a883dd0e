using Assay.Environments;
using Assay.Packaging;

namespace Assay.Examination.Repairing;

/// <summary>What of an environment has to be installed again when it is made anew.</summary>
internal static class NewEnvironmentContent
{
    // A new environment has them where its Python thinks they are needed.
    private static readonly string[] Tools = ["pip", "setuptools", "wheel"];

    /// <summary>The distributions of the environment's own site directory, each once; the installers' own only where somebody requires them.</summary>
    /// <param name="world">The environment.</param>
    public static IEnumerable<InstalledDistribution> Of(RepairWorld world)
    {
        HashSet<string> required = [.. world.Environment.Distributions.SelectMany(distribution => distribution.Requirements).Select(text => Requirement.TryParse(text.Trim(), out Requirement? requirement) && requirement.Marker is null ? requirement.NormalizedName : "")];
        return world.Environment.Distributions.Where(world.Owns).DistinctBy(distribution => distribution.NormalizedName).Where(distribution => !Tools.Contains(distribution.NormalizedName) || required.Contains(distribution.NormalizedName));
    }
}
