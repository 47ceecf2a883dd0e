namespace Assay.Examination;

/// <summary>What sort of thing was given to examine.</summary>
public enum SubjectKind
{
    /// <summary>Nothing that Assay knows how to examine.</summary>
    Unknown,

    /// <summary>A Python environment: a directory or an interpreter.</summary>
    Environment,

    /// <summary>A wheel.</summary>
    Wheel,

    /// <summary>A directory of wheels.</summary>
    WheelDirectory,

    /// <summary>A requirements or lock file.</summary>
    Requirements,

    /// <summary>A lock file.</summary>
    Lock,

    /// <summary>A snapshot of an environment.</summary>
    Snapshot,
}
