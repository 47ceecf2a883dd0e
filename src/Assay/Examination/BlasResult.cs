using System.Collections.Immutable;

namespace Assay.Examination;

/// <summary>The answer to the question who does the linear algebra.</summary>
public sealed record BlasResult
{
    /// <summary>The request.</summary>
    public required ExaminationRequest Request { get; init; }

    /// <summary>The subject; null when <see cref="Fault"/> says why there is none.</summary>
    public SubjectFacts? Subject { get; init; }

    /// <summary>Why the subject could not be examined, or null when it was.</summary>
    public SubjectFault? Fault { get; init; }

    /// <summary>One entry per target, in the order asked.</summary>
    public ImmutableArray<BlasSurvey> Targets { get; init; } = [];
}
