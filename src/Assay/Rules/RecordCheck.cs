using System.Collections.Immutable;
using Assay.Environments;

namespace Assay.Rules;

/// <summary>What became of the files that a distribution's RECORD lists.</summary>
/// <param name="Distribution">The distribution.</param>
/// <param name="ListedCount">How many files RECORD lists.</param>
/// <param name="MissingFiles">Those that are gone, absolute, in the order of RECORD; caches of byte code are not counted.</param>
public sealed record RecordCheck(InstalledDistribution Distribution, int ListedCount, ImmutableArray<string> MissingFiles);
