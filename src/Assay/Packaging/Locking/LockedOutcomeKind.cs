namespace Assay.Packaging.Locking;

/// <summary>What an installer finds for a locked package on a machine.</summary>
public enum LockedOutcomeKind
{
    /// <summary>A wheel, or a package of conda.</summary>
    Binary,

    /// <summary>Only a source distribution: it is built there.</summary>
    Source,

    /// <summary>No file that fits.</summary>
    Nothing,

    /// <summary>A directory or a repository: it is built from what is there.</summary>
    Elsewhere,

    /// <summary>The lock file names no files, so it does not tell.</summary>
    NotTold,
}
