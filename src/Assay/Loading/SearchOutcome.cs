namespace Assay.Loading;

/// <summary>How one step of a library search ended. Larger values came closer.</summary>
public enum SearchOutcome
{
    /// <summary>The step did not apply; <see cref="SearchStep.Reason"/> says why.</summary>
    Skipped,

    /// <summary>Nothing there.</summary>
    Missing,

    /// <summary>There, but not readable.</summary>
    Denied,

    /// <summary>There, but for another machine or class: the loader passes on without a word.</summary>
    WrongArchitecture,

    /// <summary>There, and so broken that the search ends with an error.</summary>
    Rejected,

    /// <summary>Already in the process under that name, soname or identity.</summary>
    Reused,

    /// <summary>Found and taken.</summary>
    Found,
}
