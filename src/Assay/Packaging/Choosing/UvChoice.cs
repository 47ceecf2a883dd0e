namespace Assay.Packaging.Choosing;

/// <summary>
/// The file that uv takes: crates/uv-resolver (<c>CandidateSelector</c>, <c>VersionMap</c>, <c>PrereleaseStrategy</c>) and crates/uv-distribution-types (<c>PrioritizedDist</c>) of 0.13.9.
/// </summary>
internal static class UvChoice
{
    private static readonly string[] Archives = [".tar.gz", ".zip"];

    /// <summary>Reads the name of a file; null when uv leaves it out whatever is asked.</summary>
    public static ReadFile? Read(IndexFile file, string project)
    {
        // A Requires-Python that cannot be read makes uv leave the file out.
        if (!UvPython.TryRead(file.RequiresPython, out VersionSpecifiers? python)) return null;
        if (UvWheelName.Parse(file.Filename) is { } wheel) return wheel.Name == project ? new ReadFile(file, wheel.Version, wheel.Version.ToString(), wheel.Tags, BuildTag.Of(wheel.Build), python) : null;
        return SourceFilename.TryParse(file.Filename, project, Archives, out SourceFilename? source) ? new ReadFile(file, source.Version, source.Version.ToString(), null, null, python) : null;
    }

    /// <summary>Chooses among the files of a project's page.</summary>
    public static IndexFile? Of(Question question, IndexPage page)
    {
        UvRange range = new(question.Requirement.Specifiers);
        bool asksForPrereleases = question.AllowsPrereleases || range.AsksForPrereleases;
        IndexFile? prerelease = null;
        foreach (IGrouping<PackageVersion, ReadFile> release in page.For(Installer.Uv).GroupBy(file => file.Version).Where(release => range.Contains(release.Key)).OrderByDescending(release => release.Key))
        {
            // A pre-release nobody asks for waits until no final version has a file that fits.
            if (Best([.. release.OrderBy(file => file.File.Filename, StringComparer.Ordinal)], question, range.IsPinned) is not { } best) continue;
            if (!release.Key.IsPrerelease || asksForPrereleases) return best;
            prerelease ??= best;
        }

        return prerelease;
    }

    // The best file of one version, or null when none fits. Yanked files count only when exactly this version is asked for.
    private static IndexFile? Best(ReadFile[] files, Question question, bool isPinned)
    {
        // The first of equal files stays, in the order of their names.
        (ReadFile? File, int Rank) best = default;
        foreach (ReadFile wheel in files.Where(file => file.IsWheel))
            if (question.Tags.RankOf(wheel.Tags!) is { } rank && Fits(wheel) && (best.File is null || wheel.CompareOffer(rank, best.File, best.Rank) > 0)) best = (wheel, rank);
        if (best.File is { } found) return found.File;
        if (!question.AllowsSources || files.FirstOrDefault(file => !file.IsWheel && Fits(file)) is not { } source) return null;

        // The metadata of a wheel is read even when the wheel itself does not fit, rather than building the source for it.
        ReadFile? described = files.FirstOrDefault(file => file.IsWheel);
        return described is null || UvPython.Takes(described.RequiresPython, question.Tags.Python) ? source.File : null;

        bool Fits(ReadFile file) => (isPinned || !file.File.IsYanked) && UvPython.Takes(file.RequiresPython, question.Tags.Python);
    }
}
