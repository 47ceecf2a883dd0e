using System.Collections.Immutable;

namespace Assay.Examination.Resolving;

/// <summary>The answers for all requirements, machines and Pythons.</summary>
public sealed record ResolutionResult
{
    /// <summary>The request.</summary>
    public required ResolutionRequest Request { get; init; }

    /// <summary>Why nothing was answered, or null.</summary>
    public SubjectFault? Fault { get; init; }

    /// <summary>The answers: by requirement, then by machine, then by Python, in the order asked.</summary>
    public ImmutableArray<ResolutionAnswer> Answers { get; init; } = [];

    /// <summary>Where the files were looked for, as it was named, without credentials.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>What went wrong with single sources and files, one line each.</summary>
    public ImmutableArray<string> Problems { get; init; } = [];
}
