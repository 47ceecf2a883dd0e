using Assay.Diagnostics;
using Assay.Imports;

namespace Assay.Examination;

/// <summary>One asked import on one target: the verdict and how it came about.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Walk">The walk behind it, for reports that show the way; null when no walk was possible.</param>
public sealed record ImportExamination(Verdict Verdict, ImportWalkResult? Walk)
{
    /// <summary>The distribution that brings the module, as it writes its name; null when none claims it.</summary>
    public string? Distribution { get; init; }

    /// <summary>The version of that distribution, or null.</summary>
    public string? DistributionVersion { get; init; }
}
