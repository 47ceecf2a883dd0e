using System.Collections.Immutable;
using System.Text.Json;
using Assay.Environments;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>Distributions of which one environment can have only one, because they bring the same package (<c>rival-families.json</c>).</summary>
/// <param name="Package">The package they bring.</param>
/// <param name="Members">Their normalised names, the one with the most in it first.</param>
internal sealed record RivalFamilies(string Package, ImmutableArray<string> Members)
{
    private static readonly Lazy<ImmutableArray<RivalFamilies>> All = new(Read);

    /// <summary>The family that all of some distributions are of, or null.</summary>
    /// <param name="distributions">The distributions.</param>
    public static RivalFamilies? Of(ImmutableArray<InstalledDistribution> distributions) =>
        All.Value.FirstOrDefault(family => distributions.All(distribution => family.Members.Contains(distribution.NormalizedName)));

    /// <summary>The one to keep: what has the most in it serves those who asked for less.</summary>
    /// <param name="installed">The installed members.</param>
    public InstalledDistribution? Kept(ImmutableArray<InstalledDistribution> installed) =>
        Members.Select(member => installed.FirstOrDefault(distribution => distribution.NormalizedName == member)).OfType<InstalledDistribution>().FirstOrDefault();

    private static ImmutableArray<RivalFamilies> Read()
    {
        using JsonDocument document = EmbeddedData.Open("rival-families");
        return [.. document.RootElement.GetProperty("families").EnumerateArray().Select(family => new RivalFamilies(family.GetProperty("package").GetString()!, [.. family.GetProperty("members").EnumerateArray().Select(member => member.GetString()!)]))];
    }
}
