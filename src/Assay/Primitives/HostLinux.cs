using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Assay.Primitives;

/// <summary>
/// Listing, opening and following links by the C library itself. The base library asks for the attributes of every name it lists and takes a lock (flock(2)) on every
/// file it opens; an examination lists thousands of names and opens hundreds of files, and a file that is only read wants no lock.
/// </summary>
internal static partial class HostLinux
{
    // asm-generic/fcntl.h; the same on every architecture that .NET runs on.
    private const int OpenNonBlocking = 0x800;
    private const int OpenCloseOnExec = 0x80000;
    private const int LongestLink = 4096; // PATH_MAX, linux/limits.h

    // struct dirent of 64-bit glibc and musl: d_ino, d_off, d_reclen, d_type, d_name.
    private const int TypeOffset = 18;
    private const int NameOffset = 19;

    /// <summary>True where the layouts above hold.</summary>
    public static bool IsSupported { get; } = OperatingSystem.IsLinux() && IntPtr.Size == 8;

    /// <summary>The names in a directory, or null when it cannot be listed.</summary>
    public static unsafe IReadOnlyList<DirectoryEntry>? List(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal)) return null;
        nint directory = OpenDirectory(path);
        if (directory == 0) return null;
        try
        {
            List<DirectoryEntry> entries = [];
            while ((byte*)ReadDirectory(directory) is var entry && entry is not null)
            {
                ReadOnlySpan<byte> bytes = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + NameOffset);
                if (bytes.SequenceEqual("."u8) || bytes.SequenceEqual(".."u8)) continue;
                string name = System.Text.Encoding.UTF8.GetString(bytes);
                entries.Add(new DirectoryEntry(name, Kind(entry[TypeOffset]) ?? HostFiles.Status(PosixPath.Join(path, name), followLast: false, out _)?.Kind ?? FileKind.Other));
            }

            return entries;
        }
        finally
        {
            _ = CloseDirectory(directory);
        }
    }

    /// <summary>The text of a link, or null when the path is none.</summary>
    public static string? ReadLink(string path)
    {
        if (path.Contains('\0', StringComparison.Ordinal)) return null;
        Span<byte> buffer = stackalloc byte[LongestLink];
        nint length = ReadLink(path, ref MemoryMarshal.GetReference(buffer), buffer.Length);
        return length is <= 0 or > LongestLink ? null : System.Text.Encoding.UTF8.GetString(buffer[..(int)length]);
    }

    /// <summary>Opens a file for reading; null when that fails.</summary>
    public static SafeFileHandle? Open(string path, out AccessOutcome outcome)
    {
        int descriptor = Open(path, OpenNonBlocking | OpenCloseOnExec);
        outcome = descriptor < 0 ? HostFiles.OutcomeOf(Marshal.GetLastPInvokeError()) : AccessOutcome.Found;
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    // DT_* of dirent.h; DT_UNKNOWN where the file system does not tell.
    private static FileKind? Kind(byte type) => type switch
    {
        0 => null,
        4 => FileKind.Directory,
        8 => FileKind.File,
        10 => FileKind.Link,
        _ => FileKind.Other,
    };

    [LibraryImport("libc", EntryPoint = "opendir", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint OpenDirectory(string path);

    [LibraryImport("libc", EntryPoint = "readdir")]
    private static partial nint ReadDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int CloseDirectory(nint directory);

    [LibraryImport("libc", EntryPoint = "readlink", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint ReadLink(string path, ref byte buffer, nint size);

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags);
}
