namespace Assay.Primitives;

/// <summary>How an attempt to reach a path ended. The names follow the POSIX errors that loaders tell apart.</summary>
public enum AccessOutcome
{
    /// <summary>It is there and can be read.</summary>
    Found,

    /// <summary>ENOENT: it or a directory on the way is absent.</summary>
    Missing,

    /// <summary>ENOTDIR: something on the way is not a directory.</summary>
    NotADirectory,

    /// <summary>EISDIR: the path is a directory where a file was asked for.</summary>
    IsADirectory,

    /// <summary>EACCES or EPERM.</summary>
    Denied,

    /// <summary>ELOOP: symbolic links lead round in a circle.</summary>
    LinkLoop,

    /// <summary>Any other error (EIO, ENAMETOOLONG, ...).</summary>
    Failed,
}
