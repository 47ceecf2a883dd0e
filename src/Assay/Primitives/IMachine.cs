namespace Assay.Primitives;

/// <summary>
/// The world through one seam: files, links and the process environment of the machine that is examined. The real one is
/// <see cref="HostMachine"/>; <see cref="RootedMachine"/> looks at a foreign root directory; tests and built-in samples use <see cref="MemoryMachine"/>.
/// All paths are absolute and use '/'. No member throws for what it finds: an absent or unreadable file is an answer.
/// </summary>
public interface IMachine
{
    /// <summary>The facts of a path with all links followed.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="outcome">How the look ended.</param>
    /// <returns>The facts, or null when <paramref name="outcome"/> is not <see cref="AccessOutcome.Found"/>.</returns>
    FileFacts? Look(string path, out AccessOutcome outcome);

    /// <summary>The facts of a path whose last component is not followed if it is a link; null when there is nothing.</summary>
    /// <param name="path">An absolute path.</param>
    FileFacts? LookAtLink(string path);

    /// <summary>The text of a symbolic link as stored (may be relative), or null when the path is no link.</summary>
    /// <param name="path">An absolute path.</param>
    string? ReadLink(string path);

    /// <summary>The names in a directory in no particular order (without "." and ".."), or null when it cannot be listed.</summary>
    /// <param name="path">An absolute path.</param>
    IReadOnlyList<DirectoryEntry>? List(string path);

    /// <summary>Opens a regular file for reading. Sockets, pipes and devices are never opened.</summary>
    /// <param name="path">An absolute path; links are followed.</param>
    /// <param name="outcome">How the attempt ended.</param>
    /// <returns>The source, which the caller disposes, or null.</returns>
    ByteSource? Open(string path, out AccessOutcome outcome);

    /// <summary>An extended attribute of a file with all links followed, or null when it has none of that name or the machine keeps no such attributes.</summary>
    /// <param name="path">An absolute path.</param>
    /// <param name="name">The name as macOS has it, for example <c>com.apple.quarantine</c>.</param>
    byte[]? ExtendedAttribute(string path, string name) => null;

    /// <summary>One variable of the process environment that the examined interpreter would see, or null when unset.</summary>
    /// <param name="name">The name, for example <c>LD_LIBRARY_PATH</c>.</param>
    string? EnvironmentVariable(string name);

    /// <summary>The day it is there (UTC), or null where nobody says.</summary>
    DateOnly? Today => null;
}
