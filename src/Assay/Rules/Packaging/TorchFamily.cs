using System.Collections.Immutable;
using System.Text.Json;
using Assay.Environments;
using Assay.Primitives;

namespace Assay.Rules;

/// <summary>The distributions that are built against one release of torch (<c>torch-family.json</c>).</summary>
internal static class TorchFamily
{
    private static readonly Lazy<ImmutableArray<ImmutableDictionary<string, string>>> Releases = new(Read);

    /// <summary>The members beside torch itself.</summary>
    public static ImmutableArray<string> Companions { get; } = ["torchvision", "torchaudio"];

    /// <summary>True when a conflict between two distributions is one inside the family.</summary>
    /// <param name="conflict">The conflict.</param>
    public static bool IsInside(UnmetRequirement conflict) => conflict.Found is not null && conflict.RequiredName == "torch" && Companions.Contains(conflict.Distribution.NormalizedName);

    /// <summary>The release of a companion that was built for a release of torch, as <c>0.20</c>; null when the list does not have it.</summary>
    /// <param name="torch">The version of torch.</param>
    /// <param name="companion">The companion.</param>
    public static string? Fitting(string torch, string companion) =>
        Releases.Value.FirstOrDefault(release => release["torch"] == Series(torch))?.GetValueOrDefault(companion);

    /// <summary>The first two parts of a version.</summary>
    /// <param name="version">The version.</param>
    public static string Series(string version) => string.Join('.', version.Split('+')[0].Split('.').Take(2));

    /// <summary>What a build was made for: <c>cu121</c>, <c>cpu</c>, <c>rocm6.0</c>; null when the version does not say.</summary>
    /// <param name="version">The version.</param>
    public static string? Build(string version) => version.Split('+') is [_, { Length: > 0 } local] ? local : null;

    /// <summary>PyTorch's own index for a build, or null when it is none that has one.</summary>
    /// <param name="build">The build.</param>
    public static string? IndexOf(string? build)
    {
        bool isKnown = build is "cpu" or "xpu" || (build is not null && (IsNumbered(build, "cu") || IsNumbered(build, "rocm")));
        return isKnown ? "https://download.pytorch.org/whl/" + build : null;
    }

    private static bool IsNumbered(string build, string prefix) =>
        build.StartsWith(prefix, StringComparison.Ordinal) && build.Length > prefix.Length && build[prefix.Length..].All(letter => char.IsAsciiDigit(letter) || letter == '.');

    private static ImmutableArray<ImmutableDictionary<string, string>> Read()
    {
        using JsonDocument document = EmbeddedData.Open("torch-family");
        return [.. document.RootElement.GetProperty("releases").EnumerateArray().Select(release => release.EnumerateObject().ToImmutableDictionary(part => part.Name, part => part.Value.GetString()!, StringComparer.Ordinal))];
    }
}
