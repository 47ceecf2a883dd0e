using System.Text;

namespace Assay.Snapshots;

/// <summary>
/// Takes out of bytes what names a person or a machine and what opens a door: home directories, the names of user and host, passwords in addresses, tokens of known shapes. What is put
/// in its place is as long as it was, so that sizes, offsets and the layout of binaries stay true, and the same everywhere, so that paths still lead where they led.
/// </summary>
public sealed class PersonalBytes
{
    private const int ShortestName = 3;

    // Who is called so is nobody in particular, and the words stand in code and paths everywhere.
    private static readonly HashSet<string> Common = new(StringComparer.OrdinalIgnoreCase)
    {
        "root", "user", "users", "admin", "administrator", "python", "test", "tests", "data", "build", "builder", "runner", "ubuntu", "debian", "alpine", "fedora", "lib", "home", "local", "main", "docker", "vagrant",
        "jovyan", "app", "dev", "work", "code", "conda", "default", "localhost", "localdomain", "linux", "macos", "windows", "host", "machine", "server", "client", "nobody", "src", "opt", "var", "usr", "tmp", "mnt", "srv",
    };

    private static readonly string[] Homes = ["/home/", "/Users/", "/export/home/"];

    private readonly Dictionary<string, byte[]> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> given = new(StringComparer.Ordinal);
    private readonly List<(byte[] Word, byte[] Instead)> words = [];
    private readonly List<(byte[] Path, byte[] Instead)> paths = [];
    private readonly Lock gate = new();

    /// <summary>Prepares to take out the names of one user and one machine; other homes are recognised by where they are.</summary>
    /// <param name="home">The home directory, or null.</param>
    /// <param name="users">Names of the user.</param>
    /// <param name="hosts">Names of the machine.</param>
    public PersonalBytes(string? home, IEnumerable<string?> users, IEnumerable<string?> hosts)
    {
        string? last = home?.TrimEnd('/').Split('/')[^1];
        bool isPersonal = home is { Length: > 1 } && last is { Length: > 0 } && !Common.Contains(last);
        foreach (string? user in users.Append(isPersonal ? last : null)) AddWord(user, "user");
        foreach (string? host in hosts.SelectMany(host => new[] { host, host?.Split('.')[0] })) AddWord(host, "host");
        if (!isPersonal) return;

        // /data/people/ada: what stands above the name may be as telling.
        string masked = string.Join('/', home!.TrimEnd('/').Split('/').Select(part => part.Length == 0 || Common.Contains(part) ? part : Encoding.UTF8.GetString(Instead(part, "user"))));
        paths.Add((Encoding.UTF8.GetBytes(home.TrimEnd('/')), Encoding.UTF8.GetBytes(masked)));
    }

    /// <summary>The text without them.</summary>
    /// <param name="text">A text.</param>
    public string Without(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Clean(bytes) ? Encoding.UTF8.GetString(bytes) : text;
    }

    /// <summary>Takes them out in place.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <returns>True when something was taken out.</returns>
    public bool Clean(Span<byte> bytes)
    {
        bool isChanged = SecretShapes.Cover(bytes);
        foreach ((byte[] path, byte[] instead) in paths) isChanged |= Replace(bytes, path, instead);
        foreach (string parent in Homes) isChanged |= ReplaceHomes(bytes, parent);
        foreach ((byte[] word, byte[] instead) in words) isChanged |= Replace(bytes, word, instead);
        return isChanged;
    }

    /// <summary>A name in a directory without them: where homes lie, every name is somebody's.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">The name.</param>
    internal string Entry(string directory, string name) => Homes.Contains(directory + "/") ? Without($"{directory}/{name}")[(directory.Length + 1)..] : Without(name);

    private void AddWord(string? name, string kind)
    {
        if (name is not { Length: >= ShortestName } || Common.Contains(name) || words.Exists(known => Encoding.UTF8.GetString(known.Word) == name)) return;
        words.Add((Encoding.UTF8.GetBytes(name), Instead(name, kind)));
    }

    // As long as the name, and different for different names.
    private byte[] Instead(string name, string kind)
    {
        lock (gate)
        {
            if (names.TryGetValue(name, out byte[]? known)) return known;
            int length = Encoding.UTF8.GetByteCount(name);
            for (int number = 0; ; number++)
            {
                string digits = number == 0 ? "" : number.ToString(System.Globalization.CultureInfo.InvariantCulture);
                string made = digits.Length >= length ? digits[..length] : string.Concat(Enumerable.Repeat(kind, (length / kind.Length) + 1))[..(length - digits.Length)] + digits;

                // Names of one or two letters may run out of others; then two of them share one.
                if (given.Add(made) || number > 99) return names[name] = Encoding.ASCII.GetBytes(made);
            }
        }
    }

    // Whole words only: "ada" in "Canada" is nobody.
    private static bool Replace(Span<byte> bytes, byte[] word, byte[] instead)
    {
        bool isChanged = false;
        for (int at = 0; bytes[at..].IndexOf(word) is >= 0 and int step; at += step + word.Length)
        {
            int found = at + step, end = found + word.Length;
            if ((found > 0 && IsPart(bytes[found - 1]) && IsPart(word[0])) || (end < bytes.Length && IsPart(bytes[end]))) continue;
            instead.CopyTo(bytes[found..]);
            isChanged = true;
        }

        return isChanged;
    }

    private bool ReplaceHomes(Span<byte> bytes, string parent)
    {
        bool isChanged = false;
        ReadOnlySpan<byte> wanted = Encoding.ASCII.GetBytes(parent);
        for (int at = 0; bytes[at..].IndexOf(wanted) is >= 0 and int step;)
        {
            int slash = at + step, start = slash + wanted.Length, end = start;
            while (end < bytes.Length && (IsPart(bytes[end]) || bytes[end] is (byte)'.' or (byte)'@')) end++;
            at = end;

            // A directory called home further down holds nobody's; file:///home/ada is one that does.
            if (slash > 0 && (IsPart(bytes[slash - 1]) || bytes[slash - 1] is (byte)'.' or (byte)'~')) continue;
            string name = Encoding.UTF8.GetString(bytes[start..end]);
            if (name.Length == 0 || Encoding.UTF8.GetByteCount(name) != end - start || given.Contains(name) || name == "Shared") continue;
            Instead(name, "user").CopyTo(bytes[start..]);
            isChanged = true;
        }

        return isChanged;
    }

    private static bool IsPart(byte letter) => char.IsAsciiLetterOrDigit((char)letter) || letter is (byte)'_' or (byte)'-' or >= 0x80;
}
