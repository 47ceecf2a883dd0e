namespace Assay.Packaging.Choosing;

/// <summary>
/// The file that pip takes: <c>LinkEvaluator</c>, <c>CandidateEvaluator</c> (pip/_internal/index/package_finder.py) and <c>Factory.iter_index_candidate_infos</c>
/// (resolution/resolvelib/factory.py) of 26.3.
/// </summary>
internal static class PipChoice
{
    // pip/_internal/utils/filetypes.py ARCHIVE_EXTENSIONS, without wheels.
    private static readonly string[] Archives = [".tar.gz", ".tar.bz2", ".tar.xz", ".tar.lzma", ".tar.lz", ".tgz", ".tbz", ".txz", ".tlz", ".tar", ".zip"];

    /// <summary>Reads the name of a file; null when pip passes it over whatever is asked.</summary>
    public static ReadFile? Read(IndexFile file, string project)
    {
        // A text that is no specifier is not obeyed.
        VersionSpecifiers? python = file.RequiresPython is { Length: > 0 } text && VersionSpecifiers.TryParse(text, out VersionSpecifiers? specifiers) ? specifiers : null;
        if (WheelFilename.TryParse(file.Filename, out WheelFilename? wheel))
            return wheel.Name == project ? new ReadFile(file, wheel.Version, wheel.Version.ToString(), wheel.Tags, BuildTag.Of(wheel.Build), python) : null;
        return !file.Filename.EndsWith(".whl", StringComparison.Ordinal) && SourceFilename.TryParse(file.Filename, project, Archives, out SourceFilename? source)
            ? new ReadFile(file, source.Version, source.Version.ToString(), null, null, python)
            : null;
    }

    /// <summary>Chooses among the files of a project's page.</summary>
    public static IndexFile? Of(Question question, IndexPage page)
    {
        string python = question.Tags.Python.FullVersion;
        (ReadFile File, int? Rank)[] candidates = [.. page.For(Installer.Pip)
            .Where(file => file.IsWheel || question.AllowsSources)
            .Select(file => (file, Rank: file.Tags is null ? null : question.Tags.RankOf(file.Tags)))
            .Where(candidate => (candidate.Rank is not null || !candidate.file.IsWheel) && candidate.file.RequiresPython?.Contains(python) != false)];
        HashSet<string> versions = [.. question.Requirement.Specifiers.Filter(candidates.Select(candidate => candidate.File.VersionText).Distinct(), question.AllowsPrereleases ? true : null)];

        // sorted() is stable and the result is read from its end: of equal files the last of the page is taken.
        (ReadFile File, int? Rank)[] applicable = [.. candidates.Where(candidate => versions.Contains(candidate.File.VersionText)).Order(Comparer<(ReadFile File, int? Rank)>.Create(Compare))];
        bool takesYanked = applicable.All(candidate => IsYanked(candidate.File)) && IsPinned(question.Requirement.Specifiers);
        return applicable.LastOrDefault(candidate => takesYanked || !IsYanked(candidate.File)).File?.File;
    }

    // _candidate_sort_key: not yanked, then the version, then the tag, then the build; a source distribution is behind every tag.
    private static int Compare((ReadFile File, int? Rank) left, (ReadFile File, int? Rank) right)
    {
        int order = IsYanked(right.File).CompareTo(IsYanked(left.File));
        if (order == 0) order = left.File.Version.CompareTo(right.File.Version);
        return order != 0 ? order : left.File.CompareOffer(left.Rank, right.File, right.Rank);
    }

    /// <summary>True when pip holds a file to be yanked.</summary>
    internal static bool IsYanked(ReadFile file) => file.File is { IsYanked: true, YankReason: not "" };

    /// <summary>True when the requirement names one version, which allows yanked files.</summary>
    internal static bool IsPinned(VersionSpecifiers specifiers) =>
        specifiers.Clauses.Any(clause => clause.Operator == "===" || (clause.Operator == "==" && !clause.Text.EndsWith(".*", StringComparison.Ordinal)));
}
