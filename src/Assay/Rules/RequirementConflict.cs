using Assay.Environments;

namespace Assay.Rules;

/// <summary>A declared requirement that what is installed does not meet.</summary>
/// <param name="Distribution">Who requires.</param>
/// <param name="Requirement">The requirement as written.</param>
/// <param name="RequiredName">The normalised name of what is required.</param>
/// <param name="InstalledVersion">The version that is installed, or null when it is not installed at all.</param>
public sealed record RequirementConflict(InstalledDistribution Distribution, string Requirement, string RequiredName, string? InstalledVersion);
