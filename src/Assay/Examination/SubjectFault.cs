namespace Assay.Examination;

/// <summary>Why a subject cannot be examined at all.</summary>
public enum SubjectFaultKind
{
    /// <summary>The path leads nowhere.</summary>
    NotFound,

    /// <summary>It is there and may not be read.</summary>
    Unreadable,

    /// <summary>It is there and is nothing that Assay examines.</summary>
    NotAnEnvironment,

    /// <summary>Nobody named a subject and none was found.</summary>
    NothingFound,

    /// <summary>A kind of subject that this version does not examine yet.</summary>
    NotSupported,
}

/// <summary>One clear line on a subject that cannot be examined: the program ends with status 2.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Message">What, where, and what was expected; lower case, no full stop.</param>
public sealed record SubjectFault(SubjectFaultKind Kind, string Message);
