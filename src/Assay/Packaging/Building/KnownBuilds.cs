using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Assay.Primitives;

namespace Assay.Packaging.Building;

/// <summary>What well-known projects need to be built, from their own documentation (<c>build-needs.json</c>).</summary>
public static class KnownBuilds
{
    private static readonly Lazy<FrozenDictionary<string, BuildNeeds>> All = new(Read);

    /// <summary>The needs of a project, or null when it is not in the record.</summary>
    /// <param name="project">The normalised name.</param>
    public static BuildNeeds? Of(string project) => All.Value.GetValueOrDefault(project);

    private static FrozenDictionary<string, BuildNeeds> Read()
    {
        using JsonDocument document = EmbeddedData.Open("build-needs");
        return document.RootElement.GetProperty("projects").EnumerateObject().ToFrozenDictionary(
            project => project.Name,
            project => new BuildNeeds(
                [.. project.Value.GetProperty("needs").EnumerateArray().Select(need => Enum.Parse<BuildNeed>(need.GetString()!))],
                [],
                BuildNeedOrigin.Record,
                project.Value.GetProperty("source").GetString()),
            StringComparer.Ordinal);
    }
}
