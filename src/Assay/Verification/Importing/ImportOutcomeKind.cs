namespace Assay.Verification.Importing;

/// <summary>How an import really ended.</summary>
public enum ImportOutcomeKind
{
    /// <summary>It came back.</summary>
    Imported,

    /// <summary>It raised an exception.</summary>
    Raised,

    /// <summary>A signal (on Windows an exception of the system) ended the process.</summary>
    Died,

    /// <summary>The process ended with a status before the import came back.</summary>
    Exited,

    /// <summary>It did not come back in time; the process was killed.</summary>
    Hung,

    /// <summary>The interpreter did not come as far as the import.</summary>
    NotStarted,
}
