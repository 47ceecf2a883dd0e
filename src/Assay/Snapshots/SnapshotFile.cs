namespace Assay.Snapshots;

/// <summary>The file of a snapshot on the disk of the one who takes it.</summary>
public static class SnapshotFile
{
    /// <summary>True for a name that says how the file is packed.</summary>
    /// <param name="name">The name.</param>
    public static bool HasName(string name) => SnapshotPackings.IsSnapshot(name);

    /// <summary>Writes the file so that it is there as a whole or not at all: beside its place first, then moved there.</summary>
    /// <param name="path">The path on this machine.</param>
    /// <param name="content">The content.</param>
    /// <returns>Why that did not work, or null.</returns>
    public static string? Write(string path, ReadOnlySpan<byte> content)
    {
        string temporary = $"{path}.{Guid.NewGuid():n}.partial";
        try
        {
            using (FileStream file = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                file.Write(content);
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            TryDelete(temporary);
            return error.Message;
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It could not be made, or cannot be removed: either way nothing stands at the place that was asked for.
        }
    }
}
