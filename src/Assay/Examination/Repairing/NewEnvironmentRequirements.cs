using System.Collections.Immutable;
using System.Text.Json;
using Assay.Environments;
using Assay.Packaging;
using Assay.Primitives;

namespace Assay.Examination.Repairing;

/// <summary>What is written into the requirements of a new environment, so that it holds what the planned one does.</summary>
/// <param name="picker">What the sources have.</param>
internal sealed class NewEnvironmentRequirements(WheelPicker picker)
{
    private const int LargestFile = 1 << 16;

    /// <summary>One line for each distribution, pinned, and the distributions that can be had nowhere.</summary>
    /// <param name="world">The environment as it would be.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public async Task<(ImmutableArray<string> Lines, ImmutableArray<string> Missing)> OfAsync(RepairWorld world, CancellationToken cancellation)
    {
        HashSet<string> placed = [.. world.Wheels.Select(wheel => wheel.Name)];
        ImmutableArray<string>.Builder lines = ImmutableArray.CreateBuilder<string>(), missing = ImmutableArray.CreateBuilder<string>();
        foreach (InstalledDistribution distribution in NewEnvironmentContent.Of(world))
        {
            string pinned = $"{distribution.Name}=={distribution.Version}";

            // Both are texts from files: one that is no name or no version could be an option of the installer.
            if (!PackageName.IsValid(distribution.Name) || !PackageVersion.TryParse(distribution.Version, out _)) missing.Add(pinned);
            else if (placed.Contains(distribution.NormalizedName) || await picker.HasAsync(distribution.Name, distribution.Version, cancellation).ConfigureAwait(false)) lines.Add(pinned);
            else if (Direct(world, distribution) is { } direct) lines.Add(direct);
            else missing.Add(pinned);
        }

        return (lines.ToImmutable(), missing.ToImmutable());
    }

    // PEP 610: where a distribution was installed from that came from no index.
    private static string? Direct(RepairWorld world, InstalledDistribution distribution)
    {
        if (world.Machine.ReadWhole(PosixPath.Join(distribution.MetadataPath, "direct_url.json"), LargestFile) is not { } bytes) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("url", out JsonElement address) || address.GetString() is not { } url || url.Any(letter => char.IsControl(letter) || char.IsWhiteSpace(letter))) return null;
            bool isLocal = url.StartsWith("file://", StringComparison.Ordinal);
            string path = isLocal ? Uri.UnescapeDataString(url["file://".Length..]) : "";
            if (isLocal && world.Machine.Look(path, out _) is null) return null;
            if (root.TryGetProperty("dir_info", out JsonElement folder) && folder.ValueKind == JsonValueKind.Object && folder.TryGetProperty("editable", out JsonElement editable) && editable.ValueKind == JsonValueKind.True) return $"-e {path}";
            string prefix = "", suffix = "";
            if (root.TryGetProperty("vcs_info", out JsonElement source) && source.ValueKind == JsonValueKind.Object && source.TryGetProperty("vcs", out JsonElement tool) && source.TryGetProperty("commit_id", out JsonElement commit))
                (prefix, suffix) = (tool.GetString() + "+", "@" + commit.GetString());
            if ((prefix.Length > 0 && prefix is not ("git+" or "hg+" or "svn+" or "bzr+")) || !suffix.Skip(1).All(char.IsAsciiLetterOrDigit) || !Uri.TryCreate(url, UriKind.Absolute, out _)) return null;
            return $"{distribution.Name} @ {prefix}{url}{suffix}";
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
