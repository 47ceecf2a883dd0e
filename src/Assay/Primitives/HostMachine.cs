using Microsoft.Win32.SafeHandles;

namespace Assay.Primitives;

/// <summary>The machine Assay runs on. The only code that reads the disk or the process environment.</summary>
/// <param name="overrides">Variables that replace those of the process (<c>--env NAME=VALUE</c>); null values unset them.</param>
public sealed class HostMachine(IReadOnlyDictionary<string, string?>? overrides = null) : IMachine
{
    /// <inheritdoc/>
    public FileFacts? Look(string path, out AccessOutcome outcome) => HostFiles.Status(path, followLast: true, out outcome);

    /// <inheritdoc/>
    public FileFacts? LookAtLink(string path) => HostFiles.Status(path, followLast: false, out _);

    /// <inheritdoc/>
    public string? ReadLink(string path)
    {
        if (HostLinux.IsSupported) return HostLinux.ReadLink(path);
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<DirectoryEntry>? List(string path)
    {
        if (HostLinux.IsSupported) return HostLinux.List(path);
        try
        {
            List<DirectoryEntry> entries = [];
            foreach (FileSystemInfo entry in new DirectoryInfo(path).EnumerateFileSystemInfos("*", Everything))
                entries.Add(new DirectoryEntry(entry.Name, KindOf(entry)));
            return entries;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public ByteSource? Open(string path, out AccessOutcome outcome)
    {
        FileFacts? facts = Look(path, out outcome);
        if (facts is null) return null;
        if (facts.Kind != FileKind.File)
        {
            outcome = facts.Kind == FileKind.Directory ? AccessOutcome.IsADirectory : AccessOutcome.Failed;
            return null;
        }

        if (HostLinux.IsSupported) return HostLinux.Open(path, out outcome) is { } opened ? new HandleSource(opened, facts.Length) : null;
        try
        {
            SafeFileHandle handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return new HandleSource(handle, RandomAccess.GetLength(handle));
        }
        catch (UnauthorizedAccessException)
        {
            outcome = AccessOutcome.Denied;
        }
        catch (FileNotFoundException)
        {
            outcome = AccessOutcome.Missing;
        }
        catch (IOException)
        {
            outcome = AccessOutcome.Failed;
        }

        return null;
    }

    /// <inheritdoc/>
    public byte[]? ExtendedAttribute(string path, string name) => HostAttributes.Read(path, name);

    /// <inheritdoc/>
    public string? EnvironmentVariable(string name) =>
        overrides is not null && overrides.TryGetValue(name, out string? value) ? value : Environment.GetEnvironmentVariable(name);

    /// <inheritdoc/>
    public DateOnly? Today => DateOnly.FromDateTime(DateTime.UtcNow);

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, ReturnSpecialDirectories = false };

    private static FileKind KindOf(FileSystemInfo entry) =>
        entry.Attributes.HasFlag(FileAttributes.ReparsePoint) ? FileKind.Link
        : entry is DirectoryInfo ? FileKind.Directory
        : FileKind.File;

    private sealed class HandleSource(SafeFileHandle handle, long length) : ByteSource
    {
        public override long Length => length;

        public override int Read(long offset, Span<byte> destination)
        {
            if (offset < 0) return 0;
            int total = 0;
            try
            {
                while (total < destination.Length)
                {
                    int read = RandomAccess.Read(handle, destination[total..], offset + total);
                    if (read <= 0) break;
                    total += read;
                }
            }
            catch (IOException)
            {
                // A read error ends the file here; the reader reports what is missing.
            }

            return total;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) handle.Dispose();
        }
    }
}
