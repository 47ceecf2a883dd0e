using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Packaging.Locking;
using Assay.Targets;

namespace Assay.Examination;

/// <summary>Everything that was found out for one target.</summary>
public sealed record TargetExamination
{
    /// <summary>The target, with what was read from the subject filled in.</summary>
    public required Target Target { get; init; }

    /// <summary>The Python it was judged with, where the subject has none of its own (<c>3.11</c>); null otherwise.</summary>
    public string? Python { get; init; }

    /// <summary>What an installer finds for each package of a lock file that is installed there, in the order of the file.</summary>
    public ImmutableArray<LockedOutcome> Packages { get; init; } = [];

    /// <summary>The files of a directory of wheels that are not taken, with the reason, one line each.</summary>
    public ImmutableArray<string> PassedOver { get; init; } = [];

    /// <summary>The asked imports in the order asked; without asked imports, broken ones first and then by name.</summary>
    public ImmutableArray<ImportExamination> Imports { get; init; } = [];

    /// <summary>The findings, errors first; those that explain a verdict in the order of the verdicts.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Why there are no findings, where a snapshot lacks what they would be made of; null where all was gathered.</summary>
    public string? Gap { get; init; }

    /// <summary>The findings that explain a verdict, the cause first, those about its own import before others of the same code. Notes explain nothing.</summary>
    /// <param name="verdict">One of the verdicts.</param>
    internal IEnumerable<Finding> CausesOf(Verdict verdict) => verdict.Findings
        .SelectMany(code => Findings.Where(finding => finding.Code == code).OrderByDescending(finding => finding.Import == verdict.Import))
        .Where(finding => finding.Severity != Severity.Note);

    /// <summary>How the imports end, counted.</summary>
    public VerdictCounts Counts { get; init; } = new(0, 0, 0, 0);
}
