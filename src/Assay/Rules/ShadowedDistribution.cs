using Assay.Environments;

namespace Assay.Rules;

/// <summary>One distribution installed twice: Python sees the first and never the second.</summary>
/// <param name="Seen">The copy that is imported.</param>
/// <param name="Hidden">The copy that is not.</param>
public sealed record ShadowedDistribution(InstalledDistribution Seen, InstalledDistribution Hidden);
