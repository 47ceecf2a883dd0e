using System.Collections.Immutable;
using Assay.Binaries;
using Assay.Primitives;

namespace Assay.Environments;

/// <summary>Which of the files that RECORD lists are not there.</summary>
/// <param name="MissingFiles">The missing files as RECORD writes them, in its order. Byte code and files outside the directory of the distribution (scripts, manual pages) are not looked at.</param>
/// <param name="MissingDirectories">The outermost directories that are gone as a whole, relative to the directory of the distribution, in order: <c>numpy.libs</c>.</param>
/// <param name="CheckedFiles">How many files were looked for.</param>
public sealed record RecordCheck(ImmutableArray<string> MissingFiles, ImmutableArray<string> MissingDirectories, int CheckedFiles)
{
    /// <summary>True when everything that was looked for is there.</summary>
    public bool IsComplete => MissingFiles.IsEmpty;

    /// <summary>The missing files that are code: an import can fail for want of these only. Debian's packages, for example, come without the licence files their RECORD lists.</summary>
    public IEnumerable<string> MissingCode => MissingFiles.Where(IsCode);

    /// <summary>Looks for the files of one distribution. Every directory is listed once; no file is looked at by itself unless it is a link.</summary>
    /// <param name="machine">The machine the distribution is on.</param>
    /// <param name="distribution">The distribution.</param>
    public static RecordCheck Of(IMachine machine, InstalledDistribution distribution)
    {
        Dictionary<string, HashSet<string>?> listings = new(StringComparer.Ordinal);
        ImmutableArray<string>.Builder missing = ImmutableArray.CreateBuilder<string>();
        SortedSet<string> directories = new(StringComparer.Ordinal);
        int looked = 0;
        foreach (string path in distribution.RecordedFiles.Value)
        {
            if (path.Contains("..", StringComparison.Ordinal) || path.StartsWith('/') || path.EndsWith(".pyc", StringComparison.Ordinal)) continue;
            string directory = PosixPath.Directory(path), name = PosixPath.Name(path);
            if (name.Length == 0 || (path.Length > 1 && path[1] == ':')) continue;
            looked++;
            if (Listing(machine, listings, distribution.Location, directory) is { } names && names.Contains(name)) continue;
            missing.Add(path);
            if (OutermostMissing(machine, listings, distribution.Location, directory) is { } gone) directories.Add(gone);
        }

        return new RecordCheck(missing.ToImmutable(), [.. directories], looked);
    }

    private static bool IsCode(string path) => path.EndsWith(".py", StringComparison.Ordinal) || NativeName.IsOne(path);

    private static HashSet<string>? Listing(IMachine machine, Dictionary<string, HashSet<string>?> listings, string location, string directory)
    {
        if (listings.TryGetValue(directory, out HashSet<string>? names)) return names;
        IReadOnlyList<DirectoryEntry>? entries = machine.List(directory.Length == 0 ? location : PosixPath.Join(location, directory));
        return listings[directory] = entries is null ? null : new HashSet<string>(entries.Select(entry => entry.Name), StringComparer.Ordinal);
    }

    private static string? OutermostMissing(IMachine machine, Dictionary<string, HashSet<string>?> listings, string location, string directory)
    {
        string? gone = null;
        for (string current = directory; current.Length > 0 && Listing(machine, listings, location, current) is null; current = PosixPath.Directory(current)) gone = current;
        return gone;
    }
}
