namespace Assay.Verification;

/// <summary>How the process of a trial ended.</summary>
public enum TrialEndingKind
{
    /// <summary>It did everything and ended by itself.</summary>
    Finished,

    /// <summary>The loader refused a file.</summary>
    NotOpened,

    /// <summary>A signal ended it.</summary>
    Crashed,

    /// <summary>The library ended the process with a status of its own.</summary>
    Exited,

    /// <summary>A step did not return in time; the process was killed.</summary>
    Hung,

    /// <summary>The process could not be started, or did not speak our language.</summary>
    NotStarted,
}
