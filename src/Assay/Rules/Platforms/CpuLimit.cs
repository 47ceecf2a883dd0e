using System.Collections.Immutable;
using System.Text.Json;
using Assay.Environments;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>A distribution whose x86_64 builds use instructions that an older Rosetta 2 does not translate (<c>translated-cpu-limits.json</c>).</summary>
/// <param name="Name">Its normalised name.</param>
/// <param name="Outcome">What is then seen.</param>
/// <param name="CountsInConda">True when builds from conda use them too.</param>
/// <param name="Unless">Distributions that bring a build without them.</param>
/// <param name="Instead">What to install for a build without them, or null when there is none.</param>
internal sealed record CpuLimit(string Name, string Outcome, bool CountsInConda, ImmutableArray<string> Unless, string? Instead)
{
    private static readonly Lazy<ImmutableArray<CpuLimit>> Known = new(Read);

    /// <summary>The installed distributions that have such builds.</summary>
    /// <param name="environment">The environment.</param>
    public static IEnumerable<(InstalledDistribution Distribution, CpuLimit Limit)> In(PythonEnvironment environment)
    {
        foreach (CpuLimit limit in Known.Value)
        {
            if (environment.Distributions.FirstOrDefault(distribution => distribution.NormalizedName == limit.Name) is not { } found) continue;
            bool isConda = environment.Kind == EnvironmentKind.Conda && found.Installer is null or "conda";
            if (isConda && !limit.CountsInConda) continue;
            if (!environment.Distributions.Any(distribution => limit.Unless.Contains(distribution.NormalizedName))) yield return (found, limit);
        }
    }

    private static ImmutableArray<CpuLimit> Read()
    {
        using JsonDocument document = EmbeddedData.Open("translated-cpu-limits");
        return
        [
            .. document.RootElement.GetProperty("distributions").EnumerateArray().Select(row => new CpuLimit(
                row.GetProperty("name").GetString()!,
                row.GetProperty("outcome").GetString()!,
                row.GetProperty("conda").GetBoolean(),
                row.TryGetProperty("unless", out JsonElement unless) ? [.. unless.EnumerateArray().Select(name => name.GetString()!)] : [],
                row.TryGetProperty("instead", out JsonElement instead) ? instead.GetString() : null)),
        ];
    }
}
