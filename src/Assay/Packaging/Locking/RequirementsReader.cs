using Assay.Primitives;

namespace Assay.Packaging.Locking;

/// <summary>Reads requirements files as pip does: <c>parse_requirements</c> (pip/_internal/req/req_file.py). What pip would refuse is noted and left out.</summary>
/// <param name="include">Gives the bytes of a file that is included, or null.</param>
/// <param name="variable">Gives a variable of the process environment, or null.</param>
internal sealed class RequirementsReader(Func<string, byte[]?> include, Func<string, string?> variable)
{
    private const int DeepestInclusion = 50;
    private const int MostFiles = 500;
    private const int MostLines = 200_000;

    private readonly List<string> problems = [];
    private readonly List<RequirementLine> requirements = [];
    private readonly HashSet<string> open = new(StringComparer.Ordinal);
    private RequirementOptions options = new();
    private int files;

    /// <summary>Reads a file and what it includes.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="content">Its bytes.</param>
    public LockReading Read(string path, ReadOnlySpan<byte> content)
    {
        Read(path, content, isConstraint: false, null);
        return new LockReading(LockKind.Requirements) { Requirements = [.. requirements], Options = options, Problems = [.. problems] };
    }

    private void Read(string path, ReadOnlySpan<byte> content, bool isConstraint, string? from)
    {
        string text = RequirementsText.Decode(content, out string? problem);
        if (problem is not null) Note(from, problem);
        files++;
        open.Add(path);
        foreach ((int number, string line) in RequirementsText.Lines(text, variable))
        {
            if (requirements.Count >= MostLines)
            {
                Note(from, $"line {number}: expected at most {MostLines} requirements in all; the rest is not read");
                break;
            }

            if (Line(line, path, number, isConstraint) is { } refused) Note(from, $"line {number}: {refused}");
        }

        open.Remove(path);
    }

    private void Note(string? from, string problem)
    {
        if (problems.Count < 200) problems.Add(from is null ? problem : $"{from}, {problem}");
    }

    private string? Line(string line, string path, int number, bool isConstraint)
    {
        List<RequirementsOption> found = RequirementsOption.Read(line, out string arguments, out string? problem);
        if (problem is not null) return problem;
        if (found.FirstOrDefault(option => option.Name == "--hash" && !IsHash(option.Value)) is { Name: not null } odd) return $"expected a hash like `sha256:...`, found `{LockWords.Short(odd.Value)}`";
        foreach (RequirementsOption option in found) options = RequirementsControl.Formats(options, option);
        string? editable = arguments.Length > 0 ? null : found.Where(option => option.Name == "--editable").Select(option => option.Value).FirstOrDefault();
        if (arguments.Length > 0 || editable is not null)
        {
            RequirementLine entry = new(editable ?? arguments, path, number) { IsConstraint = isConstraint, Hashes = editable is not null ? [] : [.. found.Where(option => option.Name == "--hash").Select(option => option.Value)] };
            if (RequirementForms.Complete(entry, editable is not null, out string? refused) is not { } complete) return refused;
            requirements.Add(complete);
            return null;
        }

        // Only the first file of a line is included, and nothing else of that line counts.
        foreach (string name in (ReadOnlySpan<string>)["--requirement", "--constraint"])
            if (found.FirstOrDefault(option => option.Name == name) is { Name: not null } inclusion) return Include(inclusion.Value, path, name == "--constraint");
        foreach (RequirementsOption option in found) options = RequirementsControl.Applied(options, option, PosixPath.Directory(path));
        return null;
    }

    private string? Include(string name, string path, bool isConstraint)
    {
        if (name.StartsWith("http:", StringComparison.OrdinalIgnoreCase) || name.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) return $"`{LockWords.Short(name)}` is not fetched";
        string plain = name.StartsWith("file://", StringComparison.OrdinalIgnoreCase) ? Uri.UnescapeDataString(name["file://".Length..]) : name;
        string full = Beside(path, plain);
        if (open.Contains(full)) return $"`{LockWords.Short(name)}` includes itself; not read again";
        if (open.Count >= DeepestInclusion || files >= MostFiles) return $"`{LockWords.Short(name)}` is not read: expected at most {MostFiles} files, {DeepestInclusion} deep";
        if (include(full) is not { } content) return $"`{LockWords.Short(name)}` cannot be read";
        Read(full, content, isConstraint, full);
        return null;
    }

    private static string Beside(string path, string name)
    {
        if (name.StartsWith('/')) return PosixPath.Normalize(name);
        int cut = path.LastIndexOf('/');
        if (cut < 0) return name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;
        string joined = path[..(cut + 1)] + name;
        return path.StartsWith('/') ? PosixPath.Normalize(joined) : joined;
    }

    // pip/_internal/utils/hashes.py STRONG_HASHES.
    private static bool IsHash(string value) => value.IndexOf(':', StringComparison.Ordinal) is > 0 and int cut && value[..cut] is "sha256" or "sha384" or "sha512";
}
