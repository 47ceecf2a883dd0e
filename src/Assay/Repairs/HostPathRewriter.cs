using System.Collections.Immutable;
using System.Text;
using Assay.Environments;
using Assay.Packaging;
using Assay.Primitives;

namespace Assay.Repairs;

/// <summary>
/// Makes an environment name the place it will be at: scripts, the activation, <c>pyvenv.cfg</c>, links, and whatever text of it names the place it was made at; then RECORD, which has the
/// digests of what was changed. A file is replaced and never written into: it may be one with a file of somebody's store.
/// </summary>
/// <param name="made">Where it was made.</param>
/// <param name="final">Where it will be.</param>
internal sealed class HostPathRewriter(string made, string final)
{
    private const int LargestText = 16 << 20;
    private const int Deepest = 100;
    private readonly byte[] from = Encoding.UTF8.GetBytes(made), to = Encoding.UTF8.GetBytes(final);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal);
    private readonly List<string> records = [];
    private readonly List<string> left = [];

    /// <summary>Rewrites everything.</summary>
    /// <returns>Files that name the old place and are no text, relative to the environment.</returns>
    /// <exception cref="IOException">Something cannot be written.</exception>
    public ImmutableArray<string> Run()
    {
        Visit(made, 0);
        foreach (string record in records) Correct(record);
        return [.. left.Select(path => path[(made.Length + 1)..]).Order(StringComparer.Ordinal)];
    }

    private void Visit(string directory, int depth)
    {
        if (depth > Deepest) return;
        foreach (FileSystemInfo entry in new DirectoryInfo(directory).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }))
        {
            string path = directory + "/" + entry.Name;
            if (entry.LinkTarget is { } target)
            {
                if (target != made && !target.StartsWith(made + "/", StringComparison.Ordinal)) continue;
                File.Delete(path);
                File.CreateSymbolicLink(path, final + target[made.Length..]);
            }
            else if (entry is DirectoryInfo) Visit(path, depth + 1);
            else if (entry is FileInfo && HostFiles.Status(path, followLast: false, out _) is { Kind: FileKind.File } facts) Rewrite(path, facts);
        }
    }

    private void Rewrite(string path, FileFacts facts)
    {
        if (path.EndsWith("/RECORD", StringComparison.Ordinal) && PosixPath.Directory(path).EndsWith(".dist-info", StringComparison.Ordinal)) records.Add(path);

        // Compiled modules are compiled anew for the final place.
        if (facts.Length < from.Length || path.EndsWith(".pyc", StringComparison.Ordinal) || !Names(path)) return;
        if (facts.Length > LargestText)
        {
            left.Add(path);
            return;
        }

        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.AsSpan().Contains((byte)0))
        {
            left.Add(path);
            return;
        }

        Replace(path, Replaced(bytes));
        changed.Add(path);
    }

    // Large files too: the search runs at the speed of memory, and what was just written is there.
    private bool Names(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        byte[] buffer = new byte[(int)Math.Min(file.Length, 1 << 20)];
        int kept = 0;
        for (int read; (read = file.Read(buffer, kept, buffer.Length - kept)) > 0;)
        {
            Span<byte> seen = buffer.AsSpan(0, kept + read);
            if (seen.IndexOf(from) >= 0) return true;
            kept = Math.Min(from.Length - 1, seen.Length);
            seen[^kept..].CopyTo(buffer);
            if (kept == buffer.Length) return false;
        }

        return false;
    }

    private byte[] Replaced(ReadOnlySpan<byte> bytes)
    {
        using MemoryStream result = new();
        for (int at; (at = bytes.IndexOf(from)) >= 0; bytes = bytes[(at + from.Length)..])
        {
            result.Write(bytes[..at]);
            result.Write(to);
        }

        result.Write(bytes);
        return result.ToArray();
    }

    private static void Replace(string path, byte[] bytes)
    {
        string temporary = path + ".assay";
        File.WriteAllBytes(temporary, bytes);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(temporary, File.GetUnixFileMode(path));
        File.Move(temporary, path, overwrite: true);
    }

    private void Correct(string record)
    {
        string site = PosixPath.Directory(PosixPath.Directory(record));
        bool isChanged = changed.Contains(record);
        List<string> lines = [];
        foreach (string line in File.ReadAllText(record).Split('\n'))
        {
            WheelRecordEntry? entry = WheelRecord.Read(line, out int bad) is [{ } one] && bad == 0 ? one : null;
            string? path = entry is null ? null : PosixPath.Normalize(PosixPath.Join(site, entry.Value.Path));
            if (path is null || path == record || entry!.Value.Hash is null || !changed.Contains(path))
            {
                lines.Add(line);
                continue;
            }

            byte[] bytes = File.ReadAllBytes(path);
            lines.Add($"{Quoted(entry.Value.Path)},sha256={RecordComparison.Digest(bytes)},{bytes.Length}{(line.EndsWith('\r') ? "\r" : "")}");
            isChanged = true;
        }

        if (isChanged) Replace(record, Encoding.UTF8.GetBytes(string.Join('\n', lines)));
    }

    private static string Quoted(string path) => path.AsSpan().ContainsAny(',', '"') ? $"\"{path.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : path;
}
