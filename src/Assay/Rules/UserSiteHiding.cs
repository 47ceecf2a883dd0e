using Assay.Environments;

namespace Assay.Rules;

/// <summary>A module of the user site that hides one of the environment: Python sees the first and never the second.</summary>
/// <param name="Module">The top-level module.</param>
/// <param name="SeenPath">What is imported, absolute: a file or a package directory below the user site.</param>
/// <param name="HiddenPath">What is not, absolute.</param>
public sealed record UserSiteHiding(string Module, string SeenPath, string HiddenPath)
{
    /// <summary>The distribution that the imported copy belongs to, or null when none claims it.</summary>
    public InstalledDistribution? Seen { get; init; }

    /// <summary>The distribution that the hidden copy belongs to, or null when none claims it.</summary>
    public InstalledDistribution? Hidden { get; init; }
}
