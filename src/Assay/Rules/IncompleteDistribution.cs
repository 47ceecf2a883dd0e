using System.Collections.Immutable;
using Assay.Environments;

namespace Assay.Rules;

/// <summary>A distribution that lacks files its RECORD lists.</summary>
/// <param name="Distribution">The distribution.</param>
/// <param name="Check">What is missing, as RECORD writes it.</param>
public sealed record IncompleteDistribution(InstalledDistribution Distribution, RecordCheck Check)
{
    /// <summary>The missing files, relative to the distribution's location.</summary>
    public ImmutableArray<string> MissingFiles => Check.MissingFiles;
}
