using System.Collections.Immutable;
using Assay.Packaging;

namespace Assay.Environments;

/// <summary>A requirement of an installed distribution that the environment does not meet.</summary>
/// <param name="Distribution">The distribution that requires.</param>
/// <param name="Requirement">What it requires, as written.</param>
/// <param name="RequiredName">The normalised name of what it requires.</param>
/// <param name="Found">The distribution that is installed under that name, or null when none is.</param>
public sealed record UnmetRequirement(InstalledDistribution Distribution, string Requirement, string RequiredName, InstalledDistribution? Found);

/// <summary>What <c>pip check</c> would say of an environment (pip/_internal/operations/check.py), with the markers of the environment's own interpreter.</summary>
/// <param name="Unmet">Requirements that are missing or met by a wrong version, in the order of the distributions.</param>
/// <param name="Unreadable">Requirements that are none by PEP 508, or whose marker has no value here: distribution and text.</param>
public sealed record RequirementCheck(ImmutableArray<UnmetRequirement> Unmet, ImmutableArray<(InstalledDistribution Distribution, string Requirement)> Unreadable)
{
    /// <summary>Checks every distribution that Python sees.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="scope">The distributions whose requirements are wanted (normalised names); null for all.</param>
    public static RequirementCheck Of(PythonEnvironment environment, IReadOnlySet<string>? scope = null)
    {
        MarkerEnvironment markers = EnvironmentMarkers.Of(environment);
        Dictionary<string, InstalledDistribution> seen = new(StringComparer.Ordinal);
        foreach (InstalledDistribution distribution in environment.Distributions) seen.TryAdd(distribution.NormalizedName, distribution);
        ImmutableArray<UnmetRequirement>.Builder unmet = ImmutableArray.CreateBuilder<UnmetRequirement>();
        ImmutableArray<(InstalledDistribution, string)>.Builder unreadable = ImmutableArray.CreateBuilder<(InstalledDistribution, string)>();
        foreach (InstalledDistribution distribution in environment.Distributions)
        {
            if (seen[distribution.NormalizedName] != distribution || (scope is not null && !scope.Contains(distribution.NormalizedName))) continue;
            foreach (string text in distribution.Requirements)
            {
                if (!Requirement.TryParse(text.Trim(), out Requirement? requirement))
                {
                    unreadable.Add((distribution, text));
                    continue;
                }

                if (requirement.Marker is { } marker)
                {
                    bool applies = marker.Evaluate(markers, out MarkerProblem problem);
                    if (problem != MarkerProblem.None) unreadable.Add((distribution, text));
                    if (!applies) continue;
                }

                InstalledDistribution? found = seen.GetValueOrDefault(requirement.NormalizedName);
                if (found is null || !requirement.Specifiers.Contains(found.Version, prereleases: true)) unmet.Add(new UnmetRequirement(distribution, text, requirement.NormalizedName, found));
            }
        }

        return new RequirementCheck(unmet.ToImmutable(), unreadable.ToImmutable());
    }
}
