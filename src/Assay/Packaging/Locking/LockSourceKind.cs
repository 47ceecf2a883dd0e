namespace Assay.Packaging.Locking;

/// <summary>Where a package comes from.</summary>
public enum LockSourceKind
{
    /// <summary>An index of packages, or a directory that plays one.</summary>
    Index,

    /// <summary>One file at an address.</summary>
    Url,

    /// <summary>A repository under version control.</summary>
    Git,

    /// <summary>A file or a directory of this machine, installed.</summary>
    Path,

    /// <summary>A directory of this machine, used where it lies.</summary>
    Editable,

    /// <summary>The project itself, of which nothing is installed but what it depends on.</summary>
    Virtual,

    /// <summary>A channel of conda.</summary>
    Conda,
}
