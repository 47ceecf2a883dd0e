using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Binaries.MachO;
using Assay.Environments;
using Assay.Packaging;
using Assay.Primitives;

namespace Assay.Loading.Wheels;

/// <summary>
/// Tells which libraries that a wheel's binaries ask for have to be in the wheel. Only what belongs to it beyond doubt counts: what a repairing tool put there (a name
/// with a hash, a folder <c>.dylibs</c> or <c>NAME.libs</c>), and what leads into a folder of a wheel that requires no other distribution. Distributions that belong together
/// share folders: the modules of PyQt6 look for libraries below <c>PyQt6/Qt6</c>, which another wheel brings.
/// </summary>
internal sealed class WheelNeeds
{
    private const string Below = WheelLayout.Site + "/";
    private readonly IMachine machine;
    private readonly HashSet<string> folders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly PythonEnvironment environment;
    private readonly bool isAlone;

    /// <summary>Knows the files.</summary>
    /// <param name="environment">The wheel's environment.</param>
    /// <param name="files">All files of the wheel, absolute.</param>
    public WheelNeeds(PythonEnvironment environment, IEnumerable<string> files)
    {
        this.environment = environment;
        machine = environment.Machine;
        isAlone = environment.Distributions.All(distribution => distribution.Requirements.All(requirement => requirement.Contains("extra", StringComparison.Ordinal)));
        foreach (string file in files)
        {
            if (!file.StartsWith(Below, StringComparison.Ordinal)) continue;
            if (file.IndexOf('/', Below.Length) is > 0 and int cut) folders.Add(file[Below.Length..cut]);
            byName.TryAdd(PosixPath.Name(file), file);
        }
    }

    /// <summary>The needs of an image.</summary>
    /// <param name="path">Its file, absolute.</param>
    /// <param name="image">The image.</param>
    public ImmutableArray<WheelNeed> Of(string path, BinaryImage image) => [.. image.Needs.Select(need => image switch
    {
        MachOImage macho => Place(path, macho, need),
        { Format: BinaryFormat.Elf } => Place(need, [.. image.SearchPaths.SelectMany(search => search.Path.Split(':')).Where(entry => entry.Length > 0)
            .Select(entry => PosixPath.Join(PosixPath.Normalize(entry.Replace("${ORIGIN}", "$ORIGIN", StringComparison.Ordinal).Replace("$ORIGIN", PosixPath.Directory(path), StringComparison.Ordinal)), need.Name))]),
        _ => Place(need, []),
    })];

    // Linux and Windows: a bare name. Another file that is loaded before may bring it, so any file of that name in the wheel will do.
    private WheelNeed Place(LibraryNeed need, ImmutableArray<string> tried)
    {
        string? found = tried.FirstOrDefault(machine.IsFile) ?? byName.GetValueOrDefault(PosixPath.Name(need.Name));
        if (found is not null) return new WheelNeed(need, WheelNeedPlace.Inside, found, tried);
        bool absent = IsVendored(need.Name) && (need.Flags & (NeedFlags.Weak | NeedFlags.Delayed)) == 0 && (tried.IsEmpty ? isAlone : tried.All(IsOwn));
        return new WheelNeed(need, absent ? WheelNeedPlace.Absent : WheelNeedPlace.Outside, null, tried);
    }

    private WheelNeed Place(string path, MachOImage image, LibraryNeed need)
    {
        string directory = PosixPath.Directory(path);
        ImmutableArray<string> tried = need.Name.StartsWith("@rpath/", StringComparison.Ordinal)
            ? [.. image.SearchPaths.Select(search => Expand(PosixPath.Join(search.Path, need.Name["@rpath/".Length..]), directory))]
            : [Expand(need.Name, directory)];
        if (tried.FirstOrDefault(machine.IsFile) is { } found) return new WheelNeed(need, WheelNeedPlace.Inside, found, tried);

        // An image that is loaded already answers to its install name.
        if (need.Name.StartsWith('@') && byName.TryGetValue(PosixPath.Name(need.Name), out string? namesake)) return new WheelNeed(need, WheelNeedPlace.Inside, namesake, tried);
        WheelNeedPlace place = IsSystem(need.Name) || (need.Flags & (NeedFlags.Weak | NeedFlags.Delayed)) != 0 ? WheelNeedPlace.Outside
            : tried.Length > 0 && tried.All(candidate => IsOwn(candidate) && (isAlone || IsRepaired(candidate))) ? WheelNeedPlace.Absent
            : tried.Any(candidate => candidate.StartsWith(Below, StringComparison.Ordinal)) || need.Name.StartsWith("@executable_path/", StringComparison.Ordinal) ? WheelNeedPlace.Outside
            : WheelNeedPlace.Foreign;
        return new WheelNeed(need, place, null, tried);
    }

    private static string Expand(string text, string directory) =>
        text.StartsWith("@loader_path", StringComparison.Ordinal) ? PosixPath.Normalize(directory + text["@loader_path".Length..]) : text;

    private static bool IsSystem(string name) => name.StartsWith("/usr/lib/", StringComparison.Ordinal) || name.StartsWith("/System/", StringComparison.Ordinal);

    private static bool IsVendored(string name)
    {
        int end = name.IndexOf('.', StringComparison.Ordinal);
        int dash = end < 0 ? -1 : name.LastIndexOf('-', end);
        return dash > 0 && end - dash > 8 && name.AsSpan(dash + 1, end - dash - 1).IndexOfAnyExcept("0123456789abcdef") < 0;
    }

    // delocate's folder, beside the package or in it.
    private static bool IsRepaired(string path) => PosixPath.Name(PosixPath.Directory(path)).EndsWith(".dylibs", StringComparison.Ordinal);

    // A folder that is gone as a whole is the wheel's too when it is named after it: numpy.libs.
    private bool IsOwn(string path)
    {
        if (!path.StartsWith(Below, StringComparison.Ordinal)) return false;
        string first = path[Below.Length..].Split('/')[0];
        return folders.Contains(first) || (first.EndsWith(".libs", StringComparison.Ordinal) && environment.Distributions.Any(distribution => PackageName.Normalize(first[..^".libs".Length]) == distribution.NormalizedName));
    }
}
