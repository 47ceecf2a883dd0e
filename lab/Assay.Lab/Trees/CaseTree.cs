using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Assay.Lab.Trees;

/// <summary>
/// A directory tree that is broken and put right again, case after case. Its files are hard links to a tree that many share, so no file is
/// ever written in place: what is about to change is moved aside first, and <see cref="Restore"/> moves it back. A case so costs what it changes.
/// </summary>
internal sealed partial class CaseTree : IDisposable
{
    private readonly string aside;
    private readonly List<(string Path, string? Original)> journal = [];
    private readonly HashSet<string> touched = [];
    private int count;

    /// <param name="root">The directory on this machine.</param>
    /// <param name="guestRoot">How programs that run in the tree call it: "/" in a changed root, else the same directory.</param>
    public CaseTree(string root, string guestRoot)
    {
        this.Root = root;
        this.GuestRoot = guestRoot;
        aside = root + ".aside";
        Directory.CreateDirectory(aside);
    }

    /// <summary>The directory on this machine.</summary>
    public string Root { get; }

    /// <summary>What a program inside calls it.</summary>
    public string GuestRoot { get; }

    /// <summary>Where a guest path is on this machine, with the links of its directories followed inside the tree and the last component as it is.</summary>
    public string Host(string guest)
    {
        if (GuestRoot != "/") return guest;
        string resolved = "";
        Queue<string> left = new(guest.Split('/', StringSplitOptions.RemoveEmptyEntries));
        for (int hops = 0; left.Count > 0;)
        {
            string part = left.Dequeue();
            if (part == ".") continue;
            if (part == "..")
            {
                resolved = resolved.Length == 0 ? "" : resolved[..resolved.LastIndexOf('/')];
                continue;
            }

            string next = resolved + "/" + part;
            if (left.Count > 0 && new FileInfo(Root + next).LinkTarget is { } target && ++hops < 40)
            {
                if (target.StartsWith('/')) resolved = "";
                left = new Queue<string>([.. target.Split('/', StringSplitOptions.RemoveEmptyEntries), .. left]);
                continue;
            }

            resolved = next;
        }

        return Root + resolved;
    }

    /// <summary>The file a guest path leads to when all links are followed, as a guest path; null when it leads nowhere.</summary>
    public string? Real(string guest)
    {
        for (int hops = 0; hops < 40; hops++)
        {
            string host = this.Host(guest);
            string inside = GuestRoot == "/" ? host[Root.Length..] : host;
            if (new FileInfo(host).LinkTarget is not { } target) return Path.Exists(host) ? inside : null;
            guest = target.StartsWith('/') ? target : Path.GetDirectoryName(inside) + "/" + target;
        }

        return null;
    }

    /// <summary>True when something is there, a broken link included.</summary>
    public bool Exists(string guest) => Present(this.Host(guest));

    public byte[] Read(string guest) => File.ReadAllBytes(this.Host(this.Real(guest) ?? guest));

    public string ReadText(string guest) => Encoding.UTF8.GetString(this.Read(guest));

