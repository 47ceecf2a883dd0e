using System.Collections.Immutable;
using Assay.Primitives;

namespace Assay.Packaging;

/// <summary>
/// Where an installer puts the members of a wheel (PEP 427, "Installing a wheel"): most of them below <see cref="Site"/>, those of <c>NAME.data/purelib</c> and
/// <c>platlib</c> beside them, and scripts, headers and data into folders of their own.
/// </summary>
public sealed class WheelLayout
{
    /// <summary>The directory that plays site-packages.</summary>
    public const string Site = "/site-packages";

    // A hostile archive can make as many odd names as it has members; a handful tells what it is.
    private const int Shown = 20;
    private const int LongestName = 4096;

    private readonly List<string> problems = [];
    private readonly Dictionary<string, ZipMember> files = new(StringComparer.Ordinal);
    private int oddities;

    private WheelLayout(ImmutableArray<ZipMember> members)
    {
        Dictionary<string, ZipMember> plain = new(StringComparer.Ordinal);
        foreach (ZipMember member in members)
        {
            if (Oddity(member.Name) is { } oddity)
            {
                Note($"`{Short(member.Name)}`: {oddity}; not read");
                continue;
            }

            if (member.IsFolder) continue;
            if (member.IsLink) Note($"`{member.Name}`: is a symbolic link in the archive; installers write its text into a file");

            // zipfile, which pip uses, gives the last of several members of one name.
            if (!plain.TryAdd(member.Name, member))
            {
                Note($"`{member.Name}`: is in the archive more than once; the last one counts");
                plain[member.Name] = member;
            }
        }

        Members = new HashSet<string>(plain.Keys, StringComparer.Ordinal);
        MetadataFolders = [.. plain.Keys.Select(FirstFolder).Where(folder => folder.EndsWith(".dist-info", StringComparison.Ordinal)).Distinct().Order(StringComparer.Ordinal)];
        string? data = MetadataFolders is [var only] ? only[..^".dist-info".Length] + ".data" : null;
        foreach ((string name, ZipMember member) in plain)
        {
            if (Blocking(name, plain) is { } file) Note($"`{name}`: stands below the file `{file}`; not read");
            else if (Place(name, data) is { } path) files[path] = member;
            else Note($"`{name}`: is in no part of a wheel that installers know; not read");
        }

        if (oddities > Shown) problems.Add($"and {oddities - Shown} more members of such kinds");
    }

    /// <summary>The names of all members with a plain relative name.</summary>
    public IReadOnlySet<string> Members { get; }

    /// <summary>The <c>.dist-info</c> folders; a wheel has one.</summary>
    public ImmutableArray<string> MetadataFolders { get; }

    /// <summary>The absolute path of every member that is installed.</summary>
    public IReadOnlyDictionary<string, ZipMember> Files => files;

    /// <summary>Members that are not what a wheel has, one line each.</summary>
    public IReadOnlyList<string> Problems => problems;

    /// <summary>Lays out the members of a wheel.</summary>
    /// <param name="members">The members, in the order of the archive.</param>
    public static WheelLayout Of(ImmutableArray<ZipMember> members) => new(members);

    private static string? Oddity(string name)
    {
        string inner = name.EndsWith('/') ? name[..^1] : name;
        return name.Length > LongestName ? $"a name of {name.Length} letters"
            : inner.Length == 0 ? "a member without a name"
            : name[0] == '/' || (name.Length > 1 && name[1] == ':') ? "an absolute name"
            : name.Contains('\\', StringComparison.Ordinal) ? "a name with a backslash"
            : name.Any(char.IsControl) ? "a name with control characters"
            : inner.Split('/').Any(part => part is "" or "." or "..") ? "a name that leads out of its place"
            : null;
    }

    private static string? Place(string name, string? data)
    {
        if (data is null || !name.StartsWith(data + "/", StringComparison.Ordinal)) return PosixPath.Join(Site, name);
        string rest = name[(data.Length + 1)..];
        int cut = rest.IndexOf('/', StringComparison.Ordinal);
        return cut < 0 ? null : rest[..cut] switch
        {
            "purelib" or "platlib" => PosixPath.Join(Site, rest[(cut + 1)..]),
            "scripts" or "headers" or "data" => "/" + rest,
            _ => null,
        };
    }

    private static string? Blocking(string name, Dictionary<string, ZipMember> plain)
    {
        for (int cut = name.IndexOf('/', StringComparison.Ordinal); cut > 0; cut = name.IndexOf('/', cut + 1))
            if (plain.ContainsKey(name[..cut])) return name[..cut];
        return null;
    }

    private static string FirstFolder(string name) => name.IndexOf('/', StringComparison.Ordinal) is > 0 and int cut ? name[..cut] : "";

    private static string Short(string name) => name.Length <= 80 ? name : name[..77] + "...";

    private void Note(string line)
    {
        if (++oddities <= Shown) problems.Add(line);
    }
}
