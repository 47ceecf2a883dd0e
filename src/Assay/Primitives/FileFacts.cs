namespace Assay.Primitives;

/// <summary>What kind of thing a path names.</summary>
public enum FileKind
{
    /// <summary>A regular file.</summary>
    File,

    /// <summary>A directory.</summary>
    Directory,

    /// <summary>A symbolic link that was not followed.</summary>
    Link,

    /// <summary>A socket, device or named pipe: never opened by Assay.</summary>
    Other,
}

/// <summary>What the file system says of one path.</summary>
/// <param name="Kind">The kind of the file.</param>
/// <param name="Length">Its size in bytes; 0 for directories.</param>
/// <param name="Identity">Its identity, equal for all hard links of one file.</param>
/// <param name="Mode">POSIX permission bits (the lower 12 bits of st_mode), or null where the system has none.</param>
/// <param name="ModifiedUnixSeconds">Last modification in seconds since 1970-01-01 UTC.</param>
public sealed record FileFacts(FileKind Kind, long Length, FileIdentity Identity, int? Mode, long ModifiedUnixSeconds);
