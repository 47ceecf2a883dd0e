using System.IO.Hashing;
using System.Text;

namespace Assay.Primitives;

/// <summary>
/// Notes in a directory of the user, one file each. Several programs may use it at once: a file appears whole or not at all, and one that is damaged is as good as missing. It stays
/// small: when there are too many files the oldest go.
/// </summary>
/// <param name="directory">The directory; made when the first note is kept, for its owner alone.</param>
public sealed class HostNoteStore(string directory) : NoteStore
{
    /// <summary>How many notes are kept at most, about.</summary>
    public const int MostNotes = 4000;

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private int written;

    private static ReadOnlySpan<byte> Magic => "assay note 1\n"u8;

    /// <summary>The store of the user who runs this process, where the system keeps such things; null when the user has no home.</summary>
    public static HostNoteStore? OfUser()
    {
        string? home = Environment.GetEnvironmentVariable("HOME");
        string? folder = OperatingSystem.IsWindows() ? Environment.GetEnvironmentVariable("LOCALAPPDATA")
            : OperatingSystem.IsMacOS() ? home is null ? null : Path.Combine(home, "Library", "Caches")
            : Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } stated ? stated : home is null ? null : Path.Combine(home, ".cache");
        return string.IsNullOrEmpty(folder) || !Path.IsPathRooted(folder) ? null : new HostNoteStore(Path.Combine(folder, "assay", "notes"));
    }

    /// <inheritdoc/>
    public override byte[]? Read(string key)
    {
        try
        {
            using FileStream file = new(PathOf(key), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            int head = Magic.Length + 16;
            if (file.Length < head || file.Length > head + LongestNote) return null;
            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes.AsSpan().StartsWith(Magic) && XxHash128.Hash(bytes.AsSpan(head)).AsSpan().SequenceEqual(bytes.AsSpan(Magic.Length, 16)) ? bytes[head..] : null;
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public override void Write(string key, ReadOnlySpan<byte> note)
    {
        if (note.Length > LongestNote) return;
        try
        {
            Make();
            string temporary = Path.Combine(directory, $".{Guid.NewGuid():n}");
            try
            {
                using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1)) file.Write([.. Magic, .. XxHash128.Hash(note), .. note]);
                File.Move(temporary, PathOf(key), overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }

            if (Interlocked.Increment(ref written) % 200 == 1) Prune();
        }
        catch (Exception error) when (IsOfDisk(error))
        {
            // A full or read-only disk: the next run finds out anew.
        }
    }

    private static bool IsOfDisk(Exception error) => error is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    private string PathOf(string key) => key.Length is > 0 and < 128 && Encoding.ASCII.GetByteCount(key) == key.Length && key.All(letter => char.IsAsciiHexDigitLower(letter) || letter == '-')
        ? Path.Combine(directory, key) : throw new ArgumentException("a key has hexadecimal digits and hyphens", nameof(key));

    private void Make()
    {
        if (Directory.Exists(directory)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(directory);
        else Directory.CreateDirectory(directory, OwnerOnly);
    }

    private void Prune()
    {
        FileInfo[] files = new DirectoryInfo(directory).GetFiles();
        if (files.Length <= MostNotes) return;
        foreach (FileInfo old in files.OrderBy(file => file.LastWriteTimeUtc).Take(files.Length - (MostNotes * 3 / 4))) old.Delete();
    }
}
