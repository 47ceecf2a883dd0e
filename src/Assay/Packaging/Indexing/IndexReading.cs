using System.Collections.Immutable;
using Assay.Packaging.Choosing;

namespace Assay.Packaging.Indexing;

/// <summary>What a page of a simple index says, as far as it could be read.</summary>
/// <param name="Files">The files in the order of the page; empty when the page could not be read.</param>
public sealed record IndexReading(ImmutableArray<IndexFile> Files)
{
    /// <summary>Why the page cannot be used, or null. A page with a problem has no files: half a list would be a wrong answer.</summary>
    public string? Problem { get; init; }

    /// <summary>How many entries were passed over because they name no file.</summary>
    public int PassedOver { get; init; }

    /// <summary>A page that cannot be used.</summary>
    /// <param name="problem">What was expected and what was found.</param>
    public static IndexReading Refused(string problem) => new([]) { Problem = problem };
}
