using System.Collections.Immutable;
using Assay.Diagnostics;
using Assay.Imports;

namespace Assay.Examination;

/// <summary>From how an import went to the verdict that is reported.</summary>
internal static class Verdicts
{
    /// <summary>The verdict of a walk.</summary>
    /// <param name="import">The dotted name that was asked for.</param>
    /// <param name="walk">How it went.</param>
    /// <param name="findings">The codes that explain it, the cause first.</param>
    public static Verdict Of(string import, ImportWalkResult walk, ImmutableArray<string> findings) => new()
    {
        Import = import,
        Kind = walk.Outcome,
        Exception = walk.Outcome == VerdictKind.Fails ? walk.Exception?.TypeName : null,
        Message = walk.Outcome switch
        {
            VerdictKind.Fails => walk.Exception?.Message,
            VerdictKind.Crashes => walk.Crash?.Reason,
            VerdictKind.Unknown => walk.Undecided ?? "what was read does not decide it",
            _ => null,
        },
        Signal = walk.Outcome == VerdictKind.Crashes ? walk.Crash?.Signal : null,
        Certainty = walk.Certainty,
        Chain = walk.Chain,
        Findings = findings,
    };
}
