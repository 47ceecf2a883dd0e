using System.Collections.Immutable;
using Assay.Packaging.Locking;
using Assay.Primitives;

namespace Assay.Cli.Commands;

/// <summary>Requirements files that are named on the command line (<c>-r</c>): what they ask for, and the options they set for the whole run, as pip reads them.</summary>
internal sealed class RequirementFiles
{
    private readonly List<string> requirements = [];
    private readonly List<string> problems = [];

    private RequirementFiles()
    {
    }

    /// <summary>What is asked for, in order.</summary>
    public ImmutableArray<string> Requirements => [.. requirements];

    /// <summary>What could not be read or is no question for an index, one line each.</summary>
    public ImmutableArray<string> Problems => [.. problems];

    /// <summary>The options of the files; of two files the later one decides, and lists add up.</summary>
    public RequirementOptions Options { get; private set; } = new();

    /// <summary>Reads the files.</summary>
    /// <param name="paths">The files as they were typed.</param>
    /// <param name="session">The session, whose directory relative paths start in.</param>
    /// <param name="problem">What is wrong, or null.</param>
    public static RequirementFiles? Read(string[] paths, Session session, out string? problem)
    {
        problem = null;
        RequirementFiles files = new();
        foreach (string typed in paths)
        {
            string path = session.Absolute(typed);
            if (session.Machine.ReadWhole(path, LockReader.MostBytes) is not { } content)
            {
                problem = $"-r {typed}: cannot be read; expected a requirements file";
                return null;
            }

            LockReading reading = LockReader.Read(LockKind.Requirements, path, content, included => session.Machine.ReadWhole(included, LockReader.MostBytes), session.Machine.EnvironmentVariable);
            if (reading.IsRefused || reading.Kind != LockKind.Requirements)
            {
                problem = $"-r {typed}: {(reading.Problems.IsEmpty ? "is a list of conda, which no index answers" : reading.Problems[0])}";
                return null;
            }

            files.Add(reading);
        }

        return files;
    }

    private void Add(LockReading reading)
    {
        problems.AddRange(reading.Problems);
        RequirementOptions options = reading.Options;
        Options = options with
        {
            IndexUrl = options.IndexUrl ?? Options.IndexUrl,
            ExtraIndexUrls = [.. Options.ExtraIndexUrls, .. options.ExtraIndexUrls],
            FindLinks = [.. Options.FindLinks, .. options.FindLinks],
            NoIndex = options.NoIndex || Options.NoIndex,
            AllowsPrereleases = options.AllowsPrereleases || Options.AllowsPrereleases,
        };
        ILookup<string, RequirementLine> limits = reading.Requirements.Where(line => line is { IsConstraint: true, Requirement: not null }).ToLookup(line => line.Requirement!.NormalizedName);
        foreach (RequirementLine line in reading.Requirements.Where(line => !line.IsConstraint))
        {
            if (line.Requirement is not { } requirement || (line.Source is { } source && source.Kind is not (LockSourceKind.Index or LockSourceKind.Url)))
            {
                problems.Add($"{line.File}, line {line.Line}: `{line.Text}` is not looked up: it comes from no index");
                continue;
            }

            // A constraint adds its clauses to what asks for the project (pip, "Constraints Files").
            string added = string.Concat(limits[requirement.NormalizedName].Where(limit => limit.Requirement!.Specifiers.Clauses.Length > 0).Select(limit => "," + limit.Requirement!.Specifiers));
            string bare = requirement.Marker is null ? requirement.ToString() : requirement.ToString().Split(';')[0].TrimEnd();
            string limited = added.Length == 0 || requirement.Url is not null ? bare : requirement.Specifiers.Clauses.IsEmpty ? bare + added[1..] : bare + added;
            requirements.Add(requirement.Marker is { } marker ? $"{limited} ; {marker}" : limited);
        }
    }
}
