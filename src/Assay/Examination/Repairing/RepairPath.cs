using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Examination.Repairing;

/// <summary>How far a search has come.</summary>
/// <param name="World">The environment as it would be.</param>
/// <param name="Examination">What <c>check</c> would say of it.</param>
/// <param name="Moves">The remedies that led here.</param>
internal sealed record RepairPath(RepairWorld World, TargetExamination Examination, ImmutableArray<RepairMove> Moves)
{
    /// <summary>How many of the imports fail or crash.</summary>
    public int CountBroken => Examination.Imports.Count(IsBad);

    /// <summary>True when any does.</summary>
    public bool IsBroken => CountBroken > 0;

    /// <summary>The finding that explains the first broken import; null when none does.</summary>
    public Finding? Cause => Causes.FirstOrDefault();

    /// <summary>The findings that explain broken imports, in the order of the imports, the cause of each first.</summary>
    public IEnumerable<Finding> Causes => Examination.Imports.Where(IsBad).SelectMany(import => Examination.CausesOf(import.Verdict)).Distinct();

    private static bool IsBad(ImportExamination import) => import.Verdict.Kind is VerdictKind.Fails or VerdictKind.Crashes;
}
