using System.Text;
using Assay.Primitives;

namespace Assay.Repairs;

/// <summary>What a repair does to directories.</summary>
internal static class HostRepairFiles
{
    private const UnixFileMode Everything = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Which directory it is, wherever it is renamed to; null when there is none. A link is none.</summary>
    public static string? Identity(string path) => HostRepairCalls.Directory(path)?.Identity;

    /// <summary>True when anything is there, a link that leads nowhere too.</summary>
    public static bool IsThere(string path) => HostFiles.Status(path, followLast: false, out _) is not null;

    /// <summary>Makes the directory of a repair, which version control passes over.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void MakeHolder(RepairPlaces places)
    {
        if (Directory.Exists(places.Holder)) return;
        Make(places.Holder);
        Write(places.Holder + "/.gitignore", "*\n");
        Settle(places.Parent);
    }

    /// <summary>Makes a directory for its owner alone.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void Make(string path)
    {
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
            else Directory.CreateDirectory(path, Everything);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException(error.Message, error);
        }
    }

    /// <summary>Writes a small file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void Write(string path, string text) => File.WriteAllText(path, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    /// <summary>Gives a directory the permissions of another one.</summary>
    public static void CopyMode(string from, string to)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(to, File.GetUnixFileMode(from));
    }

    /// <summary>Waits until the names in a directory are on the disk.</summary>
    public static void Settle(string directory) => HostRepairCalls.SyncNames(directory);

    /// <summary>Removes a directory with all that is in it; links are removed and not followed.</summary>
    /// <param name="path">The directory.</param>
    /// <returns>True when it is gone.</returns>
    public static bool Remove(string path)
    {
        // A second time with permissions: a directory nobody may write to keeps what is in it. A third because something may just be ending.
        for (int attempt = 0; attempt < 3 && IsThere(path); attempt++)
        {
            try
            {
                if (Identity(path) is null) File.Delete(path);
                else
                {
                    if (attempt > 0) Permit(path);
                    Directory.Delete(path, recursive: true);
                }
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                Thread.Sleep(50 * attempt);
            }
        }

        return !IsThere(path);
    }

    /// <summary>Removes the directory of a repair, the lock last.</summary>
    public static void RemoveHolder(RepairPlaces places)
    {
        foreach (string place in new[] { places.NewHolder, places.Trash }) _ = Remove(place);
        if (IsThere(places.Old)) return;
        foreach (string place in new[] { places.OldHolder, places.Requirements, places.Log, places.Holder + "/.gitignore", places.Journal + ".new", places.Journal, places.Lock }) _ = Remove(place);
        try
        {
            Directory.Delete(places.Holder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Somebody else's file is in there, or the next one has begun already.
        }
    }

    private static void Permit(string directory)
    {
        if (OperatingSystem.IsWindows()) return;
        Stack<string> left = new([directory]);
        while (left.TryPop(out string? one))
        {
            try
            {
                File.SetUnixFileMode(one, Everything);
                foreach (string child in Directory.EnumerateDirectories(one))
                    if (Identity(child) is not null) left.Push(child);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // What cannot be permitted cannot be removed either: the caller sees that it is still there.
            }
        }
    }
}
