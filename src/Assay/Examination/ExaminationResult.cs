using System.Collections.Immutable;
using Assay.Diagnostics;

namespace Assay.Examination;

/// <summary>The answer to a request. Holds no times and no order that could differ between two runs.</summary>
public sealed record ExaminationResult
{
    /// <summary>The request.</summary>
    public required ExaminationRequest Request { get; init; }

    /// <summary>The subject; null when <see cref="Fault"/> says why there is none.</summary>
    public SubjectFacts? Subject { get; init; }

    /// <summary>Why the subject could not be examined, or null when it was.</summary>
    public SubjectFault? Fault { get; init; }

    /// <summary>One entry per target, in the order asked.</summary>
    public ImmutableArray<TargetExamination> Targets { get; init; } = [];

    /// <summary>What was met and could not be read or made sense of, one clear line each (what, where, what was expected); the rest was judged.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];

    /// <summary>The gravest severity among all findings, or null when there is none.</summary>
    public Severity? Worst
    {
        get
        {
            Severity? worst = null;
            foreach (Finding finding in Targets.SelectMany(target => target.Findings))
                if (worst is null || finding.Severity > worst) worst = finding.Severity;
            return worst;
        }
    }
}
