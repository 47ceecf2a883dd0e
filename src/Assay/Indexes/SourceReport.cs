using System.Collections.Immutable;
using Assay.Packaging.Choosing;

namespace Assay.Indexes;

/// <summary>What one source said of a project.</summary>
/// <param name="Name">The source as it was given: a URL without credentials, or a directory.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Outcome">How asking it ended.</param>
public sealed record SourceReport(string Name, SourceKind Kind, SourceOutcome Outcome)
{
    /// <summary>One line, lower case and without a full stop: what went wrong where, what was expected, and what to do. Null for a plain answer; an odd one (a page without any file) has a line too.</summary>
    public string? Message { get; init; }

    /// <summary>The files in the order of the source. Their <see cref="IndexFile.Url"/> is absolute; for a file of a directory it is its path.</summary>
    public ImmutableArray<IndexFile> Files { get; init; } = [];

    /// <summary>What was odd about single files, one line each.</summary>
    public ImmutableArray<string> Oddities { get; init; } = [];

    /// <summary>The last HTTP status; null where none was seen.</summary>
    public int? Status { get; init; }

    /// <summary>How many HTTP requests it took, repetitions and redirections among them.</summary>
    public int Requests { get; init; }
}