    /// <summary>The guest paths of what a directory holds, in ordinal order. Links to directories are named and not entered: absolute ones would lead out of the tree.</summary>
    public IReadOnlyList<string> List(string guest, bool recursive = false)
    {
        List<string> found = [];
        Add(this.Host(this.Real(guest) ?? guest), guest.TrimEnd('/'));
        found.Sort(StringComparer.Ordinal);
        return found;

        void Add(string host, string name)
        {
            if (!Directory.Exists(host)) return;
            foreach (FileSystemInfo entry in new DirectoryInfo(host).EnumerateFileSystemInfos("*", new EnumerationOptions { AttributesToSkip = 0 }))
            {
                found.Add($"{name}/{entry.Name}");
                if (recursive && entry is DirectoryInfo && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint)) Add(entry.FullName, $"{name}/{entry.Name}");
            }
        }
    }

    public void Write(string guest, byte[] content, bool executable = false)
    {
        string host = this.Prepare(guest);
        File.WriteAllBytes(host, content);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(host, (UnixFileMode)(executable ? 0b111_101_101 : 0b110_100_100));
    }

    public void Write(string guest, string content) => this.Write(guest, new UTF8Encoding(false).GetBytes(content));

    /// <summary>Replaces a file by a changed copy of itself.</summary>
    public void Edit(string guest, Func<byte[], byte[]> change) => this.Write(guest, change(this.Read(guest)), executable: true);

    public void EditText(string guest, Func<string, string> change) => this.Write(guest, change(this.ReadText(guest)));

    public void Remove(string guest) => this.SetAside(this.Host(guest));

    public void Link(string guest, string target) => File.CreateSymbolicLink(this.Prepare(guest), target);

    public void MakeDirectory(string guest)
    {
        string host = this.Host(guest);
        if (!Directory.Exists(host)) Directory.CreateDirectory(this.Prepare(guest));
    }

    /// <summary>Hard links of a file or of a whole directory under a second name.</summary>
    public void Copy(string from, string to) => this.CopyIn(this.Host(this.Real(from) ?? from), to);

    /// <summary>The same for something outside the tree.</summary>
    public void CopyIn(string hostPath, string to)
    {
        string destination = this.Prepare(to);
        TreeCopy.HardLink(hostPath, destination);
    }

    public void Move(string from, string to)
    {
        this.Copy(from, to);
        this.Remove(from);
    }

    /// <summary>A private copy of a file that a tool may write in place.</summary>
    public string Private(string guest)
    {
        this.Edit(guest, bytes => bytes);
        return this.Host(guest);
    }

    /// <summary>One number for everything that differs from the untouched tree.</summary>
    public string Fingerprint()
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string path in touched.Order(StringComparer.Ordinal)) Add(path);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..32];

        void Add(string path)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(path[Root.Length..] + "\0"));
            if (new FileInfo(path).LinkTarget is { } target) hash.AppendData(Encoding.UTF8.GetBytes("link\0" + target + "\0"));
            else if (File.Exists(path)) hash.AppendData(SHA256.HashData(File.ReadAllBytes(path)));
            else if (Directory.Exists(path))
                foreach (string entry in Directory.EnumerateFileSystemEntries(path).Order(StringComparer.Ordinal)) Add(entry);
            else hash.AppendData("absent"u8);
        }
    }

    /// <summary>The paths that differ from the untouched tree, on this machine, below <see cref="Root"/>.</summary>
    public IReadOnlyCollection<string> Touched => touched;

    /// <summary>What differs from the untouched tree, one line each.</summary>
    public IReadOnlyList<string> Changes() =>
        [.. touched.Order(StringComparer.Ordinal).Select(path => (Present(path) ? new FileInfo(path).LinkTarget is { } target ? $"link -> {target} " : "changed " : "removed ") + path[Root.Length..])];

    /// <summary>Puts everything back.</summary>
    public void Restore()
    {
        for (int index = journal.Count - 1; index >= 0; index--)
        {
            (string path, string? original) = journal[index];
            Delete(path);
            if (original is not null) MoveAny(original, path);
        }

        journal.Clear();
        touched.Clear();
    }

    public void Dispose() => this.Restore();

    private string Prepare(string guest)
    {
        string host = this.Inside(this.Host(guest));
        string parent = Path.GetDirectoryName(host)!;
        if (!Directory.Exists(parent))
        {
            // Only the topmost new directory needs an entry: what is below goes with it.
            string top = parent;
            while (!Directory.Exists(Path.GetDirectoryName(top))) top = Path.GetDirectoryName(top)!;
            this.SetAside(top);
            Directory.CreateDirectory(parent);
        }

        this.SetAside(host);
        return host;
    }

    private void SetAside(string host)
    {
        this.Inside(host);
        touched.Add(host);
        string? kept = null;
        if (Present(host))
        {
            kept = Path.Combine(aside, (count++).ToString(System.Globalization.CultureInfo.InvariantCulture));
            MoveAny(host, kept);
        }

        journal.Add((host, kept));
    }

    // A tree that is no changed root sees the machine's own files, and must never touch one of them.
    private string Inside(string host) => host.StartsWith(Root + "/", StringComparison.Ordinal) ? host : throw new Cases.NotApplicableException($"{host} is outside the tree");

    private static bool Present(string host) => Path.Exists(host) || new FileInfo(host).LinkTarget is not null;

    // File.Move and Directory.Move look at what a link leads to before they move it; rename(2) does not.
    private static void MoveAny(string from, string to)
    {
        if (Rename(from, to) != 0) throw new IOException($"rename {from} {to}: error {Marshal.GetLastPInvokeError()}");
    }

    [LibraryImport("libc", EntryPoint = "rename", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Rename(string from, string to);

    private static void Delete(string host)
    {
        if (Directory.Exists(host) && new FileInfo(host).LinkTarget is null) Directory.Delete(host, recursive: true);
        else if (Present(host)) File.Delete(host);
    }
}
